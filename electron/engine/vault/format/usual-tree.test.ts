import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TreeNode } from '../types.ts'
import { timestampFromNs } from './time.ts'
import { decodeTree, encodeTree } from './tree.ts'

const u32 = fc.oneof(fc.constantFrom(0, 1, 2 ** 32 - 1), fc.nat())
const u64 = fc.oneof(fc.constantFrom(0n, 10n ** 15n, 2n ** 53n, 2n ** 64n - 1n), fc.bigInt(0n, 2n ** 64n - 1n))
const time = fc
  .bigInt(-60_000_000_000_000_000_000n, 250_000_000_000_000_000_000n)
  .map((ns) => timestampFromNs(ns)) satisfies fc.Arbitrary<string>
const id = fc.stringMatching(/^[0-9a-f]{64}$/)
const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('joão', 'a"b', 'a\\b', '<&>', '\u2028'),
)
const name = fc.oneof(words, fc.uint8Array({ minLength: 1, maxLength: 6 })).map((raw) => Buffer.from(raw as string))

const node: fc.Arbitrary<TreeNode> = fc
  .record({
    common: fc.record({ name, mode: u32, mtime: time, atime: time, ctime: time, uid: u32, gid: u32 }),
    some: fc.record(
      {
        user: words,
        group: words,
        inode: u64,
        deviceId: u64,
        sizeBytes: u64,
        links: u64,
        linkTarget: words,
        device: u64,
      },
      { requiredKeys: [] },
    ),
    kind: fc.oneof(
      fc.record({ type: fc.constant('file' as const), content: fc.array(id, { maxLength: 3 }) }),
      fc.record({ type: fc.constant('dir' as const), content: fc.constant(null), subtree: id }),
      fc.record({ type: fc.constant('symlink' as const), content: fc.constant(null), linkTargetRaw: fc.uint8Array() }),
    ),
  })
  .map(({ common, some, kind }) => ({ ...common, ...some, ...kind }))

const folder = fc.uniqueArray(node, { maxLength: 3, selector: ({ name: raw }) => raw.toString() }).map((nodes) => {
  try {
    return encodeTree(nodes).toString()
  } catch {
    return '{"nodes":[]}\n'
  }
})

/** A blank in front of it, and a folder is not in the usual form any more. */
const reference = (json: string) => decodeTree(Buffer.from(` ${json}`))

test('R24 a folder in the usual form is read as every other', () => {
  fc.assert(
    fc.property(folder, (json) => {
      const nodes = decodeTree(Buffer.from(json))
      expect(nodes).toBeDefined()
      expect(nodes).toEqual(reference(json))
      expect(Buffer.from(encodeTree(nodes ?? [])).toString()).toBe(json)
    }),
  )
})

test('R24 what was changed anywhere in a folder is judged as the schema judges it', () => {
  const pieces = [
    '"',
    '{',
    '}',
    ',',
    ']',
    '[',
    ' ',
    '0',
    '-',
    '9',
    'a',
    'G',
    '\\',
    '\\u0061',
    '\u0001',
    'é',
    ':',
    'e3',
    '.5',
    'null',
    '\n',
  ]
  const change = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), put: fc.constantFrom('', ...pieces) })
  fc.assert(
    fc.property(folder, fc.array(change, { minLength: 1, maxLength: 2 }), (whole, changes) => {
      let json = whole
      for (const { at, cut, put } of changes) {
        const from = at % json.length
        json = json.slice(0, from) + put + json.slice(from + cut)
      }
      expect(decodeTree(Buffer.from(json))).toEqual(reference(json))
    }),
    { numRuns: 3000 },
  )
})

const ID = 'a'.repeat(64)
const FOLDER = `{"nodes":[{"name":"a","type":"file","mode":420,"mtime":"2026-11-21T16:29:56Z","atime":"2026-11-21T16:29:56Z","ctime":"2026-11-21T16:29:56Z","uid":7,"gid":8,"user":"eu","inode":9,"size":0,"content":["${ID}"]}]}\n`

test('R24 a size of nothing is told from no size', () => {
  expect(decodeTree(Buffer.from(FOLDER))).toEqual(reference(FOLDER))
  expect(decodeTree(Buffer.from(FOLDER))).toMatchObject([{ sizeBytes: 0n, inode: 9n, user: 'eu', content: [ID] }])
})

test.each([
  ['a line break in a text', '"eu"', '"e\n"'],
  ['an escape that is none', '"eu"', '"\\q"'],
  ['a user of 2^32', '"uid":7', '"uid":4294967296'],
  ['a group with a leading zero', '"gid":8', '"gid":08'],
  ['an inode of 2^64', '"inode":9', '"inode":18446744073709551616'],
  ['a chunk that is no id', ID, `${ID.slice(1)}A`],
  ['a chunk that is cut', ID, ID.slice(1)],
  ['a thirteenth month', '"mtime":"2026-11', '"mtime":"2026-13'],
  ['an empty name', '"name":"a"', '"name":""'],
  ['a type nobody knows', '"type":"file"', '"type":"irregular"'],
  ['nothing after a comma', `"]}]}`, `",]}]}`],
  ['something after its end', ']}\n', ']}\n{}'],
  ['no end', ']}\n', ''],
])('R24 a folder with %s is unreadable', (_, part, instead) => {
  const json = FOLDER.replace(part, instead)
  expect(json).not.toBe(FOLDER)
  expect(decodeTree(Buffer.from(json))).toBeUndefined()
})
