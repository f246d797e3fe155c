import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StoredRow } from './row.ts'
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
    beforePlace: fc.oneof(fc.integer({ min: 0, max: 45 }), fc.integer({ min: 250, max: 1500 })),
  },
  { requiredKeys: [] },
)

const wantedOf = (rows: readonly StoredRow[], { types, actor, fromMs, toMs, beforePlace }: RowFilter) =>
  rows.filter(
    (row) =>
      (types === undefined || types.includes(row.type)) &&
      (actor === undefined || row.actor === actor) &&
      (fromMs === undefined || row.at_ms >= fromMs) &&
      (toMs === undefined || row.at_ms < toMs) &&
      (beforePlace === undefined || row.place < beforePlace),
  )
const everyLine = (store: Store) => store.after(Number.MIN_SAFE_INTEGER, 100_000).reverse()

it('gives the newest lines that were asked for, whatever is asked and however clocks went', async () => {
  const run = fc.record({
    type: fc.constantFrom(...TYPES),
    actor: fc.constantFrom(...ACTORS),
    at_ms: fc.integer({ min: 0, max: 11 }),
    lines: fc.constantFrom(1, 2, 300),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { maxLength: 12 }),
      fc.array(filters, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      async (runs, asked, limit) => {
        const made = runs.flatMap(({ lines, ...one }) => Array.from({ length: lines }, () => one))
        const store = await stored(made.map((one, at) => rowAt(at, one)))
        const all = everyLine(store)
        expect(store.count()).toBe(made.length)
        expect(store.types().sort()).toEqual([...new Set(made.map(({ type }) => type))].sort())
        expect(store.actors().sort()).toEqual([...new Set(made.map(({ actor }) => actor))].sort())
        for (const filter of asked) expect(store.page(filter, limit)).toEqual(wantedOf(all, filter).slice(0, limit))
        store.close()
      },
    ),
    { numRuns: 25 },
  )
})

const ASKED: readonly RowFilter[] = [
  {},
  { types: ['rare'] },
  { types: [TYPES[1]], actor: 'cli' },
  { actor: 'nobody' },
  { fromMs: 2_000_000, toMs: 2_050_000 },
  { toMs: 40_000, types: [TYPES[0], 'rare'] },
  { actor: 'cli', beforePlace: 300 },
  { beforePlace: -100 },
]
const LINES = 9000

/** As an earlier version left it: lines and indexes, and nothing that says what stands where. */
async function oldRegister(): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'registro antigo é ')), 'audit.db')
  const store = Store.open(file, 0)
  const rows = Array.from({ length: LINES }, (_, at) =>
    rowAt(at, { actor: ACTORS[at % 700 === 5 ? 1 : 0], ...(at === 20 && { type: 'rare' }) }),
  )
  store.add(rows)
  store.close()
  const db = new Database(file)
  db.exec(`DROP TRIGGER entries_in_blocks; DROP TABLE blocks; DROP TABLE block_kinds; DROP TABLE kinds; DROP TABLE unsorted;
    CREATE INDEX entries_by_type ON entries (type, actor); CREATE INDEX entries_by_time ON entries (at_ms);`)
  db.close()
  return file
}

it('a register of an earlier version answers the same before, while and after it is sorted, and while lines come', async () => {
  const file = await oldRegister()
  const expectRight = (store: Store) => {
    const all = everyLine(store)
    for (const filter of ASKED) expect(store.page(filter, 40)).toEqual(wantedOf(all, filter).slice(0, 40))
    expect(store.types().sort()).toEqual([...TYPES, 'rare'].sort())
    expect(store.actors().sort()).toEqual(['cli', 'system'])
  }
  const looking = Store.look(file)
  expectRight(looking)
  looking.close()
  const store = Store.open(file, 0)
  expectRight(store)
  let pieces = 0
  while (store.sortNext()) {
    pieces += 1
    store.add([rowAt(LINES + pieces, { at_ms: 2_010_000 })])
    if (pieces === 2)
      store.putBefore([rowAt(0, { segment: SEGMENTS[1], at_ms: 2_020_000 }), rowAt(1, { segment: SEGMENTS[1] })])
    expectRight(store)
  }
  expect(pieces).toBeGreaterThan(3)
  expect(store.sortNext()).toBe(false)
  store.close()
  // Whoever goes on with it after a break finds it sorted.
  const again = Store.open(file, 0)
  expect(again.sortNext()).toBe(false)
  expectRight(again)
  again.close()
})

it('lines that somebody made hard to find are found again once they were looked through', async () => {
  const file = await oldRegister()
  const store = Store.open(file, 0)
  while (store.sortNext());
  const db = new Database(file)
  db.exec("DELETE FROM block_kinds WHERE type = 'rare'; DELETE FROM kinds; UPDATE blocks SET first_ms = 0, last_ms = 0")
  db.close()
  expect(store.page({ types: ['rare'] }, 5)).toEqual([])
  store.sortAgain(1, LINES)
  const all = everyLine(store)
  for (const filter of ASKED) expect(store.page(filter, 40)).toEqual(wantedOf(all, filter).slice(0, 40))
  expect(store.types()).toContain('rare')
  store.close()
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
