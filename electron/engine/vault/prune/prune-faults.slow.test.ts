import { expect, test } from 'vitest'
import {
  type BackendCall,
  type Fault,
  faultyBackend,
  type MemoryBackend,
  memoryBackend,
} from '#engine/backends/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { checkVault } from '../check.ts'
import { openVault } from '../open-vault.ts'
import { ALL, approve, diskOf, fillForCleaning, photos, prune, SMALL } from '../test-support/cleaning.ts'
import { makeVault, readCopy, SECRET, saveCopy } from '../test-support/vaults.ts'
import { moveToTrash, restoreFromTrash } from '../trash.ts'
import { applyPrune, planPrune } from './prune.ts'
import { keepReserve } from './reserve.ts'

const filled = memoryBackend()
const { kept, trashed, trashedId } = await fillForCleaning(await makeVault(filled, SMALL), filled)

async function copyOf(place: MemoryBackend): Promise<MemoryBackend> {
  const copy = memoryBackend()
  await copy.create()
  for (const [path, bytes] of place.files) copy.files.set(path, Uint8Array.from(bytes))
  return copy
}

async function expectAllThere(place: MemoryBackend, what: string, readData: boolean): Promise<void> {
  const vault = await openVault(place, SECRET, SMALL)
  for (const [id, files] of kept) expect(await readCopy(vault, id), what).toEqual(files)
  expect((await checkVault(vault, { readData })).problems, what).toEqual([])
}

const disasters: Readonly<Record<string, (call: BackendCall, at: number) => Fault | undefined>> = {
  'the computer stops': ({ number }, at) => (number >= at ? { kind: 'fail', code: 'DEST_101' } : undefined),
  'one call fails': ({ number }, at) => (number === at ? { kind: 'fail', code: 'DEST_104' } : undefined),
  'one answer is lost': ({ number }, at) => (number === at ? { kind: 'lose-answer', code: 'DEST_104' } : undefined),
  'the disk is full': ({ number, method }, at) =>
    number >= at && method === 'write' ? { kind: 'fail', code: 'DEST_102' } : undefined,
}

test.each(Object.keys(disasters))(
  'R48 when %s at any step of cleaning, every copy stays whole, the trash too, and the next cleaning finishes',
  async (name) => {
    const outcomes: string[] = []
    // Every step once; what is like it, at every third.
    for (let at = 1; ; at += name === 'the computer stops' ? 1 : 3) {
      const place = await copyOf(filled)
      let calls = 0
      const broken = faultyBackend(place, (call) => {
        calls = call.number
        return disasters[name]?.(call, at)
      })
      const outcome = await openVault(broken, SECRET, SMALL)
        .then((vault) => prune(vault))
        .then(() => 'done', codeOf)
      if (calls < at) break
      outcomes.push(outcome)

      await expectAllThere(place, `${name} at ${at}`, false)
      const again = await openVault(place, SECRET, SMALL)
      await prune(again)
      expect((await planPrune(again, ALL)).packs, `${name} at ${at}`).toMatchObject({
        toDelete: 0,
        toRepack: 0,
        unindexed: 0,
      })
      await restoreFromTrash(again, trashedId)
      expect(await readCopy(again, trashedId)).toEqual(trashed)
      await expectAllThere(place, `${name} at ${at}, cleaned again`, true)
    }
    expect(outcomes.length).toBeGreaterThan(15)
    expect(outcomes.filter((outcome) => outcome !== 'done').length).toBeGreaterThan(outcomes.length / 4)
  },
)

test('R48 whatever fails while a copy goes to the trash or comes back, it is in one of both', async () => {
  for (const work of ['move', 'restore'] as const) {
    for (let at = 1; ; at += 1) {
      const place = await copyOf(filled)
      const [keptId = '', files] = [...kept][0] ?? []
      const id = work === 'move' ? keptId : trashedId
      let calls = 0
      const vault = await openVault(
        faultyBackend(place, ({ number }) => {
          calls = number
          return number >= at ? { kind: 'fail', code: 'DEST_101' } : undefined
        }),
        SECRET,
        SMALL,
      ).catch(() => undefined)
      await (work === 'move' ? vault && moveToTrash(vault, id) : vault && restoreFromTrash(vault, id))?.catch(
        () => undefined,
      )
      if (calls < at) break
      const after = await openVault(place, SECRET, SMALL)
      await prune(after)
      if (!(await after.listSnapshots()).some((snapshot) => snapshot.id === id)) await restoreFromTrash(after, id)
      expect(await readCopy(after, id), `${work} at ${at}`).toEqual(work === 'move' ? files : trashed)
    }
  }
})

test('R49 a full disk is cleaned with the room of the reserve, which is made again afterwards', async () => {
  const place = await copyOf(filled)
  let capacityBytes = Number.POSITIVE_INFINITY
  const disk = diskOf(place, () => capacityBytes)
  const reserveBytes = 100_000
  expect(await keepReserve(disk, reserveBytes)).toBe(true)
  expect([...place.files.keys()]).toContain('reserve')
  const usedBytes = () => [...place.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  capacityBytes = usedBytes()

  const vault = await openVault(disk, SECRET, SMALL)
  await expect(saveCopy(vault, photos('nova', 1))).rejects.toMatchObject({ code: 'DEST_102' })
  const plan = await planPrune(await openVault(disk, SECRET, SMALL), ALL)
  expect(plan.packs.toRepack).toBeGreaterThan(1)
  const outcome = await applyPrune(vault, plan, approve(plan), { reserveBytes })
  expect(outcome.repackedPacks).toBe(plan.packs.toRepack)
  await expectAllThere(place, 'full disk', true)
  // The reserve must not fill the disk again: only where there is plenty.
  expect([...place.files.keys()]).not.toContain('reserve')
  capacityBytes = usedBytes() + reserveBytes * 20
  const next = await planPrune(vault, ALL)
  await applyPrune(vault, next, approve(next), { reserveBytes })
  expect([...place.files.keys()]).toContain('reserve')
  const after = await openVault(disk, SECRET, SMALL)
  const id = await saveCopy(after, photos('nova', 1))
  expect((await readCopy(after, id)).size).toBe(1)
})

test('R49 with hardly any room, packs that nobody needs go first and the rest moves a little at a time', async () => {
  const place = await copyOf(filled)
  let capacityBytes = Number.POSITIVE_INFINITY
  const vault = await openVault(
    diskOf(place, () => capacityBytes),
    SECRET,
    SMALL,
  )
  // No reserve here; one pack and an index file fit.
  capacityBytes = [...place.files.values()].reduce((sum, bytes) => sum + bytes.length, 0) + 12_000
  const { plan, outcome } = await prune(vault)
  expect(outcome).toMatchObject({ repackedPacks: plan.packs.toRepack, leftPacks: 0 })
  await expectAllThere(place, 'little room', true)
  expect((await planPrune(vault, ALL)).packs).toMatchObject({ toDelete: 0, unindexed: 0 })
})
