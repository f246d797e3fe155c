import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Catalog, openCatalog } from '#engine/catalog/index.ts'
import { lastProofOf } from '#engine/jobs/index.ts'
import { systemClock } from '#engine/kernel/index.ts'
import { copyIdSchema, jobIdSchema, type SourceId, sourceIdSchema } from '#shared/domain/index.ts'
import {
  failuresOf,
  lastLookOf,
  openFailureOf,
  provenThroughMs,
  replicaHistory,
  savedAt,
  troubleOf,
} from './history.ts'

const HD = 'a'.repeat(64)
const NAS = 'b'.repeat(64)
const DATABASE = sourceIdSchema.parse('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a6')
const JOB = jobIdSchema.parse('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5')
let nowMs = 0
let catalog: Catalog
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'história é '))
  catalog = openCatalog(path.join(folder, 'catalog.db'), { clock: { ...systemClock, nowMs: () => nowMs } })
})
afterEach(() => {
  catalog.close()
  rmSync(folder, { recursive: true })
})

function copied(atMs: number, addedBytes = 10, missed: SourceId[] = []) {
  nowMs = atMs
  const none = { files: 0, folders: 0, sourceBytes: 0, newFiles: 0, changedFiles: 0, unchangedFiles: 0, databases: 0 }
  const copyId = copyIdSchema.parse('c'.repeat(64))
  const copy = { copyId, takenAtMs: atMs - 100, durationMs: 100, ...none, addedBytes, skips: {}, missed }
  catalog.commitFact({ kind: 'copy-finished', jobId: JOB, copy })
}
function unchanged(atMs: number) {
  nowMs = atMs
  const copyId = copyIdSchema.parse('c'.repeat(64))
  catalog.commitFact({ kind: 'copy-unchanged', jobId: JOB, copyId, lookedAtMs: atMs - 50, durationMs: 50 })
}
function failed(atMs: number, code: 'DEST_101' | 'APP_001', jobKind: 'copy' | 'proof' = 'copy') {
  nowMs = atMs
  catalog.commitFact({ kind: 'job-failed', jobId: JOB, jobKind, code, params: {} })
}
function proven(atMs: number, change: object = {}) {
  nowMs = atMs
  const told = { problems: 0, packs: 1, readBytes: 1, provenBytes: 1, totalBytes: 1, oldestProofAtMs: atMs }
  const fact = {
    kind: 'proof-finished',
    jobId: null,
    replicaId: HD,
    ...told,
    isExpired: false,
    durationMs: 10,
  } as const
  catalog.commitFact({ ...fact, ...change })
}

describe('what the facts say', () => {
  it('the last look is the last told, whatever a wrong clock said in between', () => {
    expect(lastLookOf(catalog)).toBeNull()
    copied(9_000_000)
    unchanged(5000)
    expect(lastLookOf(catalog)).toMatchObject({ lookedAtMs: 4950, ended: { atMs: 5000, durationMs: 50 } })
    copied(6000)
    expect(lastLookOf(catalog)).toMatchObject({ lookedAtMs: 5900 })
  })

  it('a database that a copy had to do without is as fresh as in the last copy that has it', () => {
    expect(savedAt(catalog, DATABASE)).toEqual({ savedAtMs: null, isMissed: false })
    copied(1000)
    unchanged(1500)
    copied(2000, 10, [DATABASE])
    unchanged(3000)
    expect(savedAt(catalog, DATABASE)).toEqual({ savedAtMs: 900, isMissed: true })
    copied(4000)
    unchanged(5000)
    expect(savedAt(catalog, DATABASE)).toEqual({ savedAtMs: 4950, isMissed: false })
  })

  it('failures count since the last look, of the same kind; a copy somebody stopped is no failure, but waits', () => {
    failed(1000, 'DEST_101')
    copied(2000)
    expect(failuresOf(catalog, 'copy', lastLookOf(catalog)?.seq ?? 0)).toBeNull()
    expect(openFailureOf(catalog)).toBeUndefined()
    failed(3000, 'DEST_101')
    failed(3500, 'DEST_101', 'proof')
    failed(4000, 'DEST_101')
    expect(failuresOf(catalog, 'copy', lastLookOf(catalog)?.seq ?? 0)).toEqual({ count: 2, lastAtMs: 4000 })
    failed(5000, 'APP_001')
    expect(failuresOf(catalog, 'copy', lastLookOf(catalog)?.seq ?? 0)).toEqual({ count: 5, lastAtMs: 5000 })
    expect(openFailureOf(catalog)).toMatchObject({ atMs: 4000 })
    unchanged(6000)
    expect(openFailureOf(catalog)).toBeUndefined()
  })

  it('an update that could bring nothing is not tried again before something new is there', () => {
    copied(1000)
    catalog.commitFact({ kind: 'replica-added', replicaId: NAS })
    expect(replicaHistory(catalog, NAS)).toMatchObject({ knownSinceMs: 1000, isStuck: false, update: null })
    nowMs = 3000
    const told = { copies: 2, heldBack: 0, damagedPacks: 0, bytes: 40, durationMs: 5 }
    catalog.commitFact({ kind: 'replica-updated', jobId: null, replicaId: NAS, ...told })
    expect(replicaHistory(catalog, NAS)).toMatchObject({ isStuck: false, update: { atMs: 3000, durationMs: 5 } })
    catalog.commitFact({ kind: 'replica-updated', jobId: null, replicaId: NAS, ...told, heldBack: 1 })
    expect(replicaHistory(catalog, NAS).isStuck).toBe(true)
    copied(4000, 7)
    expect(replicaHistory(catalog, NAS).isStuck).toBe(false)
  })

  it('says of each place what keeps it from taking part, until something goes well there', () => {
    expect(troubleOf(catalog, NAS)).toBeUndefined()
    nowMs = 1000
    catalog.commitFact({ kind: 'place-passed-over', replicaId: NAS, code: 'DEST_105' })
    copied(1500)
    expect(troubleOf(catalog, NAS)).toEqual({ atMs: 1000, code: 'DEST_105' })
    expect(troubleOf(catalog, HD)).toBeUndefined()
    nowMs = 2000
    const fact = { kind: 'job-failed', jobId: JOB, jobKind: 'replicate', params: {} } as const
    catalog.commitFact({ ...fact, code: 'DEST_102', replicaId: NAS })
    expect(troubleOf(catalog, NAS)).toEqual({ atMs: 2000, code: 'DEST_102' })
    expect(failuresOf(catalog, 'replicate', 0, NAS)).toEqual({ count: 1, lastAtMs: 2000 })
    expect(failuresOf(catalog, 'replicate', 0, HD)).toBeNull()
    const told = { copies: 1, heldBack: 0, damagedPacks: 0, bytes: 40, durationMs: 5 }
    catalog.commitFact({ kind: 'replica-updated', jobId: null, replicaId: NAS, ...told })
    expect(troubleOf(catalog, NAS)).toBeUndefined()
  })

  it('copies are proven up to the last check before the first pack that is not', () => {
    copied(1000)
    expect(provenThroughMs(catalog, HD)).toBeNull()
    proven(1500)
    catalog.recordProofs(HD, new Map([['p1', { seenAtMs: 1495, provenAtMs: 1499 }]]))
    expect(provenThroughMs(catalog, HD)).toBe(900)
    copied(2000)
    // The check at 2500 met a new pack and did not read it: the copy at 2000 may need it.
    catalog.recordProofs(HD, new Map([['p2', { seenAtMs: 2495, provenAtMs: null }]]))
    proven(2500)
    expect(provenThroughMs(catalog, HD)).toBe(900)
    catalog.recordProofs(HD, new Map([['p2', { seenAtMs: 2495, provenAtMs: 2600 }]]))
    proven(2700)
    expect(provenThroughMs(catalog, HD)).toBe(1900)
    proven(2800, { problems: 2 })
    expect(provenThroughMs(catalog, HD)).toBeNull()
  })

  it('damage in a place is over once every byte of it was read and found whole, by the daily check or by a person', () => {
    const read = (atMs: number, change: object = {}) => {
      nowMs = atMs
      const told = { problems: 0, packs: 1, readBytes: 40, durationMs: 5, readData: true }
      const fact = { kind: 'check-finished', jobId: JOB, replicaId: HD, ...told } as const
      catalog.commitFact({ ...fact, ...change })
    }
    expect(lastProofOf(catalog, HD)).toBeUndefined()
    proven(1000, { problems: 2 })
    read(1100, { replicaId: NAS })
    read(1200, { readData: false })
    expect(lastProofOf(catalog, HD)).toMatchObject({ atMs: 1000, problems: 2 })
    read(1300)
    expect(lastProofOf(catalog, HD)).toMatchObject({ problems: 0, oldestProofAtMs: 1300, provenBytes: 40 })
    read(1400, { problems: 1 })
    expect(lastProofOf(catalog, HD)).toMatchObject({ atMs: 1400, problems: 1 })
    proven(1500)
    expect(lastProofOf(catalog, HD)).toMatchObject({ atMs: 1500, problems: 0 })
  })
})
