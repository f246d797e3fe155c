import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { fail } from '#shared/errors/index.ts'
import { checkVault } from '../check.ts'
import { openVault } from '../open-vault.ts'
import {
  ALL,
  approve,
  expectWhole,
  type Files,
  photos as files,
  prune,
  SMALL,
  storedBytes,
} from '../test-support/cleaning.ts'
import { makeVault, readCopy, SECRET, saveCopy } from '../test-support/vaults.ts'
import { moveToTrash, restoreFromTrash } from '../trash.ts'
import type { Vault } from '../types.ts'
import { applyPrune, planPrune } from './prune.ts'

/** A removed copy as restic removes it: without any trash. */
const forget = (vault: Vault, id: string) => vault.removeSnapshot(id)

describe('cleaning', () => {
  test('R46 gives back the room of removed copies and keeps every byte of the others', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const shared = files('comum', 20)
    const kept = new Map([...shared, ...files('fica', 20)])
    const keptId = await saveCopy(vault, kept)
    const goneId = await saveCopy(vault, new Map([...shared, ...files('sai', 60)]))
    await forget(vault, goneId)
    const before = storedBytes(place)

    const { plan, outcome } = await prune(vault)
    expect(plan.packs.toDelete).toBeGreaterThan(0)
    expect(plan.storedBytes).toBe(before)
    expect(before - storedBytes(place)).toBeGreaterThan(110_000)
    expect(Math.abs(outcome.freedBytes - (before - storedBytes(place)))).toBeLessThan(1000)
    await expectWhole(place, new Map([[keptId, kept]]))
  })

  test('R46 moves needed blobs out of half-empty packs without opening them to anybody', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const odd = files('mistura', 40, 900)
    const keptFiles = new Map([...odd].filter((_, at) => at % 3 === 0))
    const goneId = await saveCopy(vault, odd)
    const keptId = await saveCopy(vault, keptFiles)
    await forget(vault, goneId)
    const { plan, outcome } = await prune(vault)
    expect(plan.packs.toRepack).toBeGreaterThan(0)
    expect(outcome.newPacks).toBeGreaterThan(0)
    await expectWhole(place, new Map([[keptId, keptFiles]]))
  })

  test('R46 has nothing more to do right after it was done', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const kept = files('fica', 10)
    const gone = await saveCopy(vault, new Map([...kept, ...files('sai', 50, 700)]))
    const keptId = await saveCopy(vault, kept)
    await forget(vault, gone)
    await prune(vault)
    const names = [...place.files.keys()].sort()
    const { plan } = await prune(vault)
    expect(plan).toMatchObject({
      freedBytes: 0,
      indexFilesToReplace: 0,
      packs: { toDelete: 0, toRepack: 0, unindexed: 0 },
    })
    expect([...place.files.keys()].sort()).toEqual(names)
    await expectWhole(place, new Map([[keptId, kept]]))
  })

  test('R46 makes few packs and few index files out of very many small ones', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, { ...SMALL, maxIndexBlobs: 300 })
    const copies = new Map<string, Files>()
    for (let at = 0; at < 20; at += 1) {
      const content = files(`dia ${at}`, 1, 300)
      copies.set(await saveCopy(vault, content), content)
    }
    const count = (folder: string) => [...place.files.keys()].filter((path) => path.startsWith(folder)).length
    const before = { packs: count('data/'), indexes: count('index/') }
    await prune(vault)
    expect(before).toEqual({ packs: 40, indexes: 20 })
    expect({ packs: count('data/'), indexes: count('index/') }).toEqual({ packs: 2, indexes: 1 })
    await expectWhole(place, copies)
  })

  test('R46 deletes packs that work which stopped midway left without an index', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const content = files('fica', 5)
    const id = await saveCopy(vault, content)
    const elsewhere = memoryBackend()
    const other = await makeVault(elsewhere, SMALL)
    await saveCopy(other, files('x', 20))
    const [path, bytes] = [...elsewhere.files].find(([name]) => name.startsWith('data/')) ?? []
    place.files.set(path ?? '', bytes ?? Buffer.of())
    const { plan } = await prune(vault)
    expect(plan.packs.unindexed).toBe(1)
    await expectWhole(place, new Map([[id, content]]))
  })

  test('R47 the vault that was cleaned can be used on, also by somebody who had it open before', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const kept = files('fica', 5)
    const gone = files('volta', 30)
    const keptId = await saveCopy(vault, kept)
    const goneId = await saveCopy(vault, gone)
    const colleague = await openVault(place, SECRET, SMALL)
    await colleague.loadIndex()
    await forget(vault, goneId)
    await prune(vault)
    // Both knew these blobs from before the cleaning; neither may believe that they are still there.
    const again = await saveCopy(colleague, gone)
    const andAgain = await saveCopy(vault, gone)
    await expectWhole(
      place,
      new Map([
        [keptId, kept],
        [again, gone],
        [andAgain, gone],
      ]),
    )
  })
})

test('R47 what was stored last and cleaned away is stored again, not believed to be there', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place, SMALL)
  const kept = files('fica', 30)
  const gone = files('volta', 5)
  const keptId = await saveCopy(vault, kept)
  // The index file that names it is this program's own, and was never read.
  await vault.removeSnapshot(await saveCopy(vault, gone))
  await prune(vault)
  const again = await saveCopy(vault, gone)
  await expectWhole(
    place,
    new Map([
      [keptId, kept],
      [again, gone],
    ]),
  )
})

test('R47 packs that a failed copy could not name, and that somebody cleaned away since, are stored again', async () => {
  const place = memoryBackend()
  let isFull = false
  const vault = await makeVault(
    {
      ...place,
      async write(file, bytes) {
        if (isFull && file.kind === 'index') fail('DEST_102')
        await place.write(file, bytes)
      },
    },
    SMALL,
  )
  const kept = files('fica', 30)
  const keptId = await saveCopy(vault, kept)
  const gone = files('volta', 5)
  isFull = true
  await expect(saveCopy(vault, gone)).rejects.toMatchObject({ code: 'DEST_102' })
  isFull = false
  expect((await prune(await openVault(place, SECRET, SMALL))).plan.packs.unindexed).toBeGreaterThan(0)

  const lock = await vault.lock('shared')
  const again = await saveCopy(vault, gone)
  await lock.release()
  await expectWhole(
    place,
    new Map([
      [keptId, kept],
      [again, gone],
    ]),
  )
})

describe('refusals', () => {
  async function cleanable() {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const content = files('fica', 20)
    const keptId = await saveCopy(vault, content)
    await forget(vault, await saveCopy(vault, files('sai', 10)))
    return { place, vault, copies: new Map([[keptId, content]]), names: () => [...place.files.keys()].sort() }
  }

  test('R45 one person, or one person twice, cleans nothing', async () => {
    const { vault, names } = await cleanable()
    const before = names()
    const plan = await planPrune(vault)
    for (const by of [
      ['Ana', 'Ana'],
      ['Ana', ' ana '],
      ['Ａna', 'ANA'],
    ])
      await expect(applyPrune(vault, plan, approve(plan, by))).rejects.toMatchObject({ code: 'RET_102' })
    expect(names()).toEqual(before)
    await applyPrune(vault, plan, approve(plan))
    expect(names()).not.toEqual(before)
  })

  test('R45 a vault that changed since, or another plan than the approved one, cleans nothing', async () => {
    const { vault, place, copies } = await cleanable()
    const plan = await planPrune(vault)
    await expect(applyPrune(vault, plan, { ...approve(plan), fingerprint: 'x' })).rejects.toMatchObject({
      code: 'RET_103',
    })
    const forged = { ...plan, options: { ...plan.options, maxUnusedFraction: 0 } }
    await expect(applyPrune(vault, forged, approve(plan))).rejects.toMatchObject({ code: 'RET_103' })
    const more = files('nova', 3)
    const id = await saveCopy(vault, more)
    const before = [...place.files.keys()].sort()
    await expect(applyPrune(vault, plan, approve(plan))).rejects.toMatchObject({ code: 'RET_103' })
    expect([...place.files.keys()].sort()).toEqual(before)
    await prune(vault)
    await expectWhole(place, new Map([...copies, [id, more]]))
  })

  test('R45 a plan that would leave less than half is refused unless that was asked for, one without copies always', async () => {
    const { vault, place, copies } = await cleanable()
    const [keptId = ''] = copies.keys()
    const [large = ''] = [await saveCopy(vault, files('grande', 90))]
    await forget(vault, large)
    const plan = await planPrune(vault)
    expect(plan.refusals).toEqual(['more-than-half'])
    await expect(applyPrune(vault, plan, approve(plan))).rejects.toMatchObject({ code: 'RET_101' })
    await prune(vault, ALL)
    await expectWhole(place, copies)
    await forget(vault, keptId)
    const empty = await planPrune(vault, ALL)
    expect(empty.refusals).toEqual(['no-copies'])
    await expect(applyPrune(vault, empty, approve(empty))).rejects.toMatchObject({ code: 'RET_101' })
  })

  const firstOf = (place: MemoryBackend, folder: string) =>
    [...place.files].find(([path]) => path.startsWith(folder)) ?? ['', Buffer.of()]
  const damages: Readonly<Record<string, { code: string; hurt(place: MemoryBackend): void }>> = {
    'a snapshot file that does not read': {
      code: 'VAULT_107',
      hurt: (place) => void firstOf(place, 'snapshots/')[1].fill(0),
    },
    'an index file that does not read': {
      code: 'VAULT_107',
      hurt: (place) => void firstOf(place, 'index/')[1].fill(0),
    },
    'a trash entry that does not read': {
      code: 'VAULT_107',
      hurt: (place) => void place.files.set(`trash/${'a'.repeat(64)}`, Buffer.from('x')),
    },
    'packs that are cut off': {
      code: 'VAULT_105',
      hurt: (place) => {
        for (const [path, bytes] of place.files)
          if (path.startsWith('data/')) place.files.set(path, bytes.subarray(0, bytes.length - 1))
      },
    },
    'missing packs': {
      code: 'VAULT_105',
      hurt: (place) => {
        for (const path of [...place.files.keys()]) if (path.startsWith('data/')) place.files.delete(path)
      },
    },
    'folders that do not read': {
      code: 'VAULT_105',
      hurt: (place) => {
        for (const [path, bytes] of place.files) if (path.startsWith('data/')) bytes.fill(0, 0, bytes.length - 200)
      },
    },
  }
  test.each(Object.keys(damages))('R45 nothing is cleaned around %s', async (name) => {
    const { vault, place } = await cleanable()
    const plan = await planPrune(vault)
    damages[name]?.hurt(place)
    const before = new Map([...place.files])
    const code = damages[name]?.code
    await expect(planPrune(vault)).rejects.toMatchObject({ code })
    await expect(applyPrune(vault, plan, approve(plan))).rejects.toMatchObject({ code })
    expect(place.files).toEqual(before)
  })

  test('R45 a damaged blob that must be moved stops the cleaning before anything is removed', async () => {
    const place = memoryBackend()
    const vault = await makeVault(place, SMALL)
    const many = files('mistura', 30, 900)
    const gone = await saveCopy(vault, many)
    await saveCopy(vault, new Map([...many].filter((_, at) => at % 3 === 0)))
    await forget(vault, gone)
    const plan = await planPrune(vault, ALL)
    expect(plan.packs.toRepack).toBeGreaterThan(0)
    // Data packs only: folders are read while planning.
    const sizes = new Map([...place.files].map(([path, bytes]) => [path, bytes.length]))
    for (const [path, bytes] of place.files)
      if (path.startsWith('data/') && (sizes.get(path) ?? 0) > 15_000) bytes.fill(0, 0, 10_000)
    const before = [...place.files.keys()].sort()
    await expect(applyPrune(vault, plan, approve(plan))).rejects.toMatchObject({ code: 'VAULT_105' })
    expect([...place.files.keys()].sort()).toEqual(before)
  })

  test('R45 somebody else at work: nothing is cleaned', async () => {
    const { vault, place } = await cleanable()
    const plan = await planPrune(vault)
    const colleague = await openVault(place, SECRET, SMALL)
    const lock = await colleague.lock('shared')
    await expect(applyPrune(vault, plan, approve(plan))).rejects.toMatchObject({ code: 'VAULT_106' })
    await lock.release()
  })
})

test('R46 whatever copies are made and removed in between, cleaning keeps the others byte for byte', async () => {
  const content = fc.integer({ min: 0, max: 25 }).map((seed) => Buffer.alloc(50 + seed * 40, `${seed}-é`))
  const folder = fc.dictionary(fc.stringMatching(/^[a-zç ]{1,5}$/u), content, { maxKeys: 12 })
  const step = fc.oneof(
    { weight: 5, arbitrary: folder.map((each) => ({ kind: 'copy', files: new Map(Object.entries(each)) }) as const) },
    { weight: 3, arbitrary: fc.nat().map((which) => ({ kind: 'trash', which }) as const) },
    { weight: 2, arbitrary: fc.nat().map((which) => ({ kind: 'forget', which }) as const) },
    { weight: 1, arbitrary: fc.nat().map((which) => ({ kind: 'bring back', which }) as const) },
    {
      weight: 3,
      arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map((part) => ({ kind: 'prune', part }) as const),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const place = memoryBackend()
      const vault = await makeVault(place, { ...SMALL, packTargetBytes: 2500, maxIndexBlobs: 12 })
      const live = new Map<string, Files>()
      const trash = new Map<string, Files>()
      const pick = (from: ReadonlyMap<string, Files>, which: number) => [...from][which % Math.max(1, from.size)]
      for (const each of steps) {
        if (each.kind === 'copy') live.set(await saveCopy(vault, each.files), each.files)
        else if (each.kind === 'prune') {
          if (live.size === 0) continue
          await prune(vault, { ...ALL, maxUnusedFraction: each.part })
        } else {
          const [id, content] = pick(each.kind === 'bring back' ? trash : live, each.which) ?? []
          if (id === undefined || content === undefined) continue
          if (each.kind === 'bring back') {
            await restoreFromTrash(vault, id)
            trash.delete(id)
            live.set(id, content)
            continue
          }
          live.delete(id)
          if (each.kind === 'forget') await forget(vault, id)
          else {
            await moveToTrash(vault, id)
            trash.set(id, content)
          }
        }
      }
      for (const id of trash.keys()) await restoreFromTrash(vault, id)
      const reader = await openVault(place, SECRET, SMALL)
      for (const [id, content] of [...live, ...trash]) {
        const read = await readCopy(reader, id)
        expect(new Map([...read].sort())).toEqual(new Map([...content].sort()))
      }
      expect((await checkVault(reader, { readData: true })).problems).toEqual([])
    }),
    { numRuns: 15 },
  )
})
