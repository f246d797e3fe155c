import { lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { idOf } from '#engine/vault/format/ids.ts'
import { encodeIndex } from '#engine/vault/format/index-file.ts'
import { run } from '../cli.ts'
import { makePlace } from '../interop/hostile-folder.ts'
import { type Attempt, attempt } from './attempt.ts'
import { fileJson, folderJson, makeOddVault, type OddBlob, type OddVault, TIME, treeBytes } from './odd-vault.ts'

const NOTE = Buffer.from('sem queixas. '.repeat(400))
const OTHER = Buffer.from('outra parte')
const copyOfNote = (odd: OddVault) => odd.addCopy([fileJson('nota.txt', [NOTE])], [NOTE])
const snapshotOf = (tree: string) => `{"time":"${TIME}","tree":"${tree}","paths":[]}`
const ZEROS = 'a'.repeat(64)
const MIB = 1024 ** 2

type Hostile = {
  readonly name: string
  make(odd: OddVault): Promise<unknown>
  readonly expected: Partial<Attempt>
  /** What comes back all the same, by name. */
  readonly back?: readonly string[]
  /** Asked for in a process of its own with little memory, because a careless reader would need all there is. */
  readonly isGreedy?: true
}

/** A copy with a good note, and a file of one chunk that is stored as the blob says. */
const withBlob = (blob: OddBlob) => (odd: OddVault) =>
  odd.addCopy([fileJson('má.raw', [blob.plain]), fileJson('nota.txt', [NOTE])], [NOTE], [blob])
const zeros = (bytes: number) => Buffer.alloc(bytes)
/** Gigabytes of one byte in one zstd frame: packed once, for packing them takes longer than reading them. */
const bombs = new Map<string, Buffer>()
function bomb(bytes: number, of: string): Buffer {
  const name = `${bytes} ${of}`
  const made = bombs.get(name) ?? zstdCompressSync(Buffer.alloc(bytes, of))
  bombs.set(name, made)
  return made
}
const refusedChunk = { refusals: {}, skips: ['VAULT_105'] } as const
/** A file of so many bytes, none of which takes room on the disk. */
async function plantSparse(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'w')
  await handle.truncate(bytes)
  await handle.close()
}
const deepJson = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`

const HOSTILE: readonly Hostile[] = [
  // names
  {
    name: 'names that lead elsewhere',
    make: (odd) =>
      odd.addCopy(
        ['..', '.', '/etc/fora', '../fora', 'a/../../fora', 'nulo\\x00.txt', '\\x2e\\x2e', 'nota.txt'].map((name) =>
          fileJson(name, [NOTE]),
        ),
        [NOTE],
      ),
    expected: {
      refusals: {},
      skips: Array<string>(7).fill('REST_101'),
      problems: ['tree-unsafe-name', 'tree-unsorted'],
    },
    back: ['nota.txt'],
  },
  {
    name: 'an empty name',
    make: (odd) => odd.addCopy([fileJson('', [NOTE])], [NOTE]),
    expected: { refusals: { restore: 'VAULT_105' }, problems: ['tree-unreadable'] },
  },
  {
    name: 'a name that unpacks to gigabytes of objects',
    make: (odd) => odd.addCopy([fileJson('\\x41'.repeat(8 * MIB), [NOTE])], [NOTE]),
    expected: { refusals: { restore: 'VAULT_105' }, problems: ['tree-unreadable'] },
    isGreedy: true,
  },
  // zstd and lengths
  {
    name: 'a blob that unpacks to more than it says',
    make: withBlob({
      type: 'data',
      plain: zeros(100),
      content: bomb(900 * MIB, '\0'),
      lie: { uncompressedBytes: 100 },
    }),
    expected: { ...refusedChunk, problems: ['blob-compression'] },
    back: ['nota.txt'],
    isGreedy: true,
  },
  {
    name: 'a blob that unpacks to as much as it says, which is too much',
    make: withBlob({
      type: 'data',
      plain: zeros(7),
      content: bomb(900 * MIB, '\0'),
      lie: { uncompressedBytes: 900 * MIB },
    }),
    expected: { refusals: {}, skips: ['VAULT_105'], problems: ['blob-length', 'file-size'] },
    back: ['nota.txt'],
    isGreedy: true,
  },
  {
    name: 'a blob of four gigabytes by its word',
    make: withBlob({ type: 'data', plain: OTHER, lie: { length: 0xffffffff } }),
    expected: { refusals: {}, skips: ['VAULT_105'], problems: ['file-size', 'pack-size'] },
    back: ['nota.txt'],
    isGreedy: true,
  },
  {
    name: 'a plain length that is a lie',
    make: withBlob({
      type: 'data',
      plain: OTHER,
      content: zstdCompressSync(OTHER),
      lie: { uncompressedBytes: OTHER.length - 1 },
    }),
    expected: { refusals: {}, skips: ['VAULT_105'], problems: ['blob-length', 'file-size'] },
    back: ['nota.txt'],
  },
  {
    name: 'a document that unpacks to a gigabyte',
    make: async (odd) => {
      await copyOfNote(odd)
      await odd.addSnapshot('', () => Buffer.concat([Buffer.of(2), bomb(1024 * MIB, ' ')]))
    },
    expected: { refusals: { list: 'VAULT_107', restore: 'VAULT_107' }, problems: ['snapshot-unreadable'] },
    isGreedy: true,
  },
  {
    name: 'an index that unpacks to a gigabyte',
    make: async (odd) => {
      await copyOfNote(odd)
      await odd.addIndex('', () => Buffer.concat([Buffer.of(2), bomb(1024 * MIB, ' ')]))
    },
    expected: { refusals: { restore: 'VAULT_107' }, problems: ['index-unreadable'] },
    isGreedy: true,
  },
  {
    name: 'a million frames around nothing',
    make: withBlob({
      type: 'data',
      plain: OTHER,
      content: Buffer.concat([Buffer.from('28b52ffd2000010000'.repeat(MIB), 'hex'), zstdCompressSync(OTHER)]),
      lie: { uncompressedBytes: OTHER.length },
    }),
    expected: { ...refusedChunk, problems: ['blob-compression'] },
    back: ['nota.txt'],
  },
  // packs and indexes
  {
    name: 'a blob that reaches into the header of its pack',
    make: async (odd) => {
      const tree = treeBytes([fileJson('má.raw', [OTHER]), fileJson('nota.txt', [NOTE])])
      const [data, trees] = [
        await odd.addPack([NOTE, OTHER].map((plain) => ({ type: 'data', plain }) as const)),
        await odd.addPack([{ type: 'tree', plain: tree }]),
      ]
      const blobs = data.blobs.map((blob, at) => (at === 1 ? { ...blob, length: blob.length + 30 } : blob))
      await odd.addIndex(encodeIndex([{ ...data, blobs }, trees]))
      await odd.addSnapshot(snapshotOf(idOf(tree)))
    },
    expected: { refusals: {}, skips: ['VAULT_105'], problems: ['file-size', 'pack-size'] },
    back: ['nota.txt'],
  },
  {
    name: 'an index that names the wrong pack',
    make: async (odd) => {
      const tree = treeBytes([fileJson('má.raw', [OTHER]), fileJson('nota.txt', [NOTE])])
      const [one, two, trees] = [
        await odd.addPack([{ type: 'data', plain: NOTE }]),
        await odd.addPack([{ type: 'data', plain: Buffer.from('não é esta.') }]),
        await odd.addPack([{ type: 'tree', plain: tree }]),
      ]
      const [place] = two.blobs
      await odd.addIndex(encodeIndex([one, { id: two.id, blobs: place ? [{ ...place, id: idOf(OTHER) }] : [] }, trees]))
      await odd.addSnapshot(snapshotOf(idOf(tree)))
    },
    expected: { refusals: {}, skips: ['VAULT_105'], problems: ['blob-hash', 'file-size', 'pack-header-differs'] },
    back: ['nota.txt'],
  },
  {
    name: 'an index that calls a folder data, and data a folder',
    make: async (odd) => {
      const tree = treeBytes([fileJson('nota.txt', [NOTE])])
      const data = await odd.addPack([{ type: 'data', plain: NOTE, lie: { type: 'tree' } }])
      const trees = await odd.addPack([{ type: 'tree', plain: tree, lie: { type: 'data' } }])
      await odd.addIndex(encodeIndex([data, trees]))
      await odd.addSnapshot(snapshotOf(idOf(tree)))
    },
    expected: { refusals: { restore: 'VAULT_105' }, problems: ['tree-missing'] },
  },
  {
    name: 'blobs that an index puts into one place of its memory',
    make: async (odd) => {
      await copyOfNote(odd)
      const blobs = Array.from({ length: 300_000 }, (_, at) => ({
        id: `00000000${at.toString(16).padStart(56, '0')}`,
        type: 'data' as const,
        offset: at * 40,
        length: 40,
      }))
      await odd.addIndex(encodeIndex([{ id: ZEROS, blobs }]))
    },
    expected: { refusals: { restore: 'VAULT_107' }, problems: ['VAULT_107'] },
  },
  {
    name: 'an index with a hundred thousand places for one blob',
    make: async (odd) => {
      await copyOfNote(odd)
      const blobs = Array.from({ length: 100_000 }, (_, at) => ({
        id: ZEROS,
        type: 'data' as const,
        offset: at,
        length: 40,
      }))
      await odd.addIndex(encodeIndex([{ id: ZEROS, blobs }]))
    },
    expected: { refusals: { restore: 'VAULT_107' }, problems: ['VAULT_107'] },
  },
  // snapshots and trees
  {
    name: 'a copy whose folder is a piece of a file',
    make: async (odd) => {
      await copyOfNote(odd)
      await odd.addSnapshot(snapshotOf(idOf(NOTE)).replace('2026', '2027'))
    },
    expected: { refusals: { restore: 'VAULT_105' }, problems: ['tree-missing'] },
  },
  {
    name: 'a folder whose folder is a piece of a file',
    make: (odd) => odd.addCopy([folderJson('má', NOTE), fileJson('nota.txt', [NOTE])], [NOTE]),
    expected: { refusals: {}, skips: ['VAULT_105'], problems: ['tree-missing'] },
    back: ['nota.txt'],
  },
  {
    name: 'ten thousand folders, each in the one before',
    make: (odd) => {
      const blobs: OddBlob[] = []
      let tree = treeBytes([fileJson('fundo.txt', [NOTE])])
      for (let depth = 0; depth < 10_000; depth += 1) {
        blobs.push({ type: 'tree', plain: tree })
        tree = treeBytes([folderJson('a', tree)])
      }
      return odd.addCopy(
        [folderJson('fundo', tree), fileJson('nota.txt', [NOTE])],
        [NOTE],
        [...blobs, { type: 'tree', plain: tree }],
      )
    },
    expected: { refusals: {}, problems: [] },
    back: ['fundo', 'nota.txt'],
  },
  {
    name: 'sixty folders that each hold the next one twice',
    make: (odd) => {
      const blobs: OddBlob[] = []
      let tree = treeBytes([fileJson('nota.txt', [NOTE])])
      for (let depth = 0; depth < 60; depth += 1) {
        blobs.push({ type: 'tree', plain: tree })
        tree = treeBytes([folderJson('a', tree), folderJson('b', tree)])
      }
      return odd.addCopy([folderJson('a', tree)], [NOTE], [...blobs, { type: 'tree', plain: tree }])
    },
    expected: { refusals: { restore: 'VAULT_107' }, problems: [] },
  },
  ...(['config', 'index', 'snapshots', 'locks', 'tree'] as const).map(
    (where): Hostile => ({
      name: `JSON that goes a million levels deep: ${where}`,
      make: async (odd) => {
        await copyOfNote(odd)
        const deep = `{"time":"2027-01-01T00:00:00Z","more":1e3,"packs":${deepJson(MIB)}}`
        if (where === 'config') await odd.writeConfig(deep)
        else if (where === 'tree')
          await odd.addCopy([fileJson('má', [NOTE], `,"generic_attributes":{"a":${deepJson(MIB)},"b":1e3}`)])
        else await odd.addFile(where, odd.sealed(Buffer.from(deep)))
      },
      expected: {
        config: { refusals: { open: 'VAULT_107' }, problems: [] },
        index: { refusals: { restore: 'VAULT_107' }, problems: ['index-unreadable'] },
        snapshots: { refusals: { list: 'VAULT_107', restore: 'VAULT_107' }, problems: ['snapshot-unreadable'] },
        locks: { refusals: {}, problems: [] },
        tree: { problems: ['tree-unreadable'] },
      }[where],
    }),
  ),
  // files that were put there to be read
  ...(['keys', 'config', 'index', 'snapshots', 'locks'] as const).map(
    (where): Hostile => ({
      name: `a file of eight gigabytes: ${where}`,
      make: async (odd) => {
        await copyOfNote(odd)
        const path = where === 'config' ? where : join(where, ZEROS)
        await rm(join(odd.folder, 'config'), { force: where !== 'config' }).catch(() => undefined)
        await plantSparse(join(odd.folder, path), 8 * 1024 * MIB)
        if (where !== 'config') await odd.writeConfig('{"version":2,"id":"x","chunker_polynomial":"25b468838dcb75"}')
      },
      expected: {
        keys: { refusals: {}, problems: ['key-unreadable'] },
        config: { refusals: { open: 'VAULT_107' } },
        index: { refusals: { restore: 'VAULT_107' }, problems: ['index-unreadable'] },
        snapshots: { refusals: { list: 'VAULT_107', restore: 'VAULT_107' }, problems: ['snapshot-unreadable'] },
        locks: { refusals: {}, problems: [] },
      }[where],
      isGreedy: true,
    }),
  ),
  // keys and config
  {
    name: 'a key that takes all the memory there is',
    make: async (odd) => {
      await copyOfNote(odd)
      const [name = ''] = await readdir(join(odd.folder, 'keys'))
      const key = await readFile(join(odd.folder, 'keys', name), 'utf8')
      await rm(join(odd.folder, 'keys', name), { force: true })
      await odd.addFile('keys', Buffer.from(key.replace('"N":2', `"N":${2 ** 40}`)))
    },
    expected: { refusals: { open: 'VAULT_104' } },
    isGreedy: true,
  },
  ...['20000000000002', '0', '1', '25b468838dcb74'].map(
    (polynomial): Hostile => ({
      name: `a polynomial that is none: ${polynomial}`,
      make: async (odd) => {
        await copyOfNote(odd)
        await odd.writeConfig(`{"version":2,"id":"x","chunker_polynomial":"${polynomial}"}`)
      },
      expected: { refusals: { open: 'VAULT_107' } },
    }),
  ),
]

/** Everything beside the target, by name, size and time. */
async function outside(place: string): Promise<unknown> {
  const names = (await readdir(place, { recursive: true })).filter(
    (name) => !name.startsWith('alvo') && !name.includes('locks'),
  )
  return Promise.all(
    names.sort().map(async (name) => {
      const { size, mtimeMs, isDirectory } = await lstat(join(place, name))
      return { name, size, mtimeMs: isDirectory.call(await lstat(join(place, name))) ? 0 : mtimeMs }
    }),
  )
}

async function attemptAlone(folder: string, target: string): Promise<Attempt> {
  const program = join(import.meta.dirname, 'attempt.ts')
  const { exitCode, stdout, stderr } = await run(
    process.execPath,
    ['--max-old-space-size=256', program, folder, target],
    { env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } },
  )
  if (exitCode !== 0) throw new Error(`the process ended with ${exitCode}: ${stderr}`)
  return JSON.parse(stdout) as Attempt
}

describe('what nobody honest writes is refused with a code, and nothing is written elsewhere', () => {
  it.each(HOSTILE)('$name', async ({ make, expected, back, isGreedy }) => {
    const place = await makePlace()
    const odd = await makeOddVault(place)
    await make(odd)
    const target = join(place, 'alvo')
    await mkdir(target)
    const before = await outside(place)
    const outcome = isGreedy ? await attemptAlone(odd.folder, target) : await attempt(odd.folder, target)
    expect(outcome).toMatchObject(expected)
    expect(Math.round((outcome.peakBytes ?? 0) / MIB)).toBeLessThan(700)
    expect(await outside(place)).toEqual(before)
    if (back) expect((await readdir(target)).sort()).toEqual([...back].sort())
  })
})
