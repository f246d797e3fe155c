import type { Catalog } from '#engine/catalog/index.ts'
import type { ConnectorContext } from '#engine/connectors/index.ts'
import { DatabaseLooks } from '#engine/databases/index.ts'
import type { JobInput, JobQueue } from '#engine/jobs/index.ts'
import type { Clock, Log } from '#engine/kernel/index.ts'
import {
  type LastSeen,
  msWithin,
  Planner,
  paceOf,
  shortestGoalMs,
  type Waits,
  Watchdog,
} from '#engine/schedule/index.ts'
import { isFar, type Session, standingPlaces } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import type { VolumeWatch } from '#engine/volumes/index.ts'
import { type Coverage, Marks, Watch, type WatchedSource } from '#engine/watch/index.ts'
import {
  type DueWork,
  type Fact,
  isOutside,
  type JobId,
  type MachineState,
  type ReplicaId,
  type Source,
  type SourceId,
} from '#shared/domain/index.ts'
import { type Code, codeOf } from '#shared/errors/index.ts'
import { DiskWatch } from './disks.ts'
import type { UnsavedBySource } from './freshness.ts'
import { lastLookOf, troubleOf } from './history.ts'
import { scheduleState } from './schedule-state.ts'

export type AutomaticParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly queue: JobQueue
  /** Tells of disks that come and go. */
  readonly volumes: Pick<VolumeWatch, 'onLook' | 'hint'>
  readonly clock: Clock
  readonly log: Log
  /** How servers of databases are asked. */
  readonly context: ConnectorContext
  /** The usual ones by default. */
  readonly waits?: Waits
}

const DAY_MS = 86_400_000

/** What goes on by itself: hears of changes, starts work when it is due, and tells when copies stay away. Puts rooms together that know nothing of each other. */
export class Automatic {
  readonly #parts: AutomaticParts
  readonly #marks = new Marks()
  readonly disks = new DiskWatch(() => this.decided())
  readonly #watch: Watch
  /** Databases of servers: known also while nothing begins by itself. */
  readonly databases: DatabaseLooks
  readonly #planner: Planner
  readonly #watchdog: Watchdog
  readonly #told = new Map<SourceId, string>()
  readonly #seen = new Map<ReplicaId, boolean>()
  #machine: MachineState = { power: 'unknown', batteryPercent: null, isMetered: false }
  #stopFacts: () => void = () => undefined
  #stopVolumes: () => void = () => undefined
  #isBegun = false
  /** Where the copy under way goes. */
  #copyAt: { readonly jobId: JobId; readonly replica: VaultPlace; readonly sinceMs: number } | undefined

  constructor(parts: AutomaticParts) {
    this.#parts = parts
    const { clock, log, catalog, context } = parts
    this.databases = new DatabaseLooks({
      clock,
      context,
      onChange: (sourceId, sinceMs) => this.#mark(sourceId, sinceMs),
      onHeard: (sourceId, code) => this.#tellCoverage(sourceId, code === null ? ASKED : { kind: 'looks', code }),
    })
    this.#watch = new Watch({
      clock,
      log,
      onChange: (sourceId) => this.#mark(sourceId, clock.nowMs()),
      onCoverage: (sourceId, coverage) => this.#tellCoverage(sourceId, coverage),
    })
    this.#planner = new Planner({
      clock,
      log,
      read: () => this.#read(),
      start: (work) => this.#start(work),
      look: () => this.#look(),
    })
    this.#watchdog = new Watchdog({
      clock,
      log,
      read: () => this.#lastSeen(),
      tell: (overdue) => void catalog.commitFact({ kind: 'copies-overdue', ...overdue }),
    })
  }

  begin(): void {
    if (this.#isBegun) return
    this.#isBegun = true
    const { catalog, log, session, volumes } = this.#parts
    this.#stopFacts = catalog.onFact((fact) => this.#hear(fact))
    this.#stopVolumes = volumes.onLook(() => {
      this.#lookAtDisks()
        .catch((error: unknown) => log.warn('disks.look-failed', { code: codeOf(error) }))
        .finally(() => this.#planner.wake())
    })
    this.#planner.begin({ isFreshStart: session.settings !== undefined })
    this.#watchdog.begin()
  }

  get pace(): 'full' | 'polite' {
    const { session, clock } = this.#parts
    if (!this.#isBegun || session.settings === undefined) return 'full'
    return paceOf(session.settings.schedule, { machine: this.#machine }, clock.nowMs())
  }

  plan(): DueWork[] {
    return [...this.#planner.plan()]
  }

  tellMachine(machine: MachineState): void {
    this.#machine = machine
    this.#planner.wake()
  }

  /** The system told main that a device came or went. */
  tellDevices(): void {
    this.#parts.volumes.hint()
  }

  resumed(): void {
    this.#planner.resumed()
  }

  /** Decisions changed, or work is over: what is due may be something else now. */
  decided(): void {
    this.#planner.wake()
  }

  /** What is protected has changed: it is listened to first and copied then, so that nothing falls between the two. */
  async sourcesChanged(): Promise<void> {
    await this.#look()
    this.#parts.queue.enqueue({ kind: 'copy', skipUnchanged: true })
    this.decided()
  }

  /** Places that a copy may go to now, in the plan's order. */
  placesForCopy(): readonly VaultPlace[] {
    const places = standingPlaces(this.#parts.session.requireSettings())
    const usable = places.filter(
      (replica) => !isFar(replica) || (this.disks.of(replica.id).isReachable && !this.#isHeld(replica)),
    )
    // Somebody may have asked for it: then the line is used all the same.
    return usable.length > 0 ? usable : places
  }

  copyGoesTo(jobId: JobId, replica: VaultPlace): void {
    this.#copyAt = { jobId, replica, sinceMs: this.#parts.clock.nowMs() }
  }

  /** Told once for each cause: a copy comes by every few minutes. */
  passedOver({ id: replicaId }: VaultPlace, code: Code): void {
    const { catalog, clock } = this.#parts
    if (IS_AWAY.has(code)) this.disks.isGone(replicaId, clock.nowMs())
    if (troubleOf(catalog, replicaId)?.code !== code) catalog.commitFact({ kind: 'place-passed-over', replicaId, code })
  }

  unsaved(): UnsavedBySource {
    const watched = [...this.#watch.coverage()].filter(([, one]) => isHeard(one)).map(([sourceId]) => sourceId)
    const heard = [...watched, ...this.databases.heard()]
    const unsaved = [...this.#marks.unsaved()].map(
      ([sourceId, { sinceMs }]) => [sourceId, Math.round(sinceMs)] as const,
    )
    return { changedSinceMs: new Map(unsaved), heard: new Set(heard) }
  }

  async close(): Promise<void> {
    this.#stopFacts()
    this.#stopVolumes()
    await Promise.all([this.#planner.close(), this.#watchdog.close(), this.#watch.close()])
  }

  #read() {
    const { settings } = this.#parts.session
    if (settings === undefined) return undefined
    const isWatchTrusted = this.#watch.isTrusted && this.databases.isTrusted
    const parts = {
      ...this.#parts,
      isWatchTrusted,
      marks: this.#marks,
      disks: this.disks,
      isHeld: (replica: VaultPlace) => this.#isHeld(replica),
    }
    return { policy: settings.schedule, state: scheduleState(parts, settings, this.#machine) }
  }

  #start({ work, reason }: Extract<DueWork, { kind: 'now' }>): void {
    const input: JobInput =
      work.kind === 'copy' ? { kind: 'copy', skipUnchanged: reason !== 'first' && reason !== 'daily' } : work
    this.#parts.queue.enqueue(input)
  }

  async #look(): Promise<void> {
    const { settings } = this.#parts.session
    if (settings === undefined) return
    await this.#lookAtDisks()
    // Not waited for: a server that is gone takes its time.
    void this.databases.look(settings.sources.filter((source) => source.kind === 'server'))
    await this.#watch.follow(settings.sources.flatMap(watchedSource))
  }

  async #lookAtDisks(): Promise<void> {
    const { session, clock, log } = this.#parts
    const { settings } = session
    if (settings === undefined) return
    await this.disks.look(session, [settings.vault, ...settings.replicas], clock.nowMs())
    for (const { id, place } of [settings.vault, ...settings.replicas]) if (place.kind === 'local') this.#tellSeen(id)
    this.#preferNearer()
    await session.followDisks().catch((error: unknown) => log.warn('disks.not-followed', { code: codeOf(error) }))
  }

  /** A copy on its way to a far place begins anew when a place before it came back: the line is slow and the disk is not. */
  #preferNearer(): void {
    const { session, queue } = this.#parts
    const at = this.#copyAt
    if (!at || !isFar(at.replica) || session.settings === undefined) return
    const places = standingPlaces(session.settings)
    const before = places.slice(
      0,
      places.findIndex(({ id }) => id === at.replica.id),
    )
    const isBack = before.some((replica) => {
      const { isReachable, sinceMs } = this.disks.of(replica.id)
      return !isFar(replica) && isReachable && sinceMs >= at.sinceMs
    })
    if (!isBack) return
    this.#copyAt = undefined
    queue.beginAnew(at.jobId)
  }

  /** What goes there is paid by volume right now. */
  #isHeld(replica: VaultPlace): boolean {
    const { settings } = this.#parts.session
    return this.#machine.isMetered && settings?.schedule.isMeteredAllowed !== true && isOutside(replica)
  }

  /** What came or went is told, so that windows need not ask. What was so from the start is no news. */
  #tellSeen(replicaId: ReplicaId): void {
    const { isReachable } = this.disks.of(replicaId)
    const known = this.#seen.get(replicaId)
    this.#seen.set(replicaId, isReachable)
    if (known === undefined || known === isReachable) return
    this.#parts.catalog.commitFact({ kind: 'place-seen', replicaId, isReachable })
  }

  #hear(fact: Fact): void {
    const { clock, log, session } = this.#parts
    switch (fact.kind) {
      case 'job-started':
        if (fact.jobKind !== 'copy') return
        this.#marks.copyBegins()
        this.#watch.hearAnew()
        return
      case 'copy-finished':
      case 'copy-unchanged':
        this.#marks.copyEnds()
        this.#copyAt = undefined
        break
      case 'job-failed':
        if (fact.jobKind === 'copy') this.#marks.copyFails()
        if (fact.jobKind === 'copy') this.#copyAt = undefined
        if (fact.jobKind === 'copy' && (fact.code === 'DEST_101' || fact.code === 'DEST_111') && session.settings)
          this.disks.isGone(session.settings.vault.id, clock.nowMs())
        break
      case 'set-up-finished':
      case 'replica-added':
        this.#look().catch((error: unknown) => log.warn('automatic.look-failed', { code: codeOf(error) }))
    }
    this.#planner.wake()
  }

  #mark(sourceId: SourceId, sinceMs: number): void {
    if (this.#marks.mark(sourceId, sinceMs)) this.#planner.wake()
  }

  /** How changes are learnt of is told once, when it becomes something else than it was. */
  #tellCoverage(sourceId: SourceId, coverage: Coverage | typeof ASKED): void {
    this.#planner.wake()
    if (coverage.kind === 'starting') return
    const { catalog } = this.#parts
    const code = 'code' in coverage ? coverage.code : null
    const before = catalog.findFact('watch-changed', (fact) => fact.sourceId === sourceId)
    const known = this.#told.get(sourceId) ?? (before ? `${before.how} ${before.code}` : 'events null')
    const now = `${coverage.kind} ${code}`
    this.#told.set(sourceId, now)
    if (known !== now) catalog.commitFact({ kind: 'watch-changed', sourceId, how: coverage.kind, code })
  }

  /** By itself from the facts, so that what is wrong with the schedule is not wrong here too. */
  #lastSeen(): LastSeen | undefined {
    const { catalog, clock, session } = this.#parts
    const { settings } = session
    if (settings === undefined || !settings.schedule.isEnabled) return undefined
    const look = lastLookOf(catalog)
    const [setUp] = catalog.newestFacts('set-up-finished', 1)
    // The first copy of everything may take a day.
    const lastAtMs = look?.ended.atMs ?? (setUp ? setUp.atMs + DAY_MS : null)
    const [told] = catalog.newestFacts('copies-overdue', 1)
    return {
      lastAtMs,
      goalMs: shortestGoalMs(settings.schedule),
      quietMs: lastAtMs === null ? 0 : msWithin(settings.schedule.quiet, lastAtMs, clock.nowMs()),
      toldAtMs: told && told.seq > (look?.seq ?? 0) ? told.atMs : null,
    }
  }
}

const isHeard = (coverage: Coverage) =>
  coverage.kind === 'polling' || (coverage.kind === 'events' && coverage.isTrusted)

/** Codes of a place that cannot be reached at all. */
const IS_AWAY: ReadonlySet<Code> = new Set(['DEST_101', 'DEST_108', 'DEST_111', 'VAULT_101'])

/** A server is asked every minute and needs no excuse for it. */
const ASKED = { kind: 'polling' } as const

/** A database is heard by its own files; the log beside it is where most programs write first. What only a server may read has none. */
function watchedSource(source: Source): WatchedSource[] {
  if (source.kind === 'server') return []
  const { id: sourceId, kind, path } = source
  if (kind === 'folder') return [{ sourceId, kind, path }]
  return [{ sourceId, kind: 'files', path, files: [path, `${path}-wal`, `${path}-journal`] }]
}
