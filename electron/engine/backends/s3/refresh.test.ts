import { expect, test } from 'vitest'
import type { ProtectionBook } from '#shared/domain/index.ts'
import type { FileRef } from '../backend.ts'
import { applyRefreshes, dueRefreshes, emptyBook, protectedUntilMs } from './refresh.ts'

const DAY_MS = 86_400_000
const LOCK = { mode: 'compliance', days: 30 } as const
const START_MS = Date.parse('2026-11-22T12:00:00Z')
const name = (n: number) => n.toString(16).padStart(2, '0').padEnd(64, '0')
const vault: readonly FileRef[] = [
  { kind: 'config', name: '' },
  ...Array.from({ length: 256 }, (_, n): FileRef => ({ kind: 'pack', name: name(n) })),
  { kind: 'index', name: name(1) },
  { kind: 'snapshot', name: name(2) },
  { kind: 'key', name: name(3) },
]
const notProtected: readonly FileRef[] = [
  { kind: 'lock', name: name(4) },
  { kind: 'trash', name: name(5) },
  { kind: 'reserve', name: '' },
]

/** What the server would hold: dates only ever move forward. */
function server() {
  const dates = new Map<string, number>()
  let asked = 0
  return {
    dates,
    get asked() {
      return asked
    },
    async extend({ kind, name }: FileRef, untilMs: number) {
      asked += 1
      const key = `${kind} ${name}`
      if (!dates.has(key)) return false
      if (untilMs < (dates.get(key) ?? 0)) throw new Error('shortened')
      dates.set(key, untilMs)
      return true
    },
  }
}

test('through a year nothing in use ever runs out, locks are never asked, and every day has its small share', async () => {
  const place = server()
  for (const { kind, name } of vault) place.dates.set(`${kind} ${name}`, START_MS + LOCK.days * DAY_MS)
  let book: ProtectionBook = emptyBook
  const perDay: number[] = []
  for (let day = 0; day < 365; day += 1) {
    const nowMs = START_MS + day * DAY_MS
    const before = place.asked
    const plan = dueRefreshes([...vault, ...notProtected], book, LOCK, nowMs)
    ;({ book } = await applyRefreshes(place, plan, book))
    perDay.push(place.asked - before)
    expect(Math.min(...place.dates.values())).toBeGreaterThan(nowMs)
  }
  expect(protectedUntilMs(vault, book) ?? 0).toBeGreaterThan(START_MS + 365 * DAY_MS)
  // after the first days, in which everything is unknown: about a fifteenth a day, never all at once
  expect(Math.max(...perDay.slice(30))).toBeLessThanOrEqual(vault.length / 3)
  expect(perDay.slice(30).reduce((sum, count) => sum + count, 0) / (365 - 30)).toBeLessThan(vault.length / 10)
})

test('what is not in use is left to run out', async () => {
  const place = server()
  for (const { kind, name } of vault) place.dates.set(`${kind} ${name}`, START_MS + LOCK.days * DAY_MS)
  const unused = vault[7] as FileRef
  const inUse = vault.filter((file) => file !== unused)
  let book: ProtectionBook = emptyBook
  for (let day = 0; day < 40; day += 1)
    ({ book } = await applyRefreshes(place, dueRefreshes(inUse, book, LOCK, START_MS + day * DAY_MS), book))
  expect(place.dates.get(`pack ${unused.name}`)).toBe(START_MS + LOCK.days * DAY_MS)
})

test('a computer that rested too long protects everything again at once', () => {
  const book: ProtectionBook = {
    version: 1,
    untilMs: Object.fromEntries(
      [
        'config',
        'index',
        'snapshot',
        'key',
        ...Array.from({ length: 256 }, (_, n) => `pack/${name(n).slice(0, 2)}`),
      ].map((part) => [part, START_MS + 2 * DAY_MS]),
    ),
  }
  const plan = dueRefreshes(vault, book, LOCK, START_MS)
  expect(plan.parts.flatMap(({ files }) => files).length).toBe(vault.length)
  expect(plan.untilMs).toBe(START_MS + 30 * DAY_MS)
})

test('broken off in the middle, what is done is kept and the rest stays due; what is missing is told', async () => {
  const place = server()
  for (const { kind, name } of vault.slice(0, 100)) place.dates.set(`${kind} ${name}`, START_MS)
  const kept: ProtectionBook[] = []
  const stop = new AbortController()
  const plan = dueRefreshes(vault, emptyBook, LOCK, START_MS)
  const work = applyRefreshes(place, plan, emptyBook, {
    signal: stop.signal,
    keep: async (book) => {
      kept.push(book)
      if (kept.length === 3) stop.abort(new Error('no time'))
    },
  })
  await expect(work).rejects.toThrow('no time')
  expect(Object.keys(kept.at(-1)?.untilMs ?? {}).length).toBe(3)
  const all = await applyRefreshes(place, plan, kept.at(-1) ?? emptyBook)
  expect(all.missing.length).toBe(vault.length - 100)
  expect(all.prolonged).toBe(100)
})
