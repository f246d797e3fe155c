import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fewOf, marksOf } from './marks.ts'

const times = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 200 })

it('marks stand in the order of time, on the line, each a little apart from the next', () => {
  fc.assert(
    fc.property(times, (all) => {
      const marks = marksOf(all.map((modifiedAtMs, versionKey) => ({ versionKey, modifiedAtMs })))
      const order = marks.map(({ versionKey }) => all[versionKey] ?? 0)
      expect(order).toEqual(all.toSorted((left, right) => left - right))
      const closest = Math.min(0.035, 1 / Math.max(1, all.length - 1))
      marks.forEach(({ share }, at) => {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        if (at > 0) expect(share - (marks[at - 1]?.share ?? 0)).toBeGreaterThan(closest - 1e-6)
      })
    }),
  )
})

it('the first is at the beginning and the newest at the end, and half the time is half the way', () => {
  const marks = marksOf([100, 50, 0].map((modifiedAtMs, versionKey) => ({ versionKey, modifiedAtMs })))
  expect(marks.map(({ share }) => share)).toEqual([0, 0.5, 1])
})

it('of very many versions one line shows some: the newest, the oldest, the chosen one', () => {
  const versions = Array.from({ length: 7300 }, (_, versionKey) => ({ versionKey }))
  const keys = fewOf(versions, 1234).map(({ versionKey }) => versionKey)
  expect(keys.length).toBeLessThan(70)
  expect([keys[0], keys.includes(1234), keys.at(-1)]).toEqual([0, true, 7299])
  expect(fewOf(versions.slice(0, 60), undefined)).toHaveLength(60)
})
