import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { idOf } from '#engine/vault/format/ids.ts'
import { encodeIndex } from '#engine/vault/format/index-file.ts'
import { checkVault, openVault, type Vault } from '#engine/vault/index.ts'
import { compareTrees } from '../demo/compare-trees.ts'
import { makePlace } from '../interop/hostile-folder.ts'
import { stockRestic } from '../interop/stock-restic.ts'
import { type Peer, peers } from '../peers.ts'
import {
  compressed,
  fileJson,
  folderJson,
  makeOddVault,
  type OddVault,
  PASSWORD,
  TIME,
  treeBytes,
} from './odd-vault.ts'

const NOTE = Buffer.from('sem queixas. '.repeat(400))
const [SEVEN, OTHER] = [Buffer.from('7 bytes'), Buffer.from('outra parte')]
const SKIPPABLE = Buffer.from('502a4d180400000001020304', 'hex')
const zstdAs = (params: Record<number, number>, pledgedSrcSize?: number) => (plain: Uint8Array) =>
  zstdCompressSync(plain, { params, ...(pledgedSrcSize === undefined ? {} : { pledgedSrcSize }) })
const noteIn = (content: Uint8Array) =>
  [{ type: 'data', plain: NOTE, content, lie: { uncompressedBytes: NOTE.length } }] as const

type Variant = {
  readonly name: string
  make(odd: OddVault): Promise<unknown>
  /** A stock restic that does not read it; then it is only ours that is asked. */
  readonly refusedBy?: readonly Peer[]
  /** Where restic 0.14 brings something else, because it is too old to know it. */
  readonly oldDiffers?: readonly string[]
}

/** Times to the microsecond: Node sets no finer ones. */
const compare = (theirs: string, ours: string) =>
  compareTrees(theirs, ours, { leftOut: () => false, unsettled: () => false, timeToleranceNs: 1_000n }).differences

const copyOfNote = (odd: OddVault) => odd.addCopy([fileJson('nota.txt', [NOTE])], [NOTE])
/** A copy of one note whose index file or snapshot file is something else than ours. */
async function noteBy(
  odd: OddVault,
  change: {
    index?: (json: string) => string
    snapshot?: (json: string) => string
    wrap?: (plain: Uint8Array) => Uint8Array
  },
): Promise<void> {
  const tree = treeBytes([fileJson('nota.txt', [NOTE])])
  const packs = [await odd.addPack([{ type: 'tree', plain: tree }]), await odd.addPack([{ type: 'data', plain: NOTE }])]
  const snapshot = `{"time":"${TIME}","tree":"${idOf(tree)}","paths":["/clínica"]}`
  await odd.addIndex((change.index ?? String)(encodeIndex(packs)), change.wrap)
  await odd.addSnapshot((change.snapshot ?? String)(snapshot), change.wrap)
}
const treeBy = (change: (tree: string) => string) => async (odd: OddVault) => {
  const tree = Buffer.from(change(treeBytes([fileJson('nota.txt', [NOTE])]).toString()))
  const packs = [await odd.addPack([{ type: 'tree', plain: tree }]), await odd.addPack([{ type: 'data', plain: NOTE }])]
  await odd.addIndex(encodeIndex(packs))
  await odd.addSnapshot(`{"time":"${TIME}","tree":"${idOf(tree)}","paths":["/clínica"]}`)
}

const VARIANTS: readonly Variant[] = [
  // 1.1 layout
  {
    name: 'folders that are not there, and things that are no part of it',
    make: async (odd) => {
      await copyOfNote(odd)
      await rm(join(odd.folder, 'locks'), { recursive: true })
      for (const stray of [
        '.DS_Store',
        'data/Thumbs.db',
        'snapshots/.DS_Store',
        'index/x-tmp-12',
        'keys/leia-me.txt',
        'NOTA.txt',
      ])
        await writeFile(join(odd.folder, stray), 'lixo')
      await mkdir(join(odd.folder, 'data', 'zz'))
    },
  },
  // 1.5 config
  {
    name: 'a config with more in it and an id that is none',
    make: async (odd) => {
      await copyOfNote(odd)
      await odd.writeConfig(
        '{"version":2,"id":"abc","chunker_polynomial":"25b468838dcb75","chunker":"FixedSize","datapack_size":1.5}',
      )
    },
  },
  {
    name: 'a config without id',
    make: async (odd) => {
      await copyOfNote(odd)
      await odd.writeConfig('{"version":2,"chunker_polynomial":"25b468838dcb75"}')
    },
  },
  {
    name: 'a config of version 1, everything uncompressed',
    make: async (odd) => {
      const tree = treeBytes([fileJson('nota.txt', [NOTE])])
      const packs = [
        await odd.addPack([{ type: 'tree', plain: tree, content: tree }]),
        await odd.addPack([{ type: 'data', plain: NOTE }]),
      ]
      await odd.addIndex(encodeIndex(packs), (plain) => plain)
      await odd.addSnapshot(`{"time":"${TIME}","tree":"${idOf(tree)}","paths":[]}`, (plain) => plain)
      await odd.writeConfig('{"version":1,"id":"ab","chunker_polynomial":"25b468838dcb75"}')
    },
  },
  // 2.1 keys
  {
    name: 'a key that says nothing of who and when, and more than we know',
    make: async (odd) => {
      await copyOfNote(odd)
      const [name = ''] = await readdir(join(odd.folder, 'keys'))
      const key = JSON.parse(await readFile(join(odd.folder, 'keys', name), 'utf8')) as Record<string, unknown>
      const { created: _c, username: _u, hostname: _h, ...rest } = key
      await rm(join(odd.folder, 'keys', name), { force: true })
      await odd.addFile('keys', Buffer.from(JSON.stringify({ ...rest, created: null, more: [1.5] }, undefined, 2)))
    },
  },
  // 4 packs
  {
    name: 'data compressed and not in one pack, folders not compressed',
    make: async (odd) => {
      const tree = treeBytes([fileJson('nota.txt', [NOTE, SEVEN])])
      const packs = [
        await odd.addPack([{ type: 'tree', plain: tree, content: tree }]),
        await odd.addPack([...noteIn(zstdCompressSync(NOTE)), { type: 'data', plain: SEVEN }]),
      ]
      await odd.addIndex(encodeIndex(packs))
      await odd.addSnapshot(`{"time":"${TIME}","tree":"${idOf(tree)}","paths":[]}`)
    },
  },
  {
    name: 'data and folders in one pack, a blob twice in it and in another, some nobody needs',
    make: async (odd) => {
      const tree = treeBytes([fileJson('nota.txt', [NOTE, SEVEN])])
      const first = await odd.addPack([
        { type: 'data', plain: NOTE },
        { type: 'tree', plain: tree },
        { type: 'data', plain: SEVEN },
        { type: 'data', plain: SEVEN },
        { type: 'data', plain: OTHER },
      ])
      const second = await odd.addPack([{ type: 'data', plain: SEVEN }])
      await odd.addPack([{ type: 'data', plain: OTHER }])
      await odd.addIndex(encodeIndex([first, second]))
      await odd.addSnapshot(`{"time":"${TIME}","tree":"${idOf(tree)}","paths":[]}`)
    },
  },
  {
    name: 'a chunk of no bytes, one of seven, one of forty mebibytes',
    make: async (odd) => {
      const big = Buffer.alloc(40 * 1024 ** 2, 'laudo ')
      const chunks = [Buffer.of(), SEVEN, big]
      await odd.addCopy([fileJson('imagem.raw', chunks)], chunks)
    },
  },
  // 5.3 zstd
  ...(
    [
      ['without content size', zstdAs({}, undefined)(NOTE)],
      ['with a checksum', zstdAs({ [constants.ZSTD_c_checksumFlag]: 1 }, NOTE.length)(NOTE)],
      ['of level 22', zstdAs({ [constants.ZSTD_c_compressionLevel]: 22 }, NOTE.length)(NOTE)],
      ['with a window of 512 MiB', zstdAs({ [constants.ZSTD_c_windowLog]: 29 })(NOTE)],
      [
        'in several frames, with others to pass over',
        Buffer.concat([
          zstdCompressSync(NOTE.subarray(0, 100)),
          SKIPPABLE,
          zstdCompressSync(NOTE.subarray(100)),
          SKIPPABLE,
        ]),
      ],
    ] as const
  ).map(([name, content]) => ({
    name: `a blob compressed ${name}`,
    make: async (odd: OddVault) => odd.addCopy([fileJson('nota.txt', [NOTE])], [], noteIn(content)),
  })),
  // 5.2 documents, 6 indexes, 7 snapshots
  { name: 'index and snapshot as bare JSON', make: (odd) => noteBy(odd, { wrap: (plain) => plain }) },
  {
    name: 'index and snapshot in several frames with a checksum',
    make: (odd) =>
      noteBy(odd, {
        wrap: (plain) => {
          const frame = zstdAs({ [constants.ZSTD_c_checksumFlag]: 1 })
          return Buffer.concat([Buffer.of(2), frame(plain.subarray(0, 20)), SKIPPABLE, frame(plain.subarray(20))])
        },
      }),
  },
  {
    name: 'an index with more in it, no newline, one that replaces another, and empty ones',
    make: async (odd) => {
      await noteBy(odd, {
        index: (json) =>
          ` {"supersedes":["${'a'.repeat(64)}"],"packs_to_delete":[{"id":"x","time":"y"}], ${json.trim().slice(1)} `,
      })
      for (const empty of ['{"packs":[]}', '{}', '{"packs":null}']) await odd.addIndex(empty)
    },
  },
  {
    name: 'an index that names packs and blobs in any order, and twice, as another does again',
    make: async (odd) => {
      const tree = treeBytes([fileJson('nota.txt', [NOTE, SEVEN, OTHER])])
      const data = await odd.addPack([NOTE, SEVEN, OTHER].map((plain) => ({ type: 'data', plain }) as const))
      const packs = [{ ...data, blobs: data.blobs.toReversed() }, await odd.addPack([{ type: 'tree', plain: tree }])]
      await odd.addIndex(encodeIndex(packs))
      await odd.addIndex(encodeIndex([data]))
      await odd.addSnapshot(`{"time":"${TIME}","tree":"${idOf(tree)}","paths":[]}`)
    },
  },
  {
    name: 'a snapshot that says the least',
    make: (odd) =>
      noteBy(odd, {
        snapshot: (json) => `{"tree":${json.slice(json.indexOf('"tree":') + 7, json.indexOf(',"paths"'))}}`,
      }),
  },
  {
    name: 'a snapshot that says more than we know, empty members, a parent that is gone, its own zone',
    make: (odd) =>
      noteBy(odd, {
        snapshot: (json) =>
          json
            .replace(TIME, '2026-11-21T16:29:56.123456789012-03:00')
            .replace(
              '"paths":["/clínica"]',
              `"paths":null,"tags":null,"excludes":null,"parent":"${'b'.repeat(64)}","original":"${'c'.repeat(64)}","label":"x","delete":{"a":[1.5]},"summary":{"files_new":3,"backup_duration":1.25}`,
            ),
      }),
  },
  // 8 trees
  {
    name: 'a folder that has more in it, and blanks',
    make: treeBy((tree) =>
      tree.replace('{"nodes":', '{ "more":[1.5, {}],\n\t"nodes": ').replace('"name"', '"extra":{"a":null},"name"'),
    ),
  },
  {
    name: 'a file with name, kind and bytes only',
    make: treeBy(
      () =>
        `{"nodes":[{"name":"nota.txt","type":"file","mode":420,"size":${NOTE.length},"content":["${idOf(NOTE)}"]}]}`,
    ),
  },
  {
    name: 'folders without list of nodes',
    make: (odd) => {
      const none = Buffer.from('{"nodes":null}\n')
      return odd.addCopy(
        [folderJson('fotos', none), fileJson('nota.txt', [NOTE])],
        [NOTE],
        [{ type: 'tree', plain: none }],
      )
    },
    refusedBy: ['restic-current'],
  },
  {
    name: 'names in escapes that restic reads but does not write',
    make: (odd) =>
      odd.addCopy(
        ['n\\101', 'n\\u00e7', 'n\\U0001f600', 'n\\xe9', 'n\u00a0', 'n\u0001'].map((name) => fileJson(name, [NOTE])),
        [NOTE],
      ),
  },
  {
    name: 'nodes in no order, and a name that was quoted by nobody',
    make: (odd) =>
      odd.addCopy(
        ['z', 'ção <&>', 'a'].map((name) => fileJson(name, [NOTE])),
        [NOTE],
      ),
  },
  {
    name: 'empty attributes, the highest numbers, a POSIX mode, all kinds of nodes',
    make: (odd) => {
      const more = `,"inode":18446744073709551615,"device_id":18446744073709551615,"links":1,"extended_attributes":[],"generic_attributes":{}`
      const bare = (name: string, type: string, mode: number, rest = '') =>
        `{"name":"${name}","type":"${type}","mode":${mode},"mtime":"${TIME}","atime":"${TIME}","ctime":"${TIME}","uid":0,"gid":0${rest},"content":null}`
      return odd.addCopy(
        [
          bare('atalho', 'symlink', 134218239, ',"linktarget":"nota.txt"'),
          bare('bruto', 'symlink', 134218239, ',"linktarget":"x\\ufffd","linktarget_raw":"eP8="'),
          bare('fila', 'fifo', 33554852),
          fileJson('nota.txt', [NOTE], more).replace('"mode":420', '"mode":33188'),
          bare('soquete', 'socket', 16777645),
        ],
        [NOTE],
      )
    },
    oldDiffers: ['link: bruto'],
  },
  {
    name: 'one file under two names',
    make: (odd) => {
      const inode = ',"inode":7,"device_id":1,"links":2'
      return odd.addCopy([fileJson('a', [NOTE], inode), fileJson('b', [NOTE], inode)], [NOTE])
    },
  },
  // 9 locks
  {
    name: 'locks that are old, empty or say little',
    make: async (odd) => {
      await copyOfNote(odd)
      const old = '{"time":"2020-01-01T00:00:00Z","exclusive":false,"hostname":"outro","more":1}'
      await odd.addFile('locks', odd.sealed(Buffer.from(old)))
      await odd.addFile('locks', odd.sealed(compressed(Buffer.from(old))))
      await odd.addFile('locks', Buffer.of())
    },
  },
]

async function restoreOurs(vault: Vault, targetFolder: string, snapshotId = 'latest'): Promise<void> {
  const request = {
    snapshot: await vault.findSnapshot(snapshotId),
    include: [],
    targetFolder,
    layout: 'full-path',
    onConflict: 'rename',
  } as const
  expect((await applyRestore(vault, await planRestore(vault, request))).skips).toEqual([])
}

describe('what another program may have written is read', () => {
  it.each(VARIANTS)('$name', async ({ make, refusedBy = [], oldDiffers = [] }) => {
    const place = await makePlace()
    const odd = await makeOddVault(place)
    await make(odd)
    const vault = await odd.open()
    await restoreOurs(vault, join(place, 'nossos'))
    expect((await readdir(join(place, 'nossos'))).length).toBeGreaterThan(0)
    const harmless = ['tree-unsorted']
    const { problems } = await checkVault(vault, { readData: true })
    expect(problems.filter(({ what }) => !harmless.includes(what))).toEqual([])
    await vault.close()
    for (const peer of peers.filter((each) => !refusedBy.includes(each))) {
      const restic = await stockRestic(peer, place, odd.folder, PASSWORD)
      const target = join(place, `de ${peer}`)
      await restic.ok('restore', 'latest', '--no-lock', '--target', target)
      expect(compare(target, join(place, 'nossos')), peer).toEqual(peer === 'restic-0.14' ? oldDiffers : [])
    }
  })
})

describe.each(peers)('what %s itself can make is read', (peer) => {
  it.each([
    ['version 1', ['init', '--repository-version', '1'], [], []],
    [
      'version 2, nothing compressed and then as much as can be',
      ['init'],
      ['--compression', 'off'],
      ['--compression', 'max'],
    ],
  ])(
    '%s: several copies, one relabelled, one without its folder of photos, a second key',
    async (_name, init, first, second) => {
      const place = await makePlace()
      const [source, repository] = [join(place, 'clínica'), join(place, 'repositório')]
      // An accent as macOS may hand it over: restic takes the bytes as they are.
      const typed = 'clínica'.normalize('NFD')
      const restic = await stockRestic(peer, place, repository, typed)
      await mkdir(join(source, 'fotos'), { recursive: true })
      await writeFile(join(source, 'nota.txt'), NOTE)
      await writeFile(join(source, 'fotos', 'antes.raw'), Buffer.alloc(2_000_000, 'laudo '))
      await restic.ok(...init)
      await restic.ok('backup', ...first, '--tag', 'primeira', source)
      await writeFile(join(source, 'nova.txt'), SEVEN)
      await restic.ok('backup', ...second, source)
      await restic.ok('tag', '--set', 'outra', '--tag', 'primeira')
      if (peer === 'restic-current') await restic.ok('rewrite', 'latest', '--exclude', 'fotos')
      const copies = JSON.parse(await restic.ok('snapshots', '--json')) as { id: string }[]
      for (const { id } of copies) await restic.ok('restore', id, '--target', join(place, 'deles', id))
      await writeFile(join(place, 'segunda'), 'segunda-senha')
      await restic.ok('key', 'add', '--new-password-file', join(place, 'segunda'))

      for (const secret of [typed, 'segunda-senha']) {
        const vault = await openVault(localBackend(repository), secret)
        expect((await checkVault(vault, { readData: true })).problems).toEqual([])
        expect((await vault.listSnapshots()).map(({ id }) => id).sort()).toEqual(copies.map(({ id }) => id).sort())
        for (const { id } of copies) {
          await restoreOurs(vault, join(place, secret, id), id)
          expect(compare(join(place, 'deles', id), join(place, secret, id))).toEqual([])
        }
        await vault.close()
      }
    },
  )
})
