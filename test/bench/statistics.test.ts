import { describe, expect, it } from 'vitest'
import type { Measurement } from './results.ts'
import { costOf, ratioOf, spreadOf } from './statistics.ts'
import { judge } from './targets.ts'
import type { ToolName } from './tools/tool.ts'

const place = { set: 'clinic', job: 'first-copy' } as const

const measured = (tool: ToolName, round: number, seconds: number, more: Partial<Measurement> = {}): Measurement => ({
  ...place,
  ...{ tool, round, wallSeconds: seconds, userSeconds: seconds, systemSeconds: seconds / 2 },
  ...{ peakRssBytes: 200e6, storedBytes: 1000e6, ...more },
})

describe('spread', () => {
  it('takes the middle of an odd count, the mean of the two middle ones of an even count', () => {
    expect(spreadOf([9, 1, 2])).toEqual({ median: 2, min: 1, max: 9, count: 3 })
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9, count: 4 })
  })

  it('sorts numbers as numbers', () => {
    expect(spreadOf([10, 9, 100]).median).toBe(10)
  })

  it('refuses to make something of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError)
  })
})

describe('costs and ratios', () => {
  it('adds user and system time', () => {
    expect(costOf([measured('ours', 0, 2)], place, 'ours', 'cpu')?.median).toBe(3)
  })

  it('divides within a round, so that a slow round does not weigh', () => {
    const all = [
      ...[measured('ours', 0, 1), measured('restic', 0, 2)],
      ...[measured('ours', 1, 50), measured('restic', 1, 100)],
      ...[measured('ours', 2, 3), measured('restic', 2, 4)],
    ]
    expect(ratioOf(all, place, 'restic', 'wall')).toEqual({ median: 0.5, min: 0.5, max: 0.75, count: 3 })
  })

  it('leaves out a round the other tool did not finish, and says nothing where it never ran', () => {
    const all = [measured('ours', 0, 1), measured('restic', 0, 2), measured('ours', 1, 9)]
    expect(ratioOf(all, place, 'restic', 'wall')?.count).toBe(1)
    expect(ratioOf(all, place, 'borg', 'wall')).toBeUndefined()
  })
})

describe('targets', () => {
  const verdicts = (ourSeconds: number, more: Partial<Measurement> = {}) =>
    judge([measured('ours', 0, ourSeconds, more), measured('restic', 0, 10), measured('borg', 0, 5)], (tool) => tool)
  const isMet = (found: ReturnType<typeof verdicts>, part: RegExp) =>
    found.filter(({ what }) => part.test(what)).map((v) => v.isMet)

  it('holds the first copy against restic and against Borg', () => {
    expect(isMet(verdicts(5), /first copy, (CPU|wall), of restic/)).toEqual([true, true])
    expect(isMet(verdicts(6.1), /first copy, (CPU|wall), of restic/)).toEqual([false, false])
    expect(isMet(verdicts(5.1), /first copy, (CPU|wall), of borg/)).toEqual([false, false])
  })

  it('holds stored bytes within two percent of restic', () => {
    expect(isMet(verdicts(5, { storedBytes: 1019e6 }), /bytes stored/)).toEqual([true])
    expect(isMet(verdicts(5, { storedBytes: 1021e6 }), /bytes stored/)).toEqual([false])
  })

  it('takes the worst peak of memory, not the median', () => {
    const all = [measured('ours', 0, 1), measured('ours', 1, 1), measured('ours', 2, 1, { peakRssBytes: 301e6 })]
    expect(isMet(judge(all, String), /peak memory/)).toEqual([false])
  })

  it('says nothing of what was not measured', () => {
    expect(judge([], String)).toEqual([])
    expect(verdicts(5).some(({ what }) => /restore/.test(what))).toBe(false)
  })
})
