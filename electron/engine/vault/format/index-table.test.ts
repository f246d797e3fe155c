import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeIndex, decodeIndexTable, encodeIndex, type IndexedPack } from './index-file.ts'
import type { IndexTable } from './index-table.ts'

const hex = fc.stringMatching(/^[0-9a-f]{64}$/)
const u32 = fc.oneof(fc.constantFrom(0, 1, 9, 10, 2 ** 32 - 1), fc.nat({ max: 2 ** 32 - 1 }))
const blob = fc.record({
  id: hex,
  type: fc.constantFrom('data' as const, 'tree' as const),
  offset: u32,
  length: u32,
  uncompressedBytes: fc.option(
    u32.filter((value) => value > 0),
    { nil: undefined },
  ),
})
const packs: fc.Arbitrary<readonly IndexedPack[]> = fc.array(
  fc.record({
    id: hex,
    blobs: fc.array(
      blob.map(({ uncompressedBytes, ...rest }) => (uncompressedBytes ? { ...rest, uncompressedBytes } : rest)),
      { maxLength: 4 },
    ),
  }),
  { maxLength: 3 },
)

function packsOf(table: IndexTable | undefined): readonly IndexedPack[] | undefined {
  return table?.packIds.map((id, at) => {
    const blobs = []
    for (let row = at === 0 ? 0 : (table.packEnds[at - 1] ?? 0); row < (table.packEnds[at] ?? 0); row += 1) {
      const uncompressedBytes = table.uncompressed[row]
      blobs.push({
        id: Buffer.from(table.ids.subarray(row * 32, row * 32 + 32)).toString('hex'),
        type: table.types[row] === 1 ? ('tree' as const) : ('data' as const),
        offset: table.offsets[row] ?? -1,
        length: table.lengths[row] ?? -1,
        ...(uncompressedBytes && { uncompressedBytes }),
      })
    }
    return { id, blobs }
  })
}

const read = (json: Uint8Array) => packsOf(decodeIndexTable(json))
const reference = (json: Uint8Array) => decodeIndex(Buffer.from(json).toString('utf8'))

test('R19 an index read into columns says what was written', () => {
  fc.assert(
    fc.property(packs, (written) => {
      expect(read(Buffer.from(encodeIndex(written)))).toEqual(written)
    }),
  )
})

test('R19 what was changed anywhere in an index is judged as the schema judges it', () => {
  const pieces = [
    '"',
    '{',
    '}',
    ',',
    ']',
    '[',
    ' ',
    '0',
    '00',
    '-',
    '9',
    'a',
    'G',
    '\\u0061',
    ':',
    '1e3',
    '.5',
    'null',
    '\n',
  ]
  const change = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), put: fc.constantFrom('', ...pieces) })
  fc.assert(
    fc.property(packs, fc.array(change, { minLength: 1, maxLength: 2 }), (written, changes) => {
      let json = encodeIndex(written)
      for (const { at, cut, put } of changes) {
        const from = at % json.length
        json = json.slice(0, from) + put + json.slice(from + cut)
      }
      expect(read(Buffer.from(json))).toEqual(reference(Buffer.from(json)))
    }),
    { numRuns: 2000 },
  )
})

const ID = 'a'.repeat(64)
test.each([
  [
    'an offset of 2^32',
    `{"packs":[{"id":"${ID}","blobs":[{"id":"${ID}","type":"data","offset":4294967296,"length":1}]}]}`,
  ],
  ['a leading zero', `{"packs":[{"id":"${ID}","blobs":[{"id":"${ID}","type":"data","offset":01,"length":1}]}]}`],
  [
    'a capital in an id',
    `{"packs":[{"id":"${ID}","blobs":[{"id":"${'A'.repeat(64)}","type":"data","offset":1,"length":1}]}]}`,
  ],
  [
    'an id that is cut',
    `{"packs":[{"id":"${ID}","blobs":[{"id":"${ID.slice(1)}","type":"data","offset":1,"length":1}]}]}`,
  ],
  ['something after its end', `{"packs":[{"id":"${ID}","blobs":[]}]}\n{}`],
  ['no end', `{"packs":[{"id":"${ID}","blobs":[`],
  ['nothing', ''],
])('R19 an index with %s is unreadable', (_, json) => {
  expect(read(Buffer.from(json))).toBeUndefined()
})

test('R19 other forms of the same index are read all the same', () => {
  const blobs = [{ id: ID, type: 'tree' as const, offset: 1, length: 40, uncompressedBytes: 9 }]
  const json = `{ "supersedes": [], "packs": [ {"blobs":[{"type":"tree","length":40,"offset":1,"uncompressed_length":9,"id":"${ID}","more":1.5}],"id":"${ID}"}, {"id":"${ID}","blobs":null} ] }`
  expect(read(Buffer.from(json))).toEqual([
    { id: ID, blobs },
    { id: ID, blobs: [] },
  ])
})
