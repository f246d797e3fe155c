import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { DrillPlaceView, DrillsView, PlanDrill, RunningDrill } from '#shared/contracts/index.ts'
import { DRILL_EVERY_MS, type DrillPressing, type DrillRecord, type ReplicaId } from '#shared/domain/index.ts'
import { scenarios } from './all.ts'
import type { DrillBook } from './book.ts'
import { cardOf, clinicGoalMinutes, isDrill, placesFor, placeView } from './cards.ts'
import type { Scenario } from './drill.ts'
import { drillPlaces } from './rotation.ts'
import type { UnderWay } from './under-way.ts'

const DAY_MS = 86_400_000
/** The first one after a month: enough copies are there, and people have got used to the app. */
const FIRST_AFTER_MS = 30 * DAY_MS

type Parts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: DrillBook
  readonly clock: Clock
}

/** Everything the screen of drills shows: the library, what was done, and when the next is due. */
export function libraryOf(parts: Parts, running: RunningDrill | null): DrillsView {
  const { book, session } = parts
  const ended = book.drills.filter(({ end }) => end !== null).toReversed()
  return {
    cards: session.settings ? Object.values(scenarios).map((scenario) => cardOf(scenario, parts, book.uses)) : [],
    running,
    past: ended,
    silent: book.silent.toReversed(),
    dueAtMs: dueAtMsOf(parts),
  }
}

/** What the plan and the month's evidence know of the drills. The book travels with the copies, so this does too. */
export type DrillHistory = {
  /** Those that brought something back, newest first. */
  readonly done: readonly PlanDrill[]
  /** The newest that was finished of each kind of thing, against how soon the clinic wants that back today. */
  readonly measured: readonly {
    readonly of: Scenario['tests']
    readonly goalMinutes: number
    readonly tookMs: number
  }[]
  readonly dueAtMs: number | null
}

export function historyOf(parts: Parts): DrillHistory {
  const { settings } = parts.session
  const done = parts.book.drills.filter(isDrill).toReversed()
  const newest = new Map<Scenario['tests'], DrillRecord>()
  for (const record of done) {
    const { tests } = scenarios[record.kind]
    if (record.end?.outcome !== 'not-finished' && !newest.has(tests)) newest.set(tests, record)
  }
  return {
    done: done.flatMap(({ kind, end, elapsedMs, goalMs }) =>
      end === null ? [] : [{ kind, atMs: end.atMs, elapsedMs, goalMs, outcome: end.outcome }],
    ),
    measured: settings
      ? [...newest].map(([of, { kind, elapsedMs }]) => {
          return { of, goalMinutes: clinicGoalMinutes(scenarios[kind], settings), tookMs: elapsedMs }
        })
      : [],
    dueAtMs: dueAtMsOf(parts),
  }
}

/** When the next guided one is due; a clock that was set back cannot put it off. Null while nothing is set up. */
function dueAtMsOf({ book, session, catalog, clock }: Parts): number | null {
  if (!session.settings) return null
  const nowMs = clock.nowMs()
  const counted = book.drills.findLast(isDrill)
  if (counted) return Math.round(Math.min(counted.startedAtMs, nowMs) + DRILL_EVERY_MS)
  const [setUp] = catalog.newestFacts('set-up-finished', 1)
  return setUp ? Math.round(Math.min(setUp.atMs, nowMs) + FIRST_AFTER_MS) : null
}

/** What of the drills wants somebody. What is under way, or has nothing to bring back, is not asked for. */
export function pressingOf(parts: Parts): DrillPressing {
  const { book, session, catalog, clock } = parts
  const dueAtMs = dueAtMsOf(parts)
  const isDue = dueAtMs !== null && dueAtMs <= clock.nowMs() && !book.open && catalog.countCopies() > 0
  // Each place's newest word counts: that another one did well the week after mends nothing there.
  const newest = session.settings
    ? drillPlaces(session.settings).flatMap(
        ({ replica }) => book.silent.findLast((one) => one.replicaId === replica.id) ?? [],
      )
    : []
  const found = newest.flatMap(({ code, atMs }) => (code === null ? [] : [{ code, sinceMs: atMs }]))
  return {
    dueSinceMs: isDue ? dueAtMs : null,
    silent: found.toSorted((one, other) => one.sinceMs - other.sinceMs)[0] ?? null,
  }
}

/** The drill under way, as a window sees it. */
export function runningOf({ session, book, clock }: Parts, record: DrillRecord, now: UnderWay): RunningDrill {
  const { working, brought, folder, error } = now
  const isPaused = record.pauses.some(({ untilMs }) => untilMs === null)
  return {
    record,
    state: now.isInterrupted ? 'interrupted' : isPaused ? 'paused' : 'running',
    elapsedMs: now.watch.elapsedMs(),
    atMs: Math.round(clock.nowMs()),
    place: record.replicaId === null ? null : placeIn(session, record.replicaId),
    places: placesFor(scenarios[record.kind], { session }, book.uses),
    working: working && { ...working },
    brought: brought.map(({ name, bytes }) => ({ name, bytes })),
    folder,
    hidden: [],
    error,
  }
}

/** A place by its id; null when it is used no more. */
export function placeIn({ settings }: Session, replicaId: ReplicaId): DrillPlaceView | null {
  const found = settings && drillPlaces(settings).find(({ replica }) => replica.id === replicaId)
  return found ? placeView(found) : null
}
