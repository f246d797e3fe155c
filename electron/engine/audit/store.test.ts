import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type NewRow, type RowFilter, Store } from './store.ts'
import { readTrail, trailFiles } from './trail.ts'

const TYPES = ['app-started', 'copy-finished', 'people-changed'] as const
const ACTORS = ['system', 'cli'] as const
const SEGMENTS = ['00000000000000aa', '00000000000000bb', '0000000000000001'] as const
const HASH = 'ab'.repeat(32)

const rowAt = (at: number, more: Partial<NewRow> = {}): NewRow => ({
  ...{ segment: SEGMENTS[0], number: at + 1, at_ms: at * 1000, type: TYPES[at % 3] ?? TYPES[0] },
  ...{ actor: 'system', component: 'engine@0123456789ab', subject_kind: null, subject_id: null, extra: '{}' },
  ...{ prev_hash: HASH, hash: HASH, seal: null, ...more },
})

async function stored(rows: readonly NewRow[]): Promise<Store> {
  const store = Store.open(path.join(await mkdtemp(path.join(tmpdir(), 'registro é ')), 'audit.db'), 0)
  store.add(rows)
  return store
}

const filters: fc.Arbitrary<RowFilter> = fc.record(
  {
    types: fc.uniqueArray(fc.constantFrom(...TYPES, 'never-written')),
    actor: fc.constantFrom(...ACTORS, 'nobody'),
    fromMs: fc.integer({ min: -1, max: 12 }),
    toMs: fc.integer({ min: -1, max: 12 }),
    beforePlace: fc.integer({ min: 0, max: 45 }),
  },
  { requiredKeys: [] },
)

it('gives the newest lines that were asked for, whatever is asked and however clocks went', async () => {
  const lines = fc.array(
    fc.tuple(fc.constantFrom(...TYPES), fc.constantFrom(...ACTORS), fc.integer({ min: 0, max: 11 })),
    {
      maxLength: 40,
    },
  )
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.array(filters, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      async (made, asked, limit) => {
        const store = await stored(made.map(([type, actor, at_ms], at) => rowAt(at, { type, actor, at_ms })))
        const all = store.after(0, 100).reverse()
        expect(store.count()).toBe(made.length)
        expect(store.types().sort()).toEqual([...new Set(made.map(([type]) => type))].sort())
        expect(store.actors().sort()).toEqual([...new Set(made.map(([, actor]) => actor))].sort())
        for (const filter of asked) {
          const { types, actor, fromMs, toMs, beforePlace } = filter
          const wanted = all.filter(
            (row) =>
              (types === undefined || types.includes(row.type)) &&
              (actor === undefined || row.actor === actor) &&
              (fromMs === undefined || row.at_ms >= fromMs) &&
              (toMs === undefined || row.at_ms < toMs) &&
              (beforePlace === undefined || row.place < beforePlace),
          )
          expect(store.page(filter, limit)).toEqual(wanted.slice(0, limit))
        }
        store.close()
      },
    ),
    { numRuns: 25 },
  )
})

it('a long register travels in few files that never change once they are full, and comes back whole', async () => {
  const rows = Array.from({ length: 10_650 }, (_, at) => rowAt(at))
  const store = await stored(rows.slice(0, 10_450))
  const before = trailFiles(store)
  expect(before.map(({ name, isFull }) => [name, isFull])).toEqual([
    ['000001-00000000000000aa-000001-000050.jsonl', true],
    ['000001-00000000000000aa-000051.jsonl', true],
    ['000001-00000000000000aa-000052.jsonl', true],
    ['000001-00000000000000aa-000053.jsonl', false],
  ])
  const full = before.filter(({ isFull }) => isFull).map(({ name, read }) => [name, String(read())])
  store.add(rows.slice(10_450))
  store.add([rowAt(0, { segment: SEGMENTS[1] }), rowAt(0, { segment: SEGMENTS[2] })])
  const after = trailFiles(store)
  const later = new Map(after.map(({ name, read }) => [name, String(read())]))
  expect(full.map(([name]) => [name, later.get(name ?? '')])).toEqual(full)
  // In the order of the register, not of the segments' names; and so by name.
  expect(after.slice(-2).map(({ name }) => name)).toEqual([
    '000002-00000000000000bb-000001.jsonl',
    '000003-0000000000000001-000001.jsonl',
  ])
  expect(after.map(({ name }) => name)).toEqual(after.map(({ name }) => name).sort())
  expect(readTrail([...later.values()])).toHaveLength(10_652)
  store.close()
})

it('lines that somebody moved between those of another part travel all the same', async () => {
  const [own, other] = [rowAt(0), rowAt(1)]
  const store = await stored([own, rowAt(0, { segment: SEGMENTS[1] }), other])
  const texts = trailFiles(store).map(({ read }) => String(read()))
  expect(readTrail(texts).map(({ segment, number }) => [segment, number])).toEqual([
    [SEGMENTS[0], 1],
    [SEGMENTS[1], 1],
    [SEGMENTS[0], 2],
  ])
  store.close()
})
