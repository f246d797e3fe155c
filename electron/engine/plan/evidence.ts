import type { Catalog } from '#engine/catalog/index.ts'
import type { BookLine, Evidence, Overview, PlanDrill } from '#shared/contracts/index.ts'
import { dayOf, type Fact, type Incident, type PlanBook, skipCount } from '#shared/domain/index.ts'
import { monthOf, monthStartMs, placesOf } from './plan-view.ts'

export type EvidenceFacts = {
  readonly month: string
  readonly nowMs: number
  readonly by: string
  readonly overview: Overview
  readonly catalog: Pick<Catalog, 'newestFacts'>
  /** The lines of the disks' book with their seals. */
  readonly diskLines: readonly BookLine[]
  readonly drills: readonly PlanDrill[]
  readonly incidents: readonly Incident[]
  readonly register: Evidence['register']
  readonly book: PlanBook
}

const DAY_MS = 86_400_000
const MONTHS_OF_GROWTH = 12
/** Copies come at most every few minutes: more than two years of them. */
const MOST_COPIES = 60_000
const MOST_FACTS = 10_000
/** How far back the pace of growth is taken from, and how much of it there must be to say anything. */
const PACE_DAYS = 90
const LEAST_PACE_DAYS = 7
const LONGEST_FORECAST_DAYS = 20 * 365

/** One month as facts and books tell it. Names are the clinic's own places, disks and people; no patient and no file. */
export function evidenceOf(facts: EvidenceFacts): Evidence {
  const { month, nowMs, by, overview, catalog, diskLines, drills, incidents, register, book } = facts
  const fromMs = monthStartMs(month)
  // What happens in this very moment belongs to it.
  const toMs = Math.min(monthStartMs(month, 1), Math.max(fromMs, nowMs + 1))
  const within = <T extends { readonly atMs: number }>(all: readonly T[]): T[] =>
    all.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).sort((a, b) => a.atMs - b.atMs)
  const all = <K extends Fact['kind']>(kind: K) => within(catalog.newestFacts(kind, MOST_FACTS))
  const copies = catalog.newestFacts('copy-finished', MOST_COPIES)
  const made = within(copies)
  const failed = all('job-failed').filter(({ jobKind, code }) => jobKind === 'copy' && code !== 'APP_001')
  const recovered = all('recover-finished')
  const read = all('record-read')
  return {
    format: 'salvaguarda-evidence-1',
    month,
    clinicName: overview.state.kind === 'fresh' ? '' : overview.state.clinicName,
    fromMs,
    toMs,
    madeAtMs: nowMs,
    madeBy: by,
    days: daysOf(fromMs, toMs, made, failed),
    copies: {
      made: made.length,
      unchanged: all('copy-unchanged').length,
      withMisses: made.filter(({ copy }) => skipCount(copy) > 0).length,
      failures: failed.length,
      addedBytes: sum(made.map(({ copy }) => copy.addedBytes)),
    },
    growth: growthOf(copies, month),
    room: roomOf(copies, overview, nowMs),
    places: placesOf(overview),
    checks: checksOf([...all('check-finished'), ...all('proof-finished')], overview),
    drills: within(drills),
    swaps: swapsOf(
      diskLines.filter(({ entry: { atMs } }) => atMs >= fromMs && atMs < toMs),
      overview,
    ),
    accesses: {
      recoveries: recovered.length + all('database-recovery-finished').length,
      recoveredFiles: sum(recovered.map(({ files }) => files)),
      undone: all('recovery-undone').length,
      viewed: read.filter(({ how }) => how === 'viewed').length,
      exported: read.filter(({ how }) => how === 'exported').length,
    },
    register,
    incidents: incidents
      .filter(({ openedAtMs, closedAtMs }) => openedAtMs < toMs && (closedAtMs === null || closedAtMs >= fromMs))
      .map(({ number, kind, knownAtMs, told, closedAtMs }) => ({
        number,
        kind,
        knownAtMs,
        toldAtMs: told.authority?.atMs ?? null,
        isClosed: closedAtMs !== null,
      })),
    reviews: within(book.reviews).map(({ atMs, by: who }) => ({ atMs, by: who })),
  }
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)

type CopyFact = Extract<Fact, { kind: 'copy-finished' }>
type Dated = { readonly atMs: number }

function daysOf(fromMs: number, toMs: number, made: readonly Dated[], failed: readonly Dated[]): Evidence['days'] {
  const countBy = (all: readonly Dated[]) => Map.groupBy(all, ({ atMs }) => dayOf(atMs))
  const [copies, failures] = [countBy(made), countBy(failed)]
  const days: Evidence['days'] = []
  // Noon to noon: a day of 23 or 25 hours is passed over as any other.
  for (let atMs = fromMs + DAY_MS / 2; atMs - DAY_MS / 2 < toMs; atMs += DAY_MS) {
    const day = dayOf(atMs)
    days.push({ day, copies: copies.get(day)?.length ?? 0, failures: failures.get(day)?.length ?? 0 })
  }
  return days
}

/** What all copies took up, at the end of each month; months before the first copy are left out. */
function growthOf(copies: readonly CopyFact[], month: string): Evidence['growth'] {
  const firstMs = Math.min(...copies.map(({ atMs }) => atMs))
  const months = Array.from({ length: MONTHS_OF_GROWTH }, (_, at) =>
    monthOf(monthStartMs(month, at - MONTHS_OF_GROWTH + 1)),
  )
  return months.flatMap((one) => {
    const endMs = monthStartMs(one, 1)
    if (!(firstMs < endMs)) return []
    return { month: one, bytes: sum(copies.flatMap(({ atMs, copy }) => (atMs < endMs ? copy.addedBytes : []))) }
  })
}

/** Until when the main place has room, at the pace of the last months. The first copy is no pace: it brought everything there was. */
function roomOf(copies: readonly CopyFact[], { vault }: Overview, nowMs: number): Evidence['room'] {
  const freeBytes = vault?.freeBytes ?? null
  if (freeBytes === null) return null
  const first = copies.at(-1)
  const sinceMs = Math.max(first?.atMs ?? nowMs, nowMs - PACE_DAYS * DAY_MS)
  const days = (nowMs - sinceMs) / DAY_MS
  const added = sum(copies.flatMap(({ atMs, copy }) => (atMs > sinceMs ? copy.addedBytes : [])))
  if (days < LEAST_PACE_DAYS || added === 0) return { freeBytes, fitsUntilMs: null }
  const left = freeBytes / (added / days)
  return { freeBytes, fitsUntilMs: left > LONGEST_FORECAST_DAYS ? null : Math.round(nowMs + left * DAY_MS) }
}

function checksOf(
  checks: readonly Extract<Fact, { kind: 'check-finished' | 'proof-finished' }>[],
  { replicas }: Overview,
): Evidence['checks'] {
  return checks
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((fact) => {
      const replica = replicas.find(({ replicaId }) => replicaId === fact.replicaId)
      return {
        atMs: fact.atMs,
        place: replica?.name ?? replica?.place.kind ?? '',
        readBytes: fact.readBytes,
        problems: fact.problems,
        isWhole: fact.kind === 'check-finished' ? fact.readData : fact.provenBytes === fact.totalBytes,
      }
    })
}

function swapsOf(lines: readonly BookLine[], { replicas }: Overview): Evidence['swaps'] {
  const nameOf = new Map(replicas.map(({ diskId, name }) => [diskId, name]))
  return lines.flatMap(({ entry, seal }) => {
    // Plugged in and let go of: that says the same again.
    if (entry.kind === 'came' || entry.kind === 'left' || entry.kind === 'ejected') return []
    const [who, where] = entry.kind === 'handed-over' ? [entry.takenBy, entry.place] : [null, null]
    return { atMs: entry.atMs, disk: nameOf.get(entry.diskId) ?? '', kind: entry.kind, who, where, seal }
  })
}
