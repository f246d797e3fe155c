import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ProofEntry, planProof, proofAge } from './plan-proof.ts'

const DAY_MS = 86_400_000
const START_MS = Date.parse('2026-01-05T09:00:00Z')
const pack = (id: string, sizeBytes = 100) => ({ id, sizeBytes })

/** One day of a replica's life. */
const day = fc.record({
  /** Sizes of packs that come. */
  grows: fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 12 }),
  /** Places in the list of packs that go. */
  loses: fc.array(fc.nat(200), { maxLength: 2 }),
  /** A run may come some hours late. */
  lateMs: fc.integer({ min: 0, max: DAY_MS / 2 - 1 }),
})

test('R72 over any days and any growth every pack is read at least every N days, and no share is large', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }),
      fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 40 }),
      fc.array(day, { minLength: 20, maxLength: 60 }),
      (everyDays, atFirst, days) => {
        let next = 0
        const packs = new Map(atFirst.map((sizeBytes) => [`p${next++}`, sizeBytes]))
        const bornAtMs = new Map([...packs.keys()].map((id) => [id, START_MS]))
        const ledger = new Map<string, ProofEntry>()
        const readAtMs = new Map<string, number>()
        const totals: number[] = []
        days.forEach(({ grows, loses, lateMs }, number) => {
          const nowMs = START_MS + number * DAY_MS + lateMs
          for (const sizeBytes of grows) {
            bornAtMs.set(`p${next}`, nowMs)
            packs.set(`p${next++}`, sizeBytes)
          }
          for (const at of loses) {
            // Never more than half of what there was: the cut for missed runs must stay out of it.
            const id = [...packs.keys()][at]
            if (id !== undefined && packs.size > 20) packs.delete(id)
          }
          const listed = [...packs].map(([id, sizeBytes]) => pack(id, sizeBytes))
          totals.push(listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
          for (const { id } of listed) if (!ledger.has(id)) ledger.set(id, { seenAtMs: nowMs, provenAtMs: null })
          const plan = planProof(listed, ledger, nowMs, { everyDays })
          for (const { id } of plan.packs) {
            readAtMs.set(id, nowMs)
            ledger.set(id, { seenAtMs: nowMs, provenAtMs: nowMs })
          }
          const largest = Math.max(0, ...listed.map(({ sizeBytes }) => sizeBytes))
          expect(plan.bytes).toBeLessThanOrEqual(Math.max(...totals) / Math.max(1, everyDays - 2) + largest)
          const sinceMs = listed.map(({ id }) => readAtMs.get(id) ?? bornAtMs.get(id) ?? nowMs)
          expect(nowMs - Math.min(nowMs, ...sinceMs)).toBeLessThanOrEqual(everyDays * DAY_MS)
        })
      },
    ),
    { numRuns: 100 },
  )
})

describe('planProof', () => {
  const packs = Array.from({ length: 60 }, (_, at) => pack(`p${String(at).padStart(2, '0')}`))

  test('R72 a lost ledger means never proven: everything is read again, evenly', () => {
    const plan = planProof(packs, new Map(), START_MS, { everyDays: 30 })
    expect(plan.bytes).toBe(200)
  })

  test('R72 the oldest proof comes first', () => {
    const ledger = new Map(packs.map(({ id }, at) => [id, { seenAtMs: 0, provenAtMs: START_MS - at * DAY_MS * 0.4 }]))
    expect(planProof(packs, ledger, START_MS, { everyDays: 30 }).packs[0]?.id).toBe('p59')
  })

  test('R72 after a long holiday the rest is caught up in several days, not in one', () => {
    const ledger = new Map(packs.map(({ id }) => [id, { seenAtMs: 0, provenAtMs: START_MS - 90 * DAY_MS }]))
    let days = 0
    while ([...ledger.values()].some(({ provenAtMs }) => provenAtMs < START_MS)) {
      const nowMs = START_MS + days * DAY_MS
      const plan = planProof(packs, ledger, nowMs, { everyDays: 30 })
      expect(plan.bytes).toBeLessThanOrEqual(1000)
      for (const { id } of plan.packs) ledger.set(id, { seenAtMs: 0, provenAtMs: nowMs })
      days += 1
    }
    expect(days).toBe(6)
  })

  test('R72 a proof from a time that has not come yet is none', () => {
    const ledger = new Map(packs.map(({ id }) => [id, { seenAtMs: START_MS, provenAtMs: START_MS + 900 * DAY_MS }]))
    expect(planProof(packs, ledger, START_MS, { everyDays: 30 }).bytes).toBe(200)
    expect(proofAge(packs, ledger, START_MS, { everyDays: 30 })).toEqual({ kind: 'none' })
  })
})

describe('proofAge', () => {
  const packs = [pack('a'), pack('b', 300)]
  const at = (seenAtMs: number, provenAtMs: number | null): ProofEntry => ({ seenAtMs, provenAtMs })

  test('R73 is as old as the oldest proof, and tells how much of it there is', () => {
    const nowMs = START_MS + 10 * DAY_MS
    const ledger = new Map([['b', at(START_MS, START_MS + DAY_MS)]])
    const age = { oldestAtMs: START_MS + DAY_MS, provenBytes: 300, totalBytes: 400 }
    expect(proofAge(packs, ledger, nowMs, { everyDays: 30 })).toEqual({ kind: 'current', ...age })
  })

  test('R73 expires, for packs that were never read as well', () => {
    const nowMs = START_MS + 31 * DAY_MS
    const fresh = at(START_MS, nowMs - DAY_MS)
    const kindWith = (entry: ProofEntry) =>
      proofAge(
        packs,
        new Map([
          ['a', fresh],
          ['b', entry],
        ]),
        nowMs,
        { everyDays: 30 },
      ).kind
    expect(kindWith(fresh)).toBe('current')
    expect(kindWith(at(0, START_MS))).toBe('expired')
    expect(kindWith(at(START_MS, null))).toBe('expired')
    expect(kindWith(at(nowMs - DAY_MS, null))).toBe('current')
    expect(proofAge([], new Map(), nowMs, { everyDays: 30 }).kind).toBe('none')
  })
})
