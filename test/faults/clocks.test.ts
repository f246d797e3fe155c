import { expect } from 'vitest'
import { faultyBackend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { listTrash, moveToTrash, openVault, planPrune, timestampFromNs, type Vault } from '#engine/vault/index.ts'
import { ALL, prune } from '#engine/vault/test-support/cleaning.ts'
import { quickClock } from '#engine/vault/test-support/manual-clock.ts'
import { makeVault, SECRET, saveCopy } from '#engine/vault/test-support/vaults.ts'
import { isAppError } from '#shared/errors/index.ts'
import { campaign } from './campaign.ts'
import type { Dice } from './dice.ts'
import { expectResticContentWith, expectTrue, SMALL, someFiles, Truth } from './truth.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const JUMPS_MS = [365 * DAY_MS, -365 * DAY_MS, 40 * DAY_MS, -40 * DAY_MS, 3 * HOUR_MS, -3 * HOUR_MS, 40 * 60_000]

/** A clock that somebody sets while it runs. */
function badClock() {
  let offMs = 0
  const clock: Clock = {
    ...quickClock,
    nowMs: () => quickClock.nowMs() + offMs,
    nowNs: () => quickClock.nowNs() + BigInt(offMs) * 1_000_000n,
  }
  return {
    clock,
    jump: (byMs: number) => {
      offMs += byMs
    },
    timeText: () => timestampFromNs(clock.nowNs()),
  }
}

/** Work goes on day by day while the clock jumps between the runs and in the middle of them. */
async function live(dice: Dice): Promise<number> {
  const place = memoryBackend()
  const truth = new Truth()
  const { clock, jump, timeText } = badClock()
  const options = { ...SMALL, clock }
  await (await makeVault(place, options)).close()
  const jumpAtSomeCall = (inner: MemoryBackend) => {
    const at = 1 + dice.below(40)
    const byMs = dice.pick(JUMPS_MS)
    return faultyBackend(inner, ({ number }) => {
      if (number === at) jump(byMs)
      return undefined
    })
  }
  const work = async (mode: 'shared' | 'exclusive', step: (vault: Vault) => Promise<void>) => {
    const vault = await openVault(jumpAtSomeCall(place), SECRET, options)
    try {
      const lock = await vault.lock(mode)
      try {
        await step(vault)
      } finally {
        await lock.release()
      }
    } catch (error) {
      // Nobody else is here: a jump alone ends no work.
      throw new Error(`${mode} work`, { cause: error })
    }
  }
  let jumps = 0
  let newestMs = 0
  for (let day = 0; day < 8; day += 1) {
    if (dice.oneIn(2)) jump(dice.pick(JUMPS_MS))
    jumps += 1
    const files = someFiles(dice, [...truth.copies.values()].at(-1))
    await work('shared', async (vault) => {
      const time = timeText()
      newestMs = Math.max(newestMs, Date.parse(time))
      const id = await saveCopy(vault, files, time)
      truth.copies.set(id, files)
    })
    if (dice.oneIn(3)) await trashAndClean(dice)
    await expectTrue(place, truth)
  }
  if (dice.oneIn(2)) await expectResticContentWith(place)
  return jumps

  /** A copy goes to the trash, the clock jumps with no new copy, and cleaning must leave it alone. */
  async function trashAndClean(throws: Dice): Promise<void> {
    const [id, files] = throws.pick([...truth.copies])
    let removedAtMs = 0
    await work('exclusive', async (vault) => {
      removedAtMs = (await moveToTrash(vault, id)).removedAtMs
    })
    truth.copies.delete(id)
    truth.trashed.set(id, files)
    jump(throws.pick(JUMPS_MS))
    jumps += 1
    const vault = await openVault(place, SECRET, options)
    const plan = await planPrune(vault, ALL)
    if (plan.refusals.length === 0) await prune(vault).catch((error: unknown) => expect(isAppError(error)).toBe(true))
    // The clock alone ends no trash: only copies made since then can say that time has passed.
    const held = new Set((await listTrash(vault)).map(({ snapshot }) => snapshot.id))
    for (const trashed of truth.trashed.keys())
      if (!held.has(trashed)) {
        // A copy dated in the future, by a clock that was ahead once, does say it.
        if (newestMs < removedAtMs + 23 * DAY_MS) expect(trashed, 'what went to the trash just now').not.toBe(id)
        truth.trashed.delete(trashed)
      }
  }
}

campaign('clock jumps', 'a year back or forward between runs and within them', {
  survived: 'clock jumps',
  rounds: 6,
  round: live,
})
