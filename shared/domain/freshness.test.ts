import { describe, expect, it } from 'vitest'
import { isWithinGoal, lossOf, worstLoss } from './freshness.ts'

const saved = { savedAtMs: 1000, changedSinceMs: null, isHeard: true }

describe('what would be lost', () => {
  it('is nothing while every change is told and none is open', () => {
    expect(lossOf(saved)).toEqual({ kind: 'nothing' })
    expect(lossOf({ ...saved, changedSinceMs: 4000 })).toEqual({ kind: 'since', sinceMs: 4000 })
  })
  it('is all since the last look where nobody tells of changes, and everything before the first copy', () => {
    expect(lossOf({ ...saved, isHeard: false })).toEqual({ kind: 'since', sinceMs: 1000 })
    expect(lossOf({ ...saved, savedAtMs: null })).toEqual({ kind: 'everything' })
  })
  it('of all things is that of the worst', () => {
    expect(worstLoss([])).toEqual({ kind: 'nothing' })
    expect(worstLoss([{ kind: 'since', sinceMs: 5 }, { kind: 'nothing' }, { kind: 'since', sinceMs: 3 }])).toEqual({
      kind: 'since',
      sinceMs: 3,
    })
    expect(worstLoss([{ kind: 'since', sinceMs: 5 }, { kind: 'everything' }])).toEqual({ kind: 'everything' })
  })
  it('is within the goal up to the minute, never by a clock that is ahead', () => {
    expect(isWithinGoal({ kind: 'since', sinceMs: 0 }, 900_000, 900_000)).toBe(true)
    expect(isWithinGoal({ kind: 'since', sinceMs: 0 }, 900_000, 900_001)).toBe(false)
    expect(isWithinGoal({ kind: 'since', sinceMs: 900_000_000 }, 900_000, 0)).toBe(false)
    expect(isWithinGoal({ kind: 'everything' }, 900_000, 0)).toBe(false)
  })
})
