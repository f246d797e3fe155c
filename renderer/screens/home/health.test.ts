import { describe, expect, it } from 'vitest'
import type { Overview } from '#shared/contracts/index.ts'
import { healthOf } from '#shared/health/index.ts'
import { makeCopy, makeOverview, makeReplica, NOW_MS } from '../../gallery/samples.ts'

const HOUR = 3_600_000
const kindOf = (change: Partial<Overview>): string => healthOf(makeOverview(change), NOW_MS).kind
const aged = (hours: number) => makeCopy({ takenAtMs: NOW_MS - hours * HOUR })
const away: Overview['vault'] = {
  place: { kind: 'local', path: '/media/hd' },
  isReachable: false,
  freeBytes: null,
}

describe('health', () => {
  it.each([
    ['a fresh whole copy', { lastCopy: aged(1) }, 'guarded'],
    ['a copy of yesterday', { lastCopy: aged(25) }, 'aging'],
    ['a copy of last week', { lastCopy: aged(100) }, 'old'],
    ['no copy', { lastCopy: null }, 'none'],
    ['a copy that lacks items', { lastCopy: makeCopy({ skips: { SRC_102: 2 } }) }, 'skipped'],
    ['a copy that lacks the records', { lastCopy: makeCopy({ skips: { DB_101: 1 } }) }, 'records-skipped'],
    ['only things that need nobody', { lastCopy: makeCopy({ skips: { SRC_104: 3, SRC_105: 1 } }) }, 'guarded'],
    ['a disk that is away', { vault: away }, 'away'],
    ['a check that found damage', { lastCheck: { atMs: 0, problems: 1, readData: true } }, 'damaged'],
    [
      'a failure after a good copy',
      { openFailure: { atMs: NOW_MS, error: { code: 'DEST_102', params: {} } } },
      'failed',
    ],
  ] as const)('%s', (_name, change, kind) => {
    expect(kindOf(change as Partial<Overview>)).toBe(kind)
  })

  it('damage in any place is told above everything, and whether another place may have it whole', () => {
    const place = makeReplica()
    const damaged = { ...place, isMain: false, proof: { kind: 'damaged', atMs: 0, problems: 2 } as const }
    expect(healthOf(makeOverview({ replicas: [place, damaged] }), NOW_MS)).toMatchObject({
      ...{ kind: 'damaged', problems: 2, isMendable: true },
    })
    expect(healthOf(makeOverview({ replicas: [damaged] }), NOW_MS)).toMatchObject({
      kind: 'damaged',
      isMendable: false,
    })
    const away = { ...place, isReachable: false }
    expect(healthOf(makeOverview({ replicas: [away, damaged] }), NOW_MS)).toMatchObject({ isMendable: false })
  })

  it('a copy that failed for want of its place is told until the place is back, not until the next copy', () => {
    const openFailure = { atMs: NOW_MS, error: { code: 'DEST_101', params: {} } } as const
    const lastCopy = aged(1)
    expect(kindOf({ openFailure, lastCopy, vault: away })).toBe('away')
    expect(kindOf({ openFailure, lastCopy, vault: away && { ...away, isReachable: true } })).toBe('guarded')
    expect(kindOf({ openFailure, lastCopy, vault: null })).toBe('failed')
  })

  it('a running copy is what is told, whatever came before', () => {
    const running = [{ jobId: crypto.randomUUID(), jobKind: 'copy' }] as unknown as Overview['running']
    expect(kindOf({ running, vault: away, lastCopy: null })).toBe('working')
  })

  it('a disk away with a fresh copy is a note; without one it needs somebody', () => {
    expect(healthOf(makeOverview({ vault: away, lastCopy: aged(2) }), NOW_MS)).toMatchObject({ isUrgent: false })
    expect(healthOf(makeOverview({ vault: away, lastCopy: aged(30) }), NOW_MS)).toMatchObject({ isUrgent: true })
    expect(healthOf(makeOverview({ vault: away, lastCopy: null }), NOW_MS)).toMatchObject({ isUrgent: true })
  })
})
