import type { Clock, JsonBook, Log, Random } from '#engine/kernel/index.ts'
import type { BookLine, DiskEvidence, DiskSetView, IncidentView, planCalls } from '#shared/contracts/index.ts'
import {
  type DiskId,
  type Incident,
  type IncidentId,
  type IncidentLine,
  incidentsOf,
  incidentTerms,
  type LostDisk,
  type PlanPressing,
  type planBookSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { whoOf } from './who.ts'

type RegisterParts = {
  readonly book: JsonBook<typeof planBookSchema>
  readonly disks: () => DiskSetView
  readonly diskLines: () => readonly BookLine[]
  readonly diskEvidence: (diskId: DiskId) => Promise<DiskEvidence>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}
type NewLine = IncidentLine extends infer L ? (L extends IncidentLine ? Omit<L, 'atMs'> : never) : never
type OpenedLine = Extract<NewLine, { kind: 'opened' }>
type WrittenLine = Exclude<NewLine, OpenedLine>
type Loss = Extract<BookLine['entry'], { kind: 'lost' }>
type IncidentCalls = Pick<
  typeof planCalls,
  | 'incidents'
  | 'openIncident'
  | 'describeIncident'
  | 'tickIncident'
  | 'tellIncident'
  | 'closeIncident'
  | 'setOwnHolidays'
>

/** The register of incidents: lines are only ever added. What ANPD's resolution 15/2024 asks to be kept for five years is kept for ever. */
export class IncidentRegister {
  readonly #parts: RegisterParts
  #opening: Promise<void> = Promise.resolve()

  constructor(parts: RegisterParts) {
    this.#parts = parts
  }

  all(): Incident[] {
    return incidentsOf(this.#parts.book.now.incidents)
  }

  open(): Incident[] {
    return this.all().filter(({ closedAtMs }) => closedAtMs === null)
  }

  /** The next end of a term that still runs, of any open incident; null while none does. */
  nextTerm(): PlanPressing['incident'] {
    const running = this.open().flatMap((incident) => {
      const { account, told, knownAtMs: sinceMs } = incident
      if (account.risk === 'not-relevant') return []
      const { tellByMs, completeByMs } = this.#terms(incident)
      if (told.authority === undefined) return { byMs: tellByMs, sinceMs }
      return told.complement === undefined ? { byMs: completeByMs, sinceMs } : []
    })
    return running.sort((a, b) => a.byMs - b.byMs)[0] ?? null
  }

  /**
   * Opens an incident for each loss of a disk that has none. Called when the disks' book changes, and at start: a crash in between is made
   * good. Never throws: what could not be written is tried again with the next call.
   */
  lookForLostDisks(): Promise<void> {
    this.#opening = this.#opening
      .then(() => this.#openForDisks())
      .catch(() => this.#parts.log.warn('plan.incident-not-opened'))
    return this.#opening
  }

  handlers(): Handlers<IncidentCalls> {
    return {
      incidents: async () => this.#list(),
      openIncident: ({ by, kind, knownAtMs, words }) =>
        this.#opened({ by: whoOf(by), what: kind, knownAtMs, words, disk: null }),
      describeIncident: ({ incidentId, by, account }) =>
        this.#line({ kind: 'described', incidentId, by: whoOf(by), account }),
      tickIncident: ({ incidentId, by, task, isDone }) =>
        this.#line({ kind: 'ticked', incidentId, by: whoOf(by), task, isDone }),
      tellIncident: ({ incidentId, by, whom, toldAtMs, reference }) =>
        this.#line({ kind: 'told', incidentId, by: whoOf(by), whom, toldAtMs, reference }),
      closeIncident: async ({ incidentId, by, isClosed }) => {
        const { account, told } = this.#known(incidentId)
        const isAnswered = told.authority !== undefined || account.whyNot !== ''
        if (isClosed && (account.risk === 'undecided' || !isAnswered)) fail('PLAN_104')
        return this.#line({ kind: isClosed ? 'closed' : 'reopened', incidentId, by: whoOf(by) })
      },
      setOwnHolidays: async ({ days }) => {
        const ownHolidays = [...new Set(days)].sort()
        await this.#parts.book.change((book) => ({ ...book, ownHolidays }))
        return this.#list()
      },
    }
  }

  #list() {
    const incidents = this.all()
      .map((incident) => this.#view(incident))
      .reverse()
    return { incidents, ownHolidays: this.#parts.book.now.ownHolidays }
  }

  #terms({ knownAtMs }: Incident) {
    return incidentTerms(knownAtMs, this.#parts.book.now.ownHolidays)
  }

  #view(incident: Incident): IncidentView {
    return { ...incident, terms: this.#terms(incident) }
  }

  #known(incidentId: IncidentId): Incident {
    return this.all().find((one) => one.incidentId === incidentId) ?? fail('PLAN_102')
  }

  async #line(line: WrittenLine): Promise<IncidentView> {
    this.#known(line.incidentId)
    await this.#added(() => line)
    return this.#view(this.#known(line.incidentId))
  }

  async #opened(wish: Omit<OpenedLine, 'kind' | 'incidentId' | 'number'>): Promise<IncidentView> {
    const incidentId = this.#parts.random.uuid() as IncidentId
    // Counted where lines are added one after the other: two that open at once have two numbers.
    await this.#added((before) => ({ ...wish, kind: 'opened', incidentId, number: incidentsOf(before).length + 1 }))
    return this.#view(this.#known(incidentId))
  }

  #added(lineAfter: (before: readonly IncidentLine[]) => NewLine): Promise<unknown> {
    const atMs = Math.round(this.#parts.clock.nowMs())
    return this.#parts.book.change((book) => ({
      ...book,
      incidents: [...book.incidents, { ...lineAfter(book.incidents), atMs }],
    }))
  }

  async #openForDisks(): Promise<void> {
    for (const { entry } of this.#parts.diskLines()) {
      if (entry.kind !== 'lost' || this.all().some((incident) => isOfLoss(incident, entry))) continue
      const disk = await this.#lostDisk(entry)
      const { reportedBy: by, atMs: knownAtMs, what: words } = entry
      await this.#opened({ by, what: 'lost-disk', knownAtMs, words, disk })
    }
  }

  /** What speaks for nobody being able to read it, as known now. Null for a disk that is not of the set. */
  async #lostDisk({ diskId, incident: reference }: Loss): Promise<LostDisk | null> {
    const disk = this.#parts.disks().disks.find((one) => one.diskId === diskId)
    if (!disk) return null
    // The keys are listed where the main copies are; without them the rest is still worth writing down.
    const evidence = await this.#parts.diskEvidence(diskId).catch(() => null)
    const custody = this.#parts
      .diskLines()
      .findLast(({ entry }) => entry.diskId === diskId && entry.kind === 'handed-over')?.entry
    return {
      ...{ diskId, label: disk.label, number: disk.number, replicaId: disk.replicaId },
      reference,
      keys: evidence?.keys.length ?? null,
      newestCopyAtMs: disk.newestCopyAtMs,
      custody:
        custody?.kind === 'handed-over' ? { takenBy: custody.takenBy, place: custody.place, atMs: custody.atMs } : null,
    }
  }
}

/** A loss is told by its disk and reference. That of a disk that is none of the set any more is kept without them: its moment tells it. */
function isOfLoss({ kind, knownAtMs, disk }: Incident, loss: Loss): boolean {
  if (disk) return disk.diskId === loss.diskId && disk.reference === loss.incident
  return kind === 'lost-disk' && knownAtMs === loss.atMs
}
