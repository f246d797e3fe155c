import { describe, expect, it } from 'vitest'
import type { Fact, JobId } from '#shared/domain/index.ts'
import { makeCopy, makeFreshItem, makeOverview, NOW_MS, sampleJob } from '../gallery/samples.ts'
import { applyFact, leavesGap } from './apply-fact.ts'

const other = '00000000-0000-4000-8000-000000000901' as JobId
const at = { seq: 1205, atMs: NOW_MS }
const copying = makeOverview({ running: [{ jobId: sampleJob, jobKind: 'copy' }], lastCopy: null, copies: 0 })
const failure = { atMs: NOW_MS, error: { code: 'DEST_101', params: {} } } as const

describe('applyFact', () => {
  it('a fact that is in the overview already changes nothing', () => {
    const known: Fact = { seq: 1204, atMs: 0, kind: 'job-started', jobId: other, jobKind: 'copy', isResumed: false }
    expect(applyFact(copying, known)).toBe(copying)
  })

  it('a started job runs, once, also when it was queued before', () => {
    const next = applyFact(copying, { ...at, kind: 'job-started', jobId: sampleJob, jobKind: 'copy', isResumed: false })
    expect(next.running).toEqual([{ jobId: sampleJob, jobKind: 'copy' }])
    expect(next.seq).toBe(1205)
  })

  it('a finished copy is the last one, counts, and makes an open failure good', () => {
    const copy = makeCopy()
    const next = applyFact(
      { ...copying, openFailure: failure },
      { ...at, kind: 'copy-finished', jobId: sampleJob, copy },
    )
    expect(next).toMatchObject({ lastCopy: copy, copies: 1, openFailure: null, running: [] })
  })

  it('what a copy holds would not be lost any more', () => {
    const { sources } = copying
    const never = {
      savedAtMs: null,
      changedSinceMs: null,
      mayLose: { kind: 'everything' },
      isWithinGoal: false,
    } as const
    const items = sources.map(({ id }, index) => makeFreshItem(id, { ...never, isHeard: index > 0 }))
    const before = { ...copying, freshness: { items, mayLose: never.mayLose, overdueSinceMs: 5 } }
    const copy = makeCopy()
    const { freshness } = applyFact(before, { ...at, kind: 'copy-finished', jobId: sampleJob, copy })
    expect(freshness.mayLose).toEqual({ kind: 'since', sinceMs: copy.takenAtMs })
    expect(freshness.items.map(({ mayLose }) => mayLose.kind)).toEqual(['since', 'nothing', 'nothing'])
    expect(freshness.overdueSinceMs).toBeNull()
  })

  it('a failed copy stays open; other jobs keep running', () => {
    const both = { ...copying, running: [...copying.running, { jobId: other, jobKind: 'check' as const }] }
    const next = applyFact(both, {
      ...at,
      kind: 'job-failed',
      jobId: sampleJob,
      jobKind: 'copy',
      code: 'DEST_102',
      params: {},
    })
    expect(next.openFailure).toEqual({ atMs: NOW_MS, error: { code: 'DEST_102', params: {} } })
    expect(next.running).toEqual([{ jobId: other, jobKind: 'check' }])
    expect(next.lastCopy).toBeNull()
  })

  it.each([
    ['copy', 'APP_001'],
    ['check', 'VAULT_105'],
    ['recover', 'REST_102'],
  ] as const)('a %s that ends with %s leaves no gap in the protection', (jobKind, code) => {
    const next = applyFact(copying, { ...at, kind: 'job-failed', jobId: sampleJob, jobKind, code, params: {} })
    expect(next.openFailure).toBeNull()
    expect(next.running).toEqual([])
  })

  it('a finished check is the last one', () => {
    const next = applyFact(makeOverview({ lastCheck: null }), {
      ...at,
      kind: 'check-finished',
      jobId: other,
      problems: 2,
      packs: 9,
      readBytes: 1,
      durationMs: 1,
      readData: true,
    })
    expect(next.lastCheck).toEqual({ atMs: NOW_MS, problems: 2, readData: true })
  })

  it('a recovery leaves the protection as it was', () => {
    const before = makeOverview({ running: [{ jobId: other, jobKind: 'recover' }] })
    const fact: Fact = { ...at, kind: 'recover-finished', jobId: other, files: 1, bytes: 1, durationMs: 1, skips: 0 }
    expect(applyFact(before, fact)).toEqual({ ...before, running: [], seq: 1205 })
  })

  it('notices missing facts', () => {
    const fact: Fact = { ...at, kind: 'set-up-finished', sources: 1, vaultId: 'x' }
    expect(leavesGap(copying, fact)).toBe(false)
    expect(leavesGap(copying, { ...fact, seq: 1206 })).toBe(true)
  })
})
