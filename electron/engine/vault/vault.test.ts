import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Backend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { checkVault } from './check.ts'
import { coreOf } from './core.ts'
import { readDocument } from './documents.ts'
import { idOf } from './format/ids.ts'
import { decodeIndex, type IndexedPack } from './format/index-file.ts'
import { openVault } from './open-vault.ts'
import { CHEAP, fileNode, folderNode, makeVault, readCopy, SECRET, saveCopy, TIME } from './test-support/vaults.ts'
import type { Vault } from './types.ts'

const pathsIn = (place: MemoryBackend, folder: string) =>
  [...place.files.keys()].filter((path) => path.startsWith(folder))
const nextDay = (day: number) => `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`

async function indexedPacks(vault: Vault): Promise<readonly (readonly IndexedPack[])[]> {
  const files = await vault.backend.list('index')
  return Promise.all(
    files.map(async ({ name }) => {
      const document = await readDocument(coreOf(vault), 'index', name)
      return decodeIndex(document.kind === 'document' ? document.json : '') ?? []
    }),
  )
}

test('R13 bytes are stored once, also while they wait for their pack, and by type', async () => {
  const vault = await makeVault()
  const bytes = Buffer.from('mesma ficha')
  const first = await vault.saveBlob('data', bytes)
  expect(first).toMatchObject({ id: idOf(bytes), isNew: true })
  expect(await vault.saveBlob('data', bytes)).toEqual({ id: first.id, isNew: false, storedBytes: 0 })
  expect(vault.hasBlob('data', first.id)).toBe(true)
  expect(vault.blobLengthBytes('data', first.id)).toBe(bytes.length)
  expect(vault.hasBlob('tree', first.id)).toBe(false)
  expect((await vault.saveBlob('tree', bytes)).isNew).toBe(true)
  await vault.flush()
  expect((await vault.saveBlob('data', bytes)).isNew).toBe(false)
  expect(vault.blobLengthBytes('data', first.id)).toBe(bytes.length)
  const reopened = await openVault(vault.backend, SECRET)
  expect(reopened.hasBlob('data', first.id)).toBe(false)
  await reopened.loadIndex()
  expect((await reopened.saveBlob('data', bytes)).isNew).toBe(false)
})

test('R13 many savers of the same bytes at once store them once', async () => {
  const vault = await makeVault()
  const saved = await Promise.all(
    Array.from({ length: 20 }, () => vault.saveBlob('data', Buffer.from('x'.repeat(5000)))),
  )
  expect(saved.filter(({ isNew }) => isNew)).toHaveLength(1)
})

test('R13 the bytes a saver hands over may be reused once they are saved', async () => {
  const vault = await makeVault()
  const buffer = Buffer.alloc(100, 1)
  const first = await vault.saveBlob('data', buffer)
  buffer.fill(2)
  const second = await vault.saveBlob('data', buffer)
  await vault.flush()
  expect(await vault.readBlob('data', first.id)).toEqual(Buffer.alloc(100, 1))
  expect(await vault.readBlob('data', second.id)).toEqual(Buffer.alloc(100, 2))
})

test('R14 data is compressed where that helps, trees always', async () => {
  const vault = await makeVault()
  const text = await vault.saveBlob('data', Buffer.from('evolução do caso '.repeat(100)))
  const photo = await vault.saveBlob('data', randomBytes(3000))
  const tiny = await vault.saveBlob('data', Buffer.from('x'))
  const tree = await vault.saveTree([])
  await vault.flush()
  const blobs = (await indexedPacks(vault)).flat().flatMap((pack) => pack.blobs)
  const uncompressedOf = (id: string) => blobs.find((blob) => blob.id === id)?.uncompressedBytes
  expect(uncompressedOf(text.id)).toBe(1900)
  expect(uncompressedOf(photo.id)).toBeUndefined()
  expect(uncompressedOf(tiny.id)).toBeUndefined()
  expect(uncompressedOf(tree.id)).toBe(13)
  for (const { id } of [text, photo, tiny])
    expect((await vault.readBlob('data', id)).length).toBe(vault.blobLengthBytes('data', id))
})

test('R15 a pack holds one type and is closed by the blob that crosses the target', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place, { packTargetBytes: 100_000 })
  for (let count = 0; count < 40; count += 1) {
    await vault.saveBlob('data', randomBytes(9_000))
    await vault.saveTree([fileNode(`f${count}`, [], 0)])
  }
  await vault.flush()
  const packs = (await indexedPacks(vault)).flat()
  for (const pack of packs) expect(new Set(pack.blobs.map(({ type }) => type)).size).toBe(1)
  const sizes = pathsIn(place, 'data/').map((path) => place.files.get(path)?.length ?? 0)
  expect(sizes.filter((size) => size > 100_000 && size < 111_000)).toHaveLength(3)
  expect(packs).toHaveLength(5)
  expect((await checkVault(vault, { readData: true })).problems).toEqual([])
})

test('R16 what does not open again never leaves this computer', async () => {
  const place = memoryBackend()
  await makeVault(place)
  const before = new Map(place.files)
  // An initialisation vector of zeros is what every reader refuses.
  const vault = await openVault(place, SECRET, { random: { ...systemRandom, bytes: (count) => new Uint8Array(count) } })
  await vault.saveBlob('data', Buffer.from('x'))
  await expect(vault.flush()).rejects.toMatchObject({ code: 'VAULT_112' })
  expect(place.files).toEqual(before)
})

test('R17 at most two packs are on their way, and a saver waits for room', async () => {
  const place = memoryBackend()
  let atOnce = 0
  let most = 0
  const slow: Backend = {
    ...place,
    async write(file, bytes) {
      atOnce += file.kind === 'pack' ? 1 : 0
      most = Math.max(most, atOnce)
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      await place.write(file, bytes)
      atOnce -= file.kind === 'pack' ? 1 : 0
    },
  }
  const vault = await makeVault(slow, { packTargetBytes: 1000 })
  await Promise.all(Array.from({ length: 60 }, () => vault.saveBlob('data', randomBytes(1000))))
  await vault.flush()
  expect(most).toBe(2)
  expect(pathsIn(place, 'data/')).toHaveLength(60)
})

test('R17 a failed write is told at the next step, and the same bytes can be saved again', async () => {
  const place = memoryBackend()
  let isFull = false
  const full: Backend = {
    ...place,
    write: async (file, bytes) => (isFull ? Promise.reject(new Error('cheio')) : place.write(file, bytes)),
  }
  const vault = await makeVault(full, { packTargetBytes: 1000 })
  isFull = true
  const bytes = randomBytes(2000)
  await vault.saveBlob('data', bytes)
  await expect(vault.flush()).rejects.toThrow('cheio')
  isFull = false
  const again = await vault.saveBlob('data', bytes)
  expect(again.isNew).toBe(true)
  await vault.flush()
  expect(await vault.readBlob('data', again.id)).toEqual(bytes)
})

test('R17 an index file that could not be written is written by the next flush', async () => {
  const place = memoryBackend()
  let isFull = false
  const full: Backend = {
    ...place,
    write: async (file, bytes) =>
      isFull && file.kind === 'index' ? Promise.reject(new Error('cheio')) : place.write(file, bytes),
  }
  const vault = await makeVault(full)
  isFull = true
  const { id } = await vault.saveBlob('data', Buffer.from('x'))
  await expect(vault.flush()).rejects.toThrow('cheio')
  isFull = false
  await vault.flush()
  const reopened = await openVault(place, SECRET)
  await reopened.loadIndex()
  expect(await reopened.readBlob('data', id)).toEqual(Buffer.from('x'))
})

test('R18 a blob that is stored twice is read from the other place when one is damaged', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place)
  const twin = await openVault(place, SECRET)
  const { id } = await vault.saveBlob('data', Buffer.from('duas vezes'))
  await vault.flush()
  await twin.saveBlob('data', Buffer.from('duas vezes'))
  await twin.flush()
  const reader = await openVault(place, SECRET)
  await reader.loadIndex()
  const [first = '', second = ''] = pathsIn(place, 'data/')
  const whole = new Map(place.files)
  for (const damaged of [first, second]) {
    place.files.set(
      damaged,
      Uint8Array.from(whole.get(damaged) ?? [], (byte) => byte ^ 1),
    )
    expect(await reader.readBlob('data', id)).toEqual(Buffer.from('duas vezes'))
    place.files.delete(damaged)
    expect(await reader.readBlob('data', id)).toEqual(Buffer.from('duas vezes'))
    place.files.set(damaged, whole.get(damaged) ?? new Uint8Array())
  }
  place.files.delete(first)
  place.files.set(second, (whole.get(second) ?? new Uint8Array()).subarray(0, 10))
  await expect(reader.readBlob('data', id)).rejects.toMatchObject({ code: 'VAULT_105' })
  place.files.clear()
  await expect(reader.readBlob('data', id)).rejects.toMatchObject({ code: 'DEST_101' })
  await expect(reader.readBlob('data', 'f'.repeat(64))).rejects.toMatchObject({ code: 'DEST_101' })
})

test('R19 an index file stays below its limit, and names each pack whole', async () => {
  const vault = await makeVault(memoryBackend(), { packTargetBytes: 1000, maxIndexBlobs: 25 })
  for (let count = 0; count < 200; count += 1) await vault.saveBlob('data', randomBytes(100))
  await vault.flush()
  const files = await indexedPacks(vault)
  const counts = files.map((packs) => packs.reduce((sum, pack) => sum + pack.blobs.length, 0))
  expect(Math.max(...counts)).toBeLessThanOrEqual(25)
  expect(counts.reduce((sum, count) => sum + count)).toBe(200)
  expect(new Set(files.flat().map(({ id }) => id)).size).toBe(files.flat().length)
  expect((await checkVault(vault, { readData: true })).problems).toEqual([])
})

test('R20 a damaged index file is told, not passed over', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place)
  await saveCopy(vault, new Map([['a', Buffer.from('a')]]))
  const [path = ''] = pathsIn(place, 'index/')
  for (const bytes of [new Uint8Array(), Buffer.from('x'.repeat(100))]) {
    place.files.set(path, bytes)
    const reader = await openVault(place, SECRET)
    await expect(reader.loadIndex()).rejects.toMatchObject({ code: 'VAULT_107', params: { kind: 'index' } })
  }
})

test('R25 a size that is not the sum of the chunks is never written', async () => {
  const vault = await makeVault()
  const { id } = await vault.saveBlob('data', Buffer.from('12345'))
  await vault.saveTree([fileNode('certo', [id, id], 10)])
  await expect(vault.saveTree([fileNode('errado', [id, id], 5)])).rejects.toMatchObject({ code: 'VAULT_112' })
  await expect(vault.saveTree([fileNode('errado', [], 5)])).rejects.toMatchObject({ code: 'VAULT_112' })
  await expect(vault.saveTree([fileNode('sem pedaço', ['e'.repeat(64)], 5)])).rejects.toMatchObject({
    code: 'VAULT_112',
  })
  await expect(vault.saveTree([folderNode('sem pasta', id)])).rejects.toMatchObject({ code: 'VAULT_112' })
})

test('R28 a copy exists only when all it needs is durable', async () => {
  const order: string[] = []
  const place = memoryBackend()
  const watched: Backend = {
    ...place,
    async write(file, bytes) {
      await new Promise((resolve) => setImmediate(resolve))
      order.push(file.kind)
      await place.write(file, bytes)
    },
  }
  const vault = await makeVault(watched)
  const document = (tree: string) => ({ time: TIME, tree, paths: ['/'] })
  await expect(vault.saveSnapshot(document('d'.repeat(64)))).rejects.toMatchObject({ code: 'VAULT_112' })
  const { id } = await vault.saveTree([])
  await vault.saveSnapshot(document(id))
  expect(order).toEqual(['key', 'config', 'pack', 'index', 'snapshot'])
})

test('R29 a copy is found by its id, by enough of it, or as the latest', async () => {
  const vault = await makeVault()
  const ids = []
  for (let day = 1; day <= 9; day += 1) ids.push(await saveCopy(vault, new Map([['a', Buffer.of(day)]]), nextDay(day)))
  const [first = ''] = ids
  expect((await vault.findSnapshot(first)).id).toBe(first)
  expect((await vault.findSnapshot(first.slice(0, 12))).id).toBe(first)
  expect((await vault.findSnapshot('latest')).id).toBe(ids.at(-1))
  for (const nothing of [first.slice(0, 3), '', 'zzzz', '../x', first.toUpperCase(), 'f'.repeat(64), `${first}0`])
    await expect(vault.findSnapshot(nothing), nothing).rejects.toMatchObject({ code: 'VAULT_109' })
  await vault.removeSnapshot(first)
  await expect(vault.findSnapshot(first)).rejects.toMatchObject({ code: 'VAULT_109' })
  await expect((await makeVault()).findSnapshot('latest')).rejects.toMatchObject({ code: 'VAULT_109' })
})

test('R30 copies are listed newest first, by instant and not by text', async () => {
  const vault = await makeVault()
  const empty = new Map<string, Uint8Array>()
  for (const time of [
    '2026-11-21T10:00:00Z',
    '2026-11-21T10:00:00.5Z',
    '2026-11-21T08:00:00-03:00',
    '2026-11-20T23:00:00Z',
  ])
    await saveCopy(vault, empty, time)
  expect((await vault.listSnapshots()).map(({ time }) => time)).toEqual([
    '2026-11-21T08:00:00-03:00',
    '2026-11-21T10:00:00.5Z',
    '2026-11-21T10:00:00Z',
    '2026-11-20T23:00:00Z',
  ])
})

test('R30 a damaged copy among them is told', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place)
  const id = await saveCopy(vault, new Map())
  place.files.set(`snapshots/${id}`, Buffer.from('lixo'))
  await expect(vault.listSnapshots()).rejects.toMatchObject({ code: 'VAULT_107', params: { kind: 'snapshot' } })
})

test('R38 a vault holds what a plain map would, over any sequence of copies, removals and reopenings', async () => {
  const contents = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.integer({ min: 0, max: 3 }).map((seed) => Buffer.alloc(20_000, seed)),
    fc.string().map((text) => Buffer.from(text.repeat(100))),
  )
  const folder = fc.dictionary(fc.stringMatching(/^[a-zç😀 ]{1,6}$/u), contents, { maxKeys: 6 })
  const step = fc.oneof(
    { weight: 4, arbitrary: folder.map((files) => ({ kind: 'copy', files: new Map(Object.entries(files)) }) as const) },
    { weight: 1, arbitrary: fc.nat().map((which) => ({ kind: 'remove', which }) as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'reopen' } as const) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const place = memoryBackend()
      const model = new Map<string, ReadonlyMap<string, Uint8Array>>()
      let vault = await makeVault(place, { packTargetBytes: 10_000 })
      for (const each of steps) {
        if (each.kind === 'copy') model.set(await saveCopy(vault, each.files), each.files)
        else if (each.kind === 'reopen') vault = await openVault(place, SECRET, CHEAP)
        else {
          const id = [...model.keys()][each.which % Math.max(1, model.size)]
          if (id === undefined) continue
          model.delete(id)
          await vault.removeSnapshot(id)
        }
      }
      expect((await vault.listSnapshots()).map(({ id }) => id).sort()).toEqual([...model.keys()].sort())
      const reader = await openVault(place, SECRET)
      for (const [id, files] of model) {
        const read = await readCopy(reader, id)
        expect(read.size).toBe(files.size)
        for (const [name, bytes] of files) expect(Buffer.compare(read.get(name) ?? Buffer.of(), bytes)).toBe(0)
      }
      expect((await checkVault(reader, { readData: true })).problems).toEqual([])
    }),
    { numRuns: 20 },
  )
})
