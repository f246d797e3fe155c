import { expect, test } from 'vitest'
import { type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { checkVault } from './check.ts'
import { coreOf, type VaultCore } from './core.ts'
import { seal } from './crypto/seal.ts'
import { readDocument, writeDocument } from './documents.ts'
import { idOf } from './format/ids.ts'
import { decodeIndex, encodeIndex, type IndexedPack, type PackedBlob } from './format/index-file.ts'
import { encodePackHeader } from './format/pack-header.ts'
import { openVault } from './open-vault.ts'
import { openBlob, sealBlob } from './pack/index.ts'
import { fileNode, folderNode, makeVault, SECRET, saveCopy, TIME } from './test-support/vaults.ts'
import type { CheckProblem, Vault } from './types.ts'

const FILES = new Map([
  ['a.txt', Buffer.from('anamnese '.repeat(50))],
  ['b.txt', Buffer.from('receita '.repeat(50))],
])
type Stage = {
  readonly place: MemoryBackend
  readonly vault: Vault
  readonly core: VaultCore
  readonly snapshot: string
}

async function stage(): Promise<Stage> {
  const place = memoryBackend()
  const vault = await makeVault(place)
  const snapshot = await saveCopy(vault, FILES)
  return { place, vault, core: coreOf(vault), snapshot }
}

const pathsIn = (place: MemoryBackend, folder: string) =>
  [...place.files.keys()].filter((path) => path.startsWith(folder))
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const flipped = (bytes: Uint8Array | undefined, at: number) =>
  Uint8Array.from(bytes ?? [], (byte, each) => (each === at ? byte ^ 1 : byte))

async function problemsOf({ place }: Stage, readData: boolean): Promise<readonly string[]> {
  const { problems } = await checkVault(await openVault(place, SECRET), { readData })
  return [...new Set(problems.map(({ what }: CheckProblem) => what))].sort()
}

async function packs({ place, core }: Stage): Promise<readonly IndexedPack[]> {
  const document = await readDocument(core, 'index', nameOf(pathsIn(place, 'index/')[0] ?? ''))
  return decodeIndex(document.kind === 'document' ? document.json : '') ?? []
}

async function replaceIndex(
  at: Stage,
  change: (packs: readonly IndexedPack[]) => readonly IndexedPack[],
): Promise<void> {
  const changed = change(await packs(at))
  for (const path of pathsIn(at.place, 'index/')) at.place.files.delete(path)
  await writeDocument(at.core, 'index', encodeIndex(changed))
}

/** Puts a pack together by hand, as a careless or malicious writer would, and indexes it as its header says. */
async function addPack(
  at: Stage,
  blobs: readonly { plain: Uint8Array; type: 'data' | 'tree'; lie?: Partial<PackedBlob> }[],
) {
  const entries: PackedBlob[] = []
  const parts: Uint8Array[] = []
  let offset = 0
  for (const { plain, type, lie } of blobs) {
    const { sealed, uncompressedBytes } = sealBlob(at.core.masterKey, systemRandom.bytes(16), type, plain)
    parts.push(sealed)
    entries.push({
      id: idOf(plain),
      type,
      offset,
      length: sealed.length,
      ...(uncompressedBytes && { uncompressedBytes }),
      ...lie,
    })
    offset += sealed.length
  }
  const header = seal(at.core.masterKey, systemRandom.bytes(16), encodePackHeader(entries))
  const trailer = Buffer.alloc(4)
  trailer.writeUInt32LE(header.length)
  const bytes = Buffer.concat([...parts, header, trailer])
  await at.place.write({ kind: 'pack', name: idOf(bytes) }, bytes)
  await writeDocument(at.core, 'index', encodeIndex([{ id: idOf(bytes), blobs: entries }]))
}

/** A copy whose root folder is exactly this JSON. */
async function addTree(at: Stage, nodes: string, more: Parameters<typeof addPack>[1] = []): Promise<void> {
  const plain = Buffer.from(`{"nodes":[${nodes}]}\n`)
  await addPack(at, [{ plain, type: 'tree' }, ...more.filter(({ type }) => type === 'tree')])
  const data = more.filter(({ type }) => type === 'data')
  if (data.length > 0) await addPack(at, data)
  await writeDocument(at.core, 'snapshot', JSON.stringify({ time: TIME, tree: idOf(plain), paths: ['/'] }))
}

const node = (name: string, rest: string) => `{"name":${JSON.stringify(name)},"type":"file",${rest}}`

test('R40 a sound vault has no problems, and all of it was read', async () => {
  const at = await stage()
  const seen: number[] = []
  const report = await checkVault(at.vault, {
    readData: true,
    onProgress: ({ doneBytes, totalBytes }) => seen.push(totalBytes === 0 ? 0 : doneBytes / totalBytes),
  })
  expect(report).toMatchObject({ snapshots: 1, packs: 2, blobs: 4, problems: [], unindexedPacks: 0 })
  expect(report.readBytes).toBeGreaterThan(
    [...pathsIn(at.place, 'data/')].reduce((sum, path) => sum + (at.place.files.get(path)?.length ?? 0), 0),
  )
  expect(seen).toEqual([...seen].sort((left, right) => left - right))
  expect(seen.at(-1)).toBe(1)
})

test('R40 an empty vault is sound', async () => {
  expect((await checkVault(await makeVault(), { readData: true })).problems).toEqual([])
})

const damages: readonly {
  readonly name: string
  readonly what: string
  readonly deep?: true
  damage(at: Stage): Promise<unknown> | unknown
}[] = [
  {
    name: 'a missing pack',
    what: 'pack-missing',
    damage: ({ place }) => place.files.delete(pathsIn(place, 'data/')[0] ?? ''),
  },
  {
    name: 'a truncated pack',
    what: 'pack-size',
    damage: ({ place }) => {
      const [path = ''] = pathsIn(place, 'data/')
      place.files.set(path, (place.files.get(path) ?? new Uint8Array()).subarray(0, -1))
    },
  },
  ...[0, 40, -1, -20].map((offset) => ({
    name: `a flipped bit at ${offset} of a pack`,
    what: 'pack-hash',
    deep: true as const,
    damage: ({ place }: Stage) => {
      const [path = ''] = pathsIn(place, 'data/')
      const bytes = place.files.get(path) ?? new Uint8Array()
      place.files.set(path, flipped(bytes, offset < 0 ? bytes.length + offset : offset))
    },
  })),
  {
    name: 'a flipped bit in an index file',
    what: 'index-hash',
    damage: ({ place }) => {
      const [path = ''] = pathsIn(place, 'index/')
      place.files.set(path, flipped(place.files.get(path), 30))
    },
  },
  {
    name: 'an index file that says nothing',
    what: 'index-unreadable',
    damage: ({ core }) => writeDocument(core, 'index', '[]'),
  },
  {
    name: 'a flipped bit in a snapshot file',
    what: 'snapshot-hash',
    damage: ({ place }) => {
      const [path = ''] = pathsIn(place, 'snapshots/')
      place.files.set(path, flipped(place.files.get(path), 30))
    },
  },
  {
    name: 'a snapshot without tree',
    what: 'snapshot-unreadable',
    damage: ({ core }) => writeDocument(core, 'snapshot', `{"time":"${TIME}","paths":[]}`),
  },
  {
    name: 'a snapshot of a tree that is nowhere',
    what: 'tree-missing',
    damage: ({ core }) => writeDocument(core, 'snapshot', `{"time":"${TIME}","tree":"${'a'.repeat(64)}","paths":[]}`),
  },
  {
    name: 'an index that forgets a blob',
    what: 'index-pack-gaps',
    damage: (at) => replaceIndex(at, (all) => all.map((pack) => ({ ...pack, blobs: pack.blobs.slice(1) }))),
  },
  {
    name: 'an index that forgets the last blob',
    what: 'pack-size',
    damage: (at) => replaceIndex(at, (all) => all.map((pack) => ({ ...pack, blobs: pack.blobs.slice(0, -1) }))),
  },
  {
    name: 'two indexes that contradict each other',
    what: 'index-pack-gaps',
    damage: async (at) => {
      const [pack] = await packs(at)
      const blobs = (pack?.blobs ?? []).map((blob) => ({ ...blob, offset: blob.offset + 1 }))
      await writeDocument(at.core, 'index', encodeIndex([{ id: pack?.id ?? '', blobs }]))
    },
  },
  {
    name: 'an index that differs from the header',
    what: 'pack-header-differs',
    deep: true,
    damage: (at) =>
      replaceIndex(at, (all) =>
        all.map((pack) => ({
          ...pack,
          blobs: pack.blobs.map((blob) =>
            blob.uncompressedBytes ? { ...blob, uncompressedBytes: blob.uncompressedBytes + 1 } : blob,
          ),
        })),
      ),
  },
  {
    name: 'a plain length that is wrong in header and index alike',
    what: 'blob-length',
    deep: true,
    damage: (at) =>
      addPack(at, [{ plain: Buffer.from('x'.repeat(100)), type: 'data', lie: { uncompressedBytes: 99 } }]),
  },
  {
    name: 'a blob under the id of another',
    what: 'blob-hash',
    deep: true,
    damage: (at) => addPack(at, [{ plain: Buffer.from('x'.repeat(100)), type: 'data', lie: { id: 'b'.repeat(64) } }]),
  },
  {
    name: 'a blob that is not compressed though it says so',
    what: 'blob-compression',
    deep: true,
    damage: (at) => addPack(at, [{ plain: Buffer.from('x'), type: 'data', lie: { uncompressedBytes: 1 } }]),
  },
  { name: 'a tree that is no JSON', what: 'tree-unreadable', damage: (at) => addTree(at, '{') },
  {
    name: 'a tree with an unknown type',
    what: 'tree-unreadable',
    damage: (at) => addTree(at, '{"name":"a","type":"irregular"}'),
  },
  {
    name: 'unsorted names',
    what: 'tree-unsorted',
    damage: (at) => addTree(at, [node('b', '"content":[]'), node('a', '"content":[]')].join()),
  },
  {
    name: 'a name twice',
    what: 'tree-unsorted',
    damage: (at) => addTree(at, [node('a', '"content":[]'), node('a', '"content":[]')].join()),
  },
  { name: 'a name that leads out', what: 'tree-unsafe-name', damage: (at) => addTree(at, node('..', '"content":[]')) },
  { name: 'a name with a slash', what: 'tree-unsafe-name', damage: (at) => addTree(at, node('a/b', '"content":[]')) },
  {
    name: 'a file without chunk list',
    what: 'file-without-content',
    damage: (at) => addTree(at, node('a', '"content":null')),
  },
  {
    name: 'a folder without tree',
    what: 'folder-without-tree',
    damage: (at) => addTree(at, '{"name":"a","type":"dir"}'),
  },
  {
    name: 'a folder whose tree is nowhere',
    what: 'tree-missing',
    damage: (at) => addTree(at, `{"name":"a","type":"dir","subtree":"${'c'.repeat(64)}"}`),
  },
  {
    name: 'a chunk that is nowhere',
    what: 'blob-missing',
    damage: (at) => addTree(at, node('a', `"size":1,"content":["${'d'.repeat(64)}"]`)),
  },
  {
    name: 'a size that is not the sum of the chunks',
    what: 'file-size',
    damage: (at) =>
      addTree(at, node('a', `"size":7,"content":["${idOf(Buffer.from('xyz'))}"]`), [
        { plain: Buffer.from('xyz'), type: 'data' },
      ]),
  },
  {
    name: 'no size at all, which old restic restores as an empty file',
    what: 'file-size',
    damage: (at) =>
      addTree(at, node('a', `"content":["${idOf(Buffer.from('xyz'))}"]`), [
        { plain: Buffer.from('xyz'), type: 'data' },
      ]),
  },
]

test.each(damages)('R41 the check finds $name', async ({ what, deep, damage }) => {
  const at = await stage()
  await damage(at)
  expect(await problemsOf(at, true)).toContain(what)
  if (!deep) expect(await problemsOf(at, false)).toContain(what)
})

test('R40 a pack that no index names is counted and is no problem', async () => {
  const at = await stage()
  at.place.files.set(`data/ee/${'e'.repeat(64)}`, Buffer.from('lixo'))
  expect(await checkVault(at.vault, { readData: true })).toMatchObject({ problems: [], unindexedPacks: 1 })
})

test('R40 damage is in the report, a place that goes away is thrown', async () => {
  const at = await stage()
  at.place.files.clear()
  await expect(checkVault(at.vault)).rejects.toMatchObject({ code: 'DEST_101' })
})

test('R40 a check can be stopped', async () => {
  const { vault } = await stage()
  const stop = new AbortController()
  const check = checkVault(vault, {
    readData: true,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('parado')),
  })
  await expect(check).rejects.toThrow('parado')
})

test('R41 problems name ids and nothing of the clinic', async () => {
  const at = await stage()
  await addTree(at, node('Maria da Silva.pdf', `"size":7,"content":["${'d'.repeat(64)}"]`))
  const { problems } = await checkVault(await openVault(at.place, SECRET))
  expect(JSON.stringify(problems)).not.toContain('Maria')
  for (const { id } of problems) expect(id).toMatch(/^[0-9a-f]{64}$/)
})

test('R18 a blob sealed with another key does not open', async () => {
  const { core } = await stage()
  const plain = Buffer.from('x'.repeat(40))
  const { sealed } = sealBlob(
    { ...core.masterKey, macK: systemRandom.bytes(16) },
    systemRandom.bytes(16),
    'data',
    plain,
  )
  expect(openBlob(core.masterKey, { id: idOf(plain), uncompressedBytes: 40 }, sealed)).toEqual({
    kind: 'damaged',
    what: 'blob-mac',
  })
})

test('R40 a check judges what lies on the disk now, not what this vault has read before', async () => {
  const backend = memoryBackend()
  const vault = await makeVault(backend)
  const ids: string[] = []
  for (let at = 0; at < 50; at += 1) ids.push((await vault.saveTree([fileNode(`nota ${at}`, [], 0)])).id)
  const top = await vault.saveTree(ids.map((id, at) => folderNode(`${at}`.padStart(2, '0'), id)))
  await vault.saveSnapshot({ time: TIME, tree: top.id, paths: ['/clínica'], hostname: 'pc-01' })
  for (const id of ids) await vault.readTree(id)
  const [pack] = await backend.list('pack')
  const name = { kind: 'pack', name: pack?.name ?? '' } as const
  const bytes = Uint8Array.from((await backend.read(name)) ?? [])
  bytes.fill(0, 2000, 6000)
  await backend.remove(name)
  await backend.write(name, bytes)
  expect((await checkVault(vault)).problems.map(({ what }) => what)).toContain('tree-damaged')
})
