import type { Catalog } from '#engine/catalog/index.ts'
import type { Ended, Failures, ReplicaState } from '#engine/schedule/index.ts'
import type { Fact, JobKind, ReplicaId, SkipCode, SourceId } from '#shared/domain/index.ts'
import type { Code } from '#shared/errors/index.ts'

// What the numbered facts say of work that was done. Newest means last numbered: the clock may have been wrong in between.

type Look = { readonly seq: number; readonly lookedAtMs: number; readonly ended: Ended }

/** The newest time that everything was looked at, with or without a new copy. */
export function lastLookOf(catalog: Catalog): Look | null {
  const [copy] = catalog.newestFacts('copy-finished', 1)
  const [unchanged] = catalog.newestFacts('copy-unchanged', 1)
  const looks: Look[] = []
  if (copy) {
    const { takenAtMs, durationMs } = copy.copy
    looks.push({ seq: copy.seq, lookedAtMs: takenAtMs, ended: { atMs: copy.atMs, durationMs } })
  }
  if (unchanged) {
    const { seq, atMs, lookedAtMs, durationMs } = unchanged
    looks.push({ seq, lookedAtMs, ended: { atMs, durationMs } })
  }
  return looks.sort((left, right) => right.seq - left.seq)[0] ?? null
}

/** The newest moment whose state of one source a copy holds, and whether the newest copy had to do without it. */
export function savedAt(
  catalog: Catalog,
  sourceId: SourceId,
): { readonly savedAtMs: number | null; readonly isMissed: boolean; readonly trouble: SkipCode | undefined } {
  const has = ({ copy }: Extract<Fact, { kind: 'copy-finished' }>) =>
    !copy.missed?.includes(sourceId) && (copy.asked?.includes(sourceId) ?? true)
  const [newest] = catalog.newestFacts('copy-finished', 1)
  const trouble = newest?.copy.troubles?.[sourceId]
  // What was found unchanged since is unchanged in what it lacks, too.
  if (newest === undefined || has(newest))
    return { savedAtMs: lastLookOf(catalog)?.lookedAtMs ?? null, isMissed: false, trouble }
  return { savedAtMs: catalog.findFact('copy-finished', has)?.copy.takenAtMs ?? null, isMissed: true, trouble }
}

/** The newest failure of a copy that nothing later has made good. */
export function openFailureOf(catalog: Catalog): Extract<Fact, { kind: 'job-failed' }> | undefined {
  const sinceSeq = lastLookOf(catalog)?.seq ?? 0
  return failuresSince(catalog, 'copy', sinceSeq).find(({ code }) => code !== 'APP_001')
}

/** More failures than this in a row make no difference. */
const MOST_FAILURES = 50
/** Somebody stopped it: it need not begin again at once. */
const CANCELLED_WEIGHT = 5

/** Tries that failed since the last that did not. Work on another disk does not count. */
export function failuresOf(catalog: Catalog, kind: JobKind, sinceSeq: number, replicaId?: ReplicaId): Failures | null {
  const found = failuresSince(catalog, kind, sinceSeq).filter((fact) => (fact.replicaId ?? replicaId) === replicaId)
  const [newest] = found
  if (!newest) return null
  const count = newest.code === 'APP_001' ? Math.max(CANCELLED_WEIGHT, found.length) : found.length
  return { count, lastAtMs: newest.atMs }
}

/** Newest first. */
function failuresSince(catalog: Catalog, kind: JobKind, sinceSeq: number) {
  return catalog
    .newestFacts('job-failed', MOST_FAILURES)
    .filter(({ seq, jobKind }) => seq > sinceSeq && jobKind === kind)
}

/** What one disk lacks and when it was last proven and brought up to date. */
export function replicaHistory(
  catalog: Catalog,
  replicaId: ReplicaId,
): Pick<ReplicaState, 'knownSinceMs'> & {
  readonly proof: Ended | null
  readonly proofSeq: number
  readonly update: Ended | null
  readonly updateSeq: number
  /** Nothing could be brought the last time, and nothing has changed since: it is tried again within a day, not at once. */
  readonly isStuck: boolean
} {
  const proof = catalog.findFact('proof-finished', (fact) => fact.replicaId === replicaId)
  const update = catalog.findFact('replica-updated', (fact) => fact.replicaId === replicaId)
  const added = catalog.findFact('replica-added', (fact) => fact.replicaId === replicaId)
  const [setUp] = catalog.newestFacts('set-up-finished', 1)
  const updateSeq = update?.seq ?? 0
  const [copy] = catalog.newestFacts('copy-finished', 1)
  const isStuck = update !== undefined && (update.copies === 0 || update.heldBack > 0) && (copy?.seq ?? 0) < updateSeq
  return {
    knownSinceMs: added?.atMs ?? setUp?.atMs ?? null,
    proof: proof ? { atMs: proof.atMs, durationMs: proof.durationMs } : null,
    proofSeq: proof?.seq ?? 0,
    update: update ? { atMs: update.atMs, durationMs: update.durationMs } : null,
    updateSeq,
    isStuck,
  }
}

/**
 * When the newest copy was made all of whose bytes were read again whole: one that was there when the last check began that met no pack
 * which is unproven still.
 */
export function provenThroughMs(catalog: Catalog, replicaId: ReplicaId): number | null {
  const oldestMs = catalog.oldestUnproven(replicaId) ?? Number.POSITIVE_INFINITY
  const run = catalog.findFact('proof-finished', (fact) => fact.replicaId === replicaId && fact.atMs < oldestMs)
  if (!run || run.problems > 0 || run.provenBytes === 0) return null
  const copy = catalog.findFact('copy-finished', (fact) => fact.atMs <= startOf(run))
  return copy?.copy.takenAtMs ?? null
}

const startOf = ({ atMs, durationMs }: Extract<Fact, { kind: 'proof-finished' }>) => atMs - durationMs

/** What keeps a place from taking part, when nothing later went well there. */
export function troubleOf(
  catalog: Catalog,
  replicaId: ReplicaId,
): { readonly atMs: number; readonly code: Code } | undefined {
  const isHere = (fact: { readonly replicaId?: string | undefined }) => fact.replicaId === replicaId
  const passed = catalog.findFact('place-passed-over', isHere)
  const failed = catalog
    .newestFacts('job-failed', MOST_FAILURES)
    .find((fact) => isHere(fact) && PLACE_WORK.has(fact.jobKind) && fact.code !== 'APP_001')
  const newest = (passed?.seq ?? 0) > (failed?.seq ?? 0) ? passed : failed
  if (!newest) return undefined
  // Older ones are not looked at: they may be many.
  const isLater = (kind: 'copy-finished' | 'copy-unchanged' | 'replica-updated' | 'proof-finished') =>
    (catalog.findFact(kind, (fact) => fact.seq < newest.seq || isHere(fact))?.seq ?? 0) > newest.seq
  const isGood = (['copy-finished', 'copy-unchanged', 'replica-updated', 'proof-finished'] as const).some(isLater)
  return isGood ? undefined : { atMs: newest.atMs, code: newest.code }
}

const PLACE_WORK: ReadonlySet<JobKind> = new Set(['replicate', 'proof'])
