import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge, unusual } from './judge.ts'
import type { Changes, Day, Sign } from './types.ts'

const QUIET: Changes = {
  filesBefore: 2000,
  filesAfter: 2000,
  created: 3,
  changed: 5,
  deleted: 0,
  moved: 0,
  sameEnding: 0,
  noteFolders: 0,
  shrunkSources: 0,
  samples: { taken: 5, formLost: 0, textLost: 0, unknownNoise: 0 },
}
const DAYS: readonly Day[] = Array.from({ length: 30 }, (_, at) => ({
  created: 5 + (at % 7),
  changed: 10 + (at % 5),
  deleted: at % 2,
  moved: 0,
}))
const look = (
  changes: Partial<Changes>,
  more: { signsBefore?: Sign[]; lostCanaries?: number; days?: readonly Day[] } = {},
) => judge({ changes: { ...QUIET, ...changes }, days: DAYS, signsBefore: [], lostCanaries: 0, ...more })
const samples = (more: Partial<Changes['samples']>) => ({ ...QUIET.samples, taken: 40, ...more })

test('an ordinary copy is no sign of anything', () => {
  expect(look({})).toEqual({ kind: 'ok', signs: [] })
})

test.each<[string, Partial<Changes>, Sign]>([
  ['many files changed', { changed: 900 }, 'mass-change'],
  ['many files gone', { deleted: 900, filesAfter: 1100 }, 'mass-change'],
  ['far more new ones than ever', { created: 1500 }, 'mass-change'],
  ['pictures that begin like none', { samples: samples({ formLost: 12 }) }, 'form-lost'],
  ['text that became noise', { samples: samples({ textLost: 12 }) }, 'text-lost'],
  ['one ending after many names', { sameEnding: 6 }, 'names-changed'],
  ['noise under unknown names', { samples: samples({ unknownNoise: 30 }) }, 'names-changed'],
  ['one note in many folders', { noteFolders: 5 }, 'ransom-notes'],
])('%s: one sign warns', (_, changes, sign) => {
  expect(look(changes)).toEqual({ kind: 'warn', signs: [sign] })
})

test('any two signs brake', () => {
  const each: readonly (readonly [Partial<Changes>, number])[] = [
    [{ changed: 900 }, 0],
    [{ samples: samples({ formLost: 12 }) }, 0],
    [{ sameEnding: 6 }, 0],
    [{ noteFolders: 5 }, 0],
    [{}, 1],
  ]
  for (const [at, [left, canaries]] of each.entries())
    for (const [right, others] of each.slice(at + 1))
      expect(look({ ...left, ...right }, { lostCanaries: canaries + others }).kind).toBe('brake')
})

test('a lost canary alone warns, with anything else it brakes', () => {
  expect(look({}, { lostCanaries: 1 })).toEqual({ kind: 'warn', signs: ['canary'] })
  expect(look({ changed: 900 }, { lostCanaries: 1 }).kind).toBe('brake')
})

test('a source that shrank stops and asks by itself', () => {
  expect(look({ shrunkSources: 1 }).kind).toBe('brake')
})

test('a content sign that comes again brakes, a mass that comes again does not', () => {
  const few = { samples: { taken: 5, formLost: 5, textLost: 0, unknownNoise: 0 } }
  expect(look(few)).toEqual({ kind: 'warn', signs: ['form-lost'] })
  expect(look(few, { signsBefore: ['form-lost'] })).toEqual({ kind: 'brake', signs: ['form-lost', 'again'] })
  expect(look({}, { signsBefore: ['form-lost'], lostCanaries: 1 })).toEqual({
    kind: 'brake',
    signs: ['canary', 'again'],
  })
  expect(look({}, { signsBefore: ['canary'], lostCanaries: 1 }).kind).toBe('warn')
  expect(look({ changed: 900 }, { signsBefore: ['mass-change'] }).kind).toBe('warn')
})

test('what a clinic is used to is no mass', () => {
  const busy = DAYS.map((day, at) => ({ ...day, changed: 150 + (at % 40) }))
  expect(look({ changed: 300 }, { days: busy }).kind).toBe('ok')
  expect(look({ changed: 300 }).kind).toBe('warn')
})

test('a small clinic has few files: a part of them is a mass', () => {
  expect(look({ filesBefore: 40, changed: 13 }).signs).toEqual(['mass-change'])
  expect(look({ filesBefore: 40, changed: 11 }).signs).toEqual([])
})

test('without any experience a hundred new photos are none', () => {
  expect(look({ created: 100 }, { days: [] }).kind).toBe('ok')
})

test('one wild day does not make the next one usual', () => {
  expect(unusual([10, 11, 9, 10, 12, 10, 11, 10, 9, 10, 11, 10, 9, 11, 10, 10, 11, 9, 10, 10, 5000])).toBeLessThan(100)
})

test('more of anything bad is never judged milder', () => {
  const counts = fc.record({
    changed: fc.nat(3000),
    deleted: fc.nat(3000),
    created: fc.nat(3000),
    sameEnding: fc.nat(10),
    noteFolders: fc.nat(10),
    shrunkSources: fc.nat(2),
  })
  const worth = { ok: 0, warn: 1, brake: 2 } as const
  fc.assert(
    fc.property(counts, counts, fc.nat(2), (some, more, lostCanaries) => {
      const both = Object.fromEntries(
        Object.entries(some).map(([key, count]) => [key, count + more[key as keyof typeof more]]),
      )
      const [mild, bad] = [look(some, { lostCanaries }), look(both, { lostCanaries })]
      expect(worth[bad.kind]).toBeGreaterThanOrEqual(worth[mild.kind])
    }),
  )
})
