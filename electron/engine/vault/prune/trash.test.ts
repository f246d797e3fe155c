import { expect, test } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { timestampFromNs } from '../format/time.ts'
import { openVault } from '../open-vault.ts'
import { ALL, approve, expectWhole, photos as files, SMALL, storedBytes } from '../test-support/cleaning.ts'
import { manualClock } from '../test-support/manual-clock.ts'
import { makeVault, SECRET, saveCopy } from '../test-support/vaults.ts'
import { listTrash, moveToTrash, restoreFromTrash } from '../trash.ts'
import { applyPrune, planPrune } from './prune.ts'

const DAY_MS = 86_400_000

async function withTrash() {
  const place = memoryBackend()
  const clock = manualClock()
  const vault = await makeVault(place, SMALL)
  await vault.close()
  const now = () => timestampFromNs(clock.nowNs())
  const open = () => openVault(place, SECRET, { ...SMALL, clock })
  const gone = files('apagada', 30)
  const kept = files('fica', 30)
  const first = await open()
  const goneId = await saveCopy(first, gone, now())
  const keptId = await saveCopy(first, kept, now())
  await moveToTrash(first, goneId)
  /** Manual time and locks: a lock waits for its moment on the clock, so it is moved on while the work runs. */
  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    done.catch(() => undefined)
    while (!isDone) await clock.advance(100)
    return done
  }
  return { place, clock, open, gone, kept, goneId, keptId, now, inTime }
}

test('R42 a removed copy is out of the list, and comes back under its own id', async () => {
  const { open, goneId, keptId, gone, kept, place } = await withTrash()
  const vault = await open()
  expect((await vault.listSnapshots()).map(({ id }) => id)).toEqual([keptId])
  expect((await listTrash(vault)).map(({ snapshot }) => snapshot.id)).toEqual([goneId])
  await restoreFromTrash(vault, goneId)
  expect(await listTrash(vault)).toEqual([])
  await expectWhole(
    place,
    new Map([
      [goneId, gone],
      [keptId, kept],
    ]),
  )
  await expect(restoreFromTrash(vault, goneId)).rejects.toMatchObject({ code: 'VAULT_109' })
  await expect(moveToTrash(vault, 'e'.repeat(64))).rejects.toMatchObject({ code: 'VAULT_109' })
})

test('R43 cleaning leaves what is in the trash alone for 30 days, and takes it then', async () => {
  const { open, goneId, gone, kept, keptId, clock, now, place, inTime } = await withTrash()
  const vault = await open()
  const clean = async () => {
    const plan = await inTime(planPrune(vault, { ...ALL, keepTrashDays: 1 }))
    await inTime(applyPrune(vault, plan, approve(plan)))
    return plan
  }
  clock.jump(29 * DAY_MS)
  const day29 = await saveCopy(vault, kept, now())
  expect((await clean()).trash).toEqual({ kept: 1, expired: 0 })
  await restoreFromTrash(vault, goneId)
  await expectWhole(
    place,
    new Map([
      [goneId, gone],
      [keptId, kept],
      [day29, kept],
    ]),
  )

  await moveToTrash(vault, goneId)
  clock.jump(30 * DAY_MS)
  const day59 = await saveCopy(vault, kept, now())
  expect((await clean()).trash).toEqual({ kept: 0, expired: 1 })
  expect(await listTrash(vault)).toEqual([])
  expect(storedBytes(place)).toBeLessThan(80_000)
  await expectWhole(
    place,
    new Map([
      [keptId, kept],
      [day59, kept],
    ]),
  )
})

test('R43 a clock that ran ahead, or copies that stopped coming, empty nothing', async () => {
  const { open, clock, goneId, inTime } = await withTrash()
  clock.jump(400 * DAY_MS)
  const vault = await open()
  const plan = await inTime(planPrune(vault, ALL))
  expect(plan.trash).toEqual({ kept: 1, expired: 0 })
  // Nor does a plan that says it was made later than it is.
  const forged = { ...plan, plannedAtMs: plan.plannedAtMs + 9000 * DAY_MS }
  await expect(inTime(applyPrune(vault, forged, approve(forged)))).rejects.toMatchObject({ code: 'RET_103' })
  expect((await listTrash(vault)).map(({ snapshot }) => snapshot.id)).toEqual([goneId])
})

test('R44 after another program cleaned the vault without knowing the trash, ours goes on and nothing half comes back', async () => {
  const { open, goneId, keptId, kept, place, inTime } = await withTrash()
  const entries = [...place.files].filter(([path]) => path.startsWith('trash/'))
  for (const [path] of entries) place.files.delete(path)
  const vault = await open()
  const plan = await inTime(planPrune(vault, ALL))
  await inTime(applyPrune(vault, plan, approve(plan)))
  for (const [path, bytes] of entries) place.files.set(path, bytes)

  const next = await inTime(planPrune(vault, ALL))
  expect(next.trash).toEqual({ kept: 1, expired: 0 })
  await inTime(applyPrune(vault, next, approve(next)))
  await expect(restoreFromTrash(vault, goneId)).rejects.toMatchObject({ code: 'VAULT_105' })
  expect((await vault.listSnapshots()).map(({ id }) => id)).toEqual([keptId])
  await expectWhole(place, new Map([[keptId, kept]]))
})
