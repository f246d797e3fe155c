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
  #opening: Promise<unknown> = Promise.resolve()

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

  /** Opens an incident for each lost disk that has none. Called when the disks' book changes, and at start: a crash in between is made good. */
  lookForLostDisks(): Promise<void> {
    const opening = this.#opening.then(() => this.#openForDisks())
    this.#opening = opening.catch(() => this.#parts.log.warn('plan.incident-not-opened'))
    return opening
  }

  handlers(): Handlers<IncidentCalls> {
    return {
      incidents: async () => this.#list(),
      openIncident: async ({ by, kind, knownAtMs, words, diskId }) =>
        this.#opened({ by: whoOf(by), what: kind, knownAtMs, words, disk: diskId && (await this.#lostDisk(diskId)) }),
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

  async #line(line: NewLine): Promise<IncidentView> {
    if (line.kind !== 'opened') this.#known(line.incidentId)
    const atMs = Math.round(this.#parts.clock.nowMs())
    await this.#parts.book.change((book) => ({ ...book, incidents: [...book.incidents, { ...line, atMs }] }))
    return this.#view(this.#known(line.incidentId))
  }

  #opened(wish: Omit<Extract<NewLine, { kind: 'opened' }>, 'kind' | 'incidentId' | 'number'>): Promise<IncidentView> {
    const incidentId = this.#parts.random.uuid() as IncidentId
    return this.#line({ ...wish, kind: 'opened', incidentId, number: this.all().length + 1 })
  }

  async #openForDisks(): Promise<void> {
    const known = new Set(this.all().flatMap(({ disk }) => disk?.reference ?? []))
    for (const { entry } of this.#parts.diskLines()) {
      if (entry.kind !== 'lost' || known.has(entry.incident)) continue
      const disk = await this.#lostDisk(entry.diskId)
      await this.#opened({
        ...{ by: entry.reportedBy, what: 'lost-disk', knownAtMs: entry.atMs, words: entry.what },
        disk: disk && { ...disk, reference: entry.incident },
      })
      known.add(entry.incident)
    }
  }

  /** What speaks for nobody being able to read it, as known now. Null for a disk that is not of the set. */
  async #lostDisk(diskId: DiskId): Promise<LostDisk | null> {
    const disk = this.#parts.disks().disks.find((one) => one.diskId === diskId)
    if (!disk) return null
    // The keys are listed where the main copies are; without them the rest is still worth writing down.
    const evidence = await this.#parts.diskEvidence(diskId).catch(() => null)
    const custody = this.#parts
      .diskLines()
      .findLast(({ entry }) => entry.diskId === diskId && entry.kind === 'handed-over')?.entry
    return {
      ...{ diskId, label: disk.label, number: disk.number, replicaId: disk.replicaId },
      reference: disk.lost?.incident ?? '',
      keys: evidence?.keys.length ?? null,
      newestCopyAtMs: disk.newestCopyAtMs,
      custody:
        custody?.kind === 'handed-over' ? { takenBy: custody.takenBy, place: custody.place, atMs: custody.atMs } : null,
    }
  }
}
