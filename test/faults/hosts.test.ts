import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { campaign } from './campaign.ts'
import type { Dice } from './dice.ts'
import { noSecondHost } from './machine.ts'
import { type Ended, RealClinic, type StartOptions, TWO_PEOPLE } from './real-clinic.ts'
import { inFolder } from './truth.ts'

const RECEPTION = { host: 'recepcao' }
const OFFICE = { host: 'consultorio' }
const PRUNE = ['prune', '--max-unused', '0%', ...TWO_PEOPLE]
const MINUTE_MS = 60_000
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS

type Work = 'backup' | 'prune'

function begin(clinic: RealClinic, work: Work, options: StartOptions): Promise<Ended> {
  return work === 'backup' ? clinic.backup(options) : clinic.start(PRUNE, options).ended
}

/** Done, or told to wait: nothing else may come of meeting somebody. */
function expectPolite(ended: Ended): void {
  const isDone = ended.exitCode === 0
  const isWaiting = ended.exitCode === 11 && ended.stderr.includes('VAULT_106')
  // The plan that was shown is not any more what there is.
  const isOutdated = ended.exitCode === 1 && ended.stderr.includes('RET_103')
  if (!isDone && !isWaiting && !isOutdated) throw new Error(`ended with ${ended.exitCode}: ${ended.stderr}`)
}

async function meet(dice: Dice): Promise<number> {
  return inFolder(async (folder) => {
    const clinic = new RealClinic(folder, dice)
    await clinic.found()
    expect((await clinic.backup(RECEPTION)).exitCode).toBe(0)
    const pairs = [
      ['backup', 'backup'],
      ['backup', 'prune'],
      ['prune', 'prune'],
    ] as const
    for (const [one, other] of pairs) {
      await clinic.change()
      await clinic.backup(OFFICE)
      await clinic.forgetSome()
      const first = begin(clinic, one, RECEPTION)
      await sleep(dice.below(500))
      const both = await Promise.all([first, begin(clinic, other, OFFICE)])
      for (const ended of both) expectPolite(ended)
      if (one === 'backup' && other === 'backup') expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0])
      await clinic.expectWhole()
    }
    expect((await begin(clinic, 'prune', OFFICE)).exitCode).toBe(0)
    await clinic.expectWholeForRestic()
    return pairs.length
  })
}

campaign('two hosts at once', 'copies and cleaning of two computers on one vault', {
  survived: 'meetings of two hosts',
  rounds: 1,
  skipped: noSecondHost,
  round: meet,
})

/** One host sleeps in the middle of its work; for another half an hour has passed, and it works and cleans. */
async function sleepThrough(dice: Dice): Promise<number> {
  return inFolder(async (folder) => {
    const clinic = new RealClinic(folder, dice)
    await clinic.found()
    expect((await clinic.backup(RECEPTION)).exitCode).toBe(0)
    await clinic.change()
    expect((await clinic.backup(RECEPTION)).exitCode).toBe(0)
    for (const [sleeper, waker] of [
      ['backup', 'prune'],
      ['prune', 'backup'],
    ] as const) {
      await clinic.change()
      await clinic.forgetSome()
      const now = await clinic.hashes()
      const isWriting = clinic.sawWriting(dice.pick(['data', 'index']))
      const asleep = clinic.start(sleeper === 'backup' ? ['backup', '--json', clinic.source] : PRUNE, RECEPTION)
      const moment = dice.oneIn(4) ? clinic.sawLock(asleep).then(() => sleep(dice.below(350))) : isWriting
      await Promise.race([moment, asleep.ended])
      asleep.child.kill('SIGSTOP')
      await sleep(30)
      const other = await begin(clinic, waker, { ...OFFICE, clockMs: 40 * MINUTE_MS })
      await clinic.expectWhole()
      asleep.child.kill('SIGCONT')
      const woken = await asleep.ended
      clinic.acknowledge(woken, now)
      if (other.exitCode !== 0) throw new Error(`the other host: ${other.stderr}`)
      // It ended before it fell asleep, or it notices that its lock is gone and commits nothing more.
      const hasNoticed = woken.exitCode === 1 && /VAULT_110|RET_103/.test(woken.stderr)
      if (woken.exitCode !== 0 && !hasNoticed) throw new Error(`woken: ${woken.exitCode} ${woken.stderr}`)
      await clinic.expectWholeForRestic()
    }
    // A host whose clock is a year ahead dies with its lock in hand: nobody waits a year for it.
    const dead = clinic.start(['backup', clinic.source], { ...OFFICE, clockMs: YEAR_MS })
    await clinic.sawLock(dead)
    dead.child.kill('SIGKILL')
    await dead.ended
    expect(await begin(clinic, 'prune', RECEPTION)).toMatchObject({ exitCode: 0 })
    await clinic.expectWholeForRestic()
    return 3
  })
}

campaign('asleep with a lock', 'a host that wakes up after others took its lock for dead', {
  survived: 'clock jumps',
  rounds: 2,
  skipped: noSecondHost,
  round: sleepThrough,
})
