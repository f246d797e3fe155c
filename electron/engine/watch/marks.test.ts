import { describe, expect, it } from 'vitest'
import { sourceIdSchema } from '#shared/domain/index.ts'
import { Marks } from './marks.ts'

const [A, B] = ['1', '2'].map((last) => sourceIdSchema.parse(`6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a${last}`)) as [
  never,
  never,
]

describe('marks', () => {
  it('keep one mark a source of a million changes a second', () => {
    const marks = new Marks()
    let first = 0
    for (let change = 0; change < 1_000_000; change += 1) if (marks.mark(A, 1000 + change / 1000)) first += 1
    expect(first).toBe(1)
    expect([...marks.unsaved()]).toEqual([[A, { sinceMs: 1000, lastMs: 1999.999 }]])
  })

  it('are gone when a copy has them, except those that came while it was made', () => {
    const marks = new Marks()
    marks.mark(A, 1)
    marks.mark(B, 2)
    marks.copyBegins()
    marks.mark(B, 3)
    expect([...marks.waiting().keys()]).toEqual([B])
    expect(marks.unsaved().get(B)).toEqual({ sinceMs: 2, lastMs: 3 })
    marks.copyEnds()
    expect([...marks.unsaved()]).toEqual([[B, { sinceMs: 3, lastMs: 3 }]])
  })

  it('come back when the copy fails, or another one begins instead', () => {
    const marks = new Marks()
    marks.mark(A, 1)
    marks.copyBegins()
    marks.mark(A, 5)
    marks.copyFails()
    expect([...marks.waiting()]).toEqual([[A, { sinceMs: 1, lastMs: 5 }]])
    marks.copyBegins()
    marks.copyBegins()
    marks.copyEnds()
    expect(marks.unsaved().size).toBe(0)
  })

  it('of a clock that was set back are not in the future', () => {
    const marks = new Marks()
    marks.mark(A, 9000)
    marks.mark(A, 10)
    expect(marks.unsaved().get(A)).toEqual({ sinceMs: 10, lastMs: 10 })
  })
})
