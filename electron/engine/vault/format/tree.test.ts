import { expect, test } from 'vitest'
import { fileNode, folderNode, TIME } from '../test-support/vaults.ts'
import { vectorRepositories, vectors } from '../test-support/vectors.ts'
import type { TreeNode } from '../types.ts'
import { idOf } from './ids.ts'
import { decodeTree, encodeTree, isStorableName } from './tree.ts'

const trees = vectorRepositories.flatMap(({ repo }) => repo.trees)
const ID = 'a'.repeat(64)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

/** Go before 1.22 wrote two control characters the long way; no vector tree holds one. */
test.each(trees)('R21 tree $id is encoded to the same bytes', ({ id, utf8 }) => {
  const nodes = decodeTree(Buffer.from(utf8))
  expect(text(encodeTree([...(nodes ?? [])].reverse()))).toBe(utf8)
  expect(idOf(Buffer.from(utf8))).toBe(id)
})

test('R21 an empty folder is restic’s empty folder', () => {
  expect(text(encodeTree([]))).toBe(vectors.constants.empty_tree_bytes)
  expect(idOf(encodeTree([]))).toBe(vectors.constants.empty_tree_id)
})

const FULL: TreeNode = {
  name: Buffer.from('<tag>&"\\\n\u00a0é\u2028.txt'),
  type: 'symlink',
  mode: 134218239,
  mtime: TIME,
  atime: '2026-11-21T16:29:56Z',
  ctime: '2026-11-21T13:29:56.123456789-03:00',
  uid: 1000,
  gid: 4294967295,
  user: 'joão & <maria>',
  group: 'clínica\u2029',
  inode: 18446744073709551615n,
  deviceId: 9007199254740993n,
  sizeBytes: 0n,
  links: 2n,
  linkTarget: 'alvo\ufffd',
  linkTargetRaw: Buffer.from([0x61, 0xff, 0xef, 0xbf, 0xbd, 0xc3]),
  extendedAttributes: [
    { name: 'user.a', value: Buffer.from('x') },
    { name: 'user.b', value: null },
  ],
  genericAttributes: '{"windows.creation_time":{"LowDateTime":1,"HighDateTime":2},"windows.file_attributes":32}',
  device: 5n,
  content: null,
}

test('R21 every field stands in restic’s order and form', () => {
  expect(text(encodeTree([FULL]))).toBe(
    `{"nodes":[{"name":"\\u003ctag\\u003e\\u0026\\\\\\"\\\\\\\\\\\\n\\\\u00a0é\\\\u2028.txt","type":"symlink","mode":134218239,` +
      `"mtime":"${TIME}","atime":"2026-11-21T16:29:56Z","ctime":"2026-11-21T13:29:56.123456789-03:00",` +
      '"uid":1000,"gid":4294967295,"user":"joão \\u0026 \\u003cmaria\\u003e","group":"clínica\\u2029",' +
      '"inode":18446744073709551615,"device_id":9007199254740993,"links":2,' +
      '"linktarget":"a\\ufffd\ufffd\\ufffd","linktarget_raw":"Yf/vv73D",' +
      '"extended_attributes":[{"name":"user.a","value":"eA=="},{"name":"user.b","value":null}],' +
      '"generic_attributes":{"windows.creation_time":{"LowDateTime":1,"HighDateTime":2},"windows.file_attributes":32},' +
      '"device":5,"content":null}]}\n',
  )
})

test('R24 big counters and raw names survive reading and writing', () => {
  const bytes = encodeTree([FULL])
  const [read] = decodeTree(bytes) ?? []
  expect(read?.inode).toBe(18446744073709551615n)
  expect(read?.deviceId).toBe(9007199254740993n)
  expect(read?.name).toEqual(FULL.name)
  expect(text(encodeTree(read ? [read] : []))).toBe(text(bytes))
})

test('R23 nodes are sorted by their bytes, not as JavaScript sorts', () => {
  const names = ['\u{1f600}', '\uff21', 'a', 'B', 'a.b', 'a-b', 'é']
  const bytes = encodeTree(names.map((name) => fileNode(name, [], 0)))
  const read = (decodeTree(bytes) ?? []).map(({ name }) => text(name))
  expect(read).toEqual(['B', 'a', 'a-b', 'a.b', 'é', '\uff21', '\u{1f600}'])
})

test.each([
  ['two nodes of one name', [fileNode('a', [], 0), fileNode('a', [], 0)]],
  ['an empty name', [fileNode('', [], 0)]],
  ['a dot', [fileNode('.', [], 0)]],
  ['two dots', [fileNode('..', [], 0)]],
  ['a slash', [fileNode('a/b', [], 0)]],
  ['a NUL', [fileNode('a\0b', [], 0)]],
  ['a file without chunk list', [{ ...fileNode('a', [], 0), content: null }]],
  ['a folder without tree', [{ ...folderNode('a', ID), subtree: undefined } as unknown as TreeNode]],
  ['a tree below a file', [{ ...fileNode('a', [], 0), subtree: ID }]],
  ['a chunk that is no id', [fileNode('a', ['A'.repeat(64)], 1)]],
  ['a time with a trailing zero', [{ ...fileNode('a', [], 0), mtime: '2026-11-21T16:29:56.120Z' }]],
  ['a time with +00:00', [{ ...fileNode('a', [], 0), ctime: '2026-11-21T16:29:56+00:00' }]],
  ['an inode of 65 bits', [{ ...fileNode('a', [], 0), inode: 1n << 64n }]],
  ['a negative user', [{ ...fileNode('a', [], 0), uid: -1 }]],
])('R23 %s is never written', (_, nodes) => {
  expect(() => encodeTree(nodes)).toThrow(TypeError)
})

test.each([
  ['a number as text', '{"nodes":[{"name":"a","type":"file","size":"11","content":[]}]}'],
  ['a float', '{"nodes":[{"name":"a","type":"file","size":1.1e+1,"content":[]}]}'],
  ['a power of ten', '{"nodes":[{"name":"a","type":"file","uid":5e2,"content":[]}]}'],
  ['2^64', '{"nodes":[{"name":"a","type":"file","inode":18446744073709551616,"content":[]}]}'],
  ['a negative user', '{"nodes":[{"name":"a","type":"file","uid":-1,"content":[]}]}'],
  ['an unknown type', '{"nodes":[{"name":"a","type":"irregular","content":[]}]}'],
  ['an empty name', '{"nodes":[{"name":"","type":"file","content":[]}]}'],
  ['a name with a raw quote', '{"nodes":[{"name":"a\\"b","type":"file","content":[]}]}'],
  ['a time without zone', '{"nodes":[{"name":"a","type":"file","mtime":"2026-11-21T16:29:56","content":[]}]}'],
  ['no JSON', '{"nodes":['],
])('R24 a tree with %s is unreadable, as for restic', (_, json) => {
  expect(decodeTree(Buffer.from(json))).toBeUndefined()
})

test('R24 what other writers leave out or add is read', () => {
  const nodes = decodeTree(
    Buffer.from(
      '{"more":1,"nodes":[{"name":"a","type":"file","content":null,"extra":[1.5],"extended_attributes":[{"name":"x","value":""}]}, {"name":"b","type":"dir","subtree":null}]}',
    ),
  )
  expect(nodes?.length).toBe(2)
  expect(nodes?.[0]).toMatchObject({ mode: 0, mtime: '0001-01-01T00:00:00Z', content: null })
  expect(decodeTree(Buffer.from('{"nodes":null}'))).toEqual([])
})

test('R23 only names that stay in their folder are storable', () => {
  expect(['a', '..a', '...', ' ', 'ç', '\\'].every((name) => isStorableName(Buffer.from(name)))).toBe(true)
  expect(['', '.', '..', '/', 'a/..', '\0'].some((name) => isStorableName(Buffer.from(name)))).toBe(false)
})
