import { createHash } from 'node:crypto'
import type { Catalog } from '#engine/catalog/index.ts'
import { type CarriedBook, type Clock, JsonBook, type Log, type Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type {
  BookLine,
  DiskEvidence,
  DiskSetView,
  Evidence,
  Overview,
  PlanView,
  planCalls,
} from '#shared/contracts/index.ts'
import {
  type DiskId,
  eliminationYearOf,
  type KitState,
  type PlanBook,
  type PlanPressing,
  planBookSchema,
  type RecordSeriesId,
  type Review,
  reviewQuestionSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { EMPTY_PLAN } from './empty-plan.ts'
import { evidenceOf } from './evidence.ts'
import { IncidentRegister } from './incident-register.ts'
import { inventoryStatesOf, monthOf, monthStartMs, type PlanFacts, partsOf, planViewOf } from './plan-view.ts'
import { questionsOf } from './review.ts'
import { whoOf } from './who.ts'

export type PlanParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly overview: () => Promise<Overview>
  readonly disks: () => DiskSetView
  readonly diskLines: () => readonly BookLine[]
  readonly diskEvidence: (diskId: DiskId) => Promise<DiskEvidence>
  readonly kit: () => KitState
  /** Registered people, those who left among them. */
  readonly people: () => PlanFacts['people']
  readonly inventory: () => PlanFacts['inventory']
  readonly drills: () => PlanFacts['drills']
  /** Lines of the register of acts between two moments; null where there is none. */
  readonly register: (fromMs: number, toMs: number) => Evidence['register']
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

const DAY_MS = 86_400_000
/** A clinic that has just begun is left in peace with papers. */
const PAPER_GRACE_MS = 14 * DAY_MS
const MONTH_GRACE_MS = 35 * DAY_MS
const MONTHS_OFFERED = 24

/** The clinic's plan, its monthly review, its evidence, its incidents and how long its records are guarded: computed, and the few things kept that nobody can compute. */
export class ClinicPlan {
  readonly #parts: PlanParts
  readonly #book: JsonBook<typeof planBookSchema>
  readonly incidents: IncidentRegister
  readonly carried: CarriedBook

  private constructor(parts: PlanParts, book: JsonBook<typeof planBookSchema>) {
    this.#parts = parts
    this.#book = book
    this.carried = book.carried('plano')
    this.incidents = new IncidentRegister({ ...parts, book })
  }

  /** `file` is made with the first change. One that does not read is set aside, never written over. */
  static async open(parts: PlanParts & { readonly file: string }): Promise<ClinicPlan> {
    const { file, clock, log } = parts
    return new ClinicPlan(parts, await JsonBook.open({ file, schema: planBookSchema, empty: EMPTY_PLAN, clock, log }))
  }

  /** For notices. */
  async pressing(overview: Overview): Promise<PlanPressing | undefined> {
    if (!this.#parts.session.settings) return undefined
    const facts = await this.#facts(overview)
    const { nowMs, setUpAtMs } = facts
    const plan = planViewOf(facts)
    const ageMs = setUpAtMs === null ? 0 : nowMs - setUpAtMs
    const { printed, leavers } = plan
    const isPaperOld = printed ? printed.isOld || printed.changed.length > 0 : ageMs > PAPER_GRACE_MS
    const isMonthDue = ageMs > MONTH_GRACE_MS && (plan.evidenceDue !== null || plan.reviewDue)
    return {
      paperSinceMs: isPaperOld || leavers.length > 0 ? (printed?.atMs ?? setUpAtMs) : null,
      monthSinceMs: isMonthDue ? monthStartMs(monthOf(nowMs)) : null,
      incident: this.incidents.nextTerm(),
    }
  }

  handlers(): Handlers<typeof planCalls> {
    return {
      plan: () => this.#view(),
      setContacts: ({ contacts }) => this.#changed((book) => ({ ...book, contacts })),
      setKeyHolders: ({ keyHolders }) => this.#changed((book) => ({ ...book, keyHolders })),
      planPrinted: async ({ by }) => {
        const facts = await this.#facts()
        const printed = { atMs: facts.nowMs, by: whoOf(by), parts: partsOf(facts) }
        return this.#changed((book) => ({ ...book, printed }))
      },
      review: async () => {
        const { questions, nowMs } = await this.#questions()
        return { month: monthOf(nowMs), questions, done: this.#book.now.reviews.slice(-MONTHS_OFFERED) }
      },
      saveReview: (asked) => this.#saveReview(asked),
      evidenceMonths: async () => ({
        months: this.#months(),
        saved: this.#book.now.evidence.slice(-MONTHS_OFFERED * 2),
      }),
      evidence: (asked) => this.#evidence(asked),
      evidenceSaved: async ({ month, by, dataSha256, pdfSha256 }) => {
        const atMs = this.#nowMs()
        await this.#book.change((book) => ({
          ...book,
          evidence: [...book.evidence, { month, atMs, by: whoOf(by), dataSha256, pdfSha256 }],
        }))
        return {}
      },
      ...this.incidents.handlers(),
      recordGuard: async () => this.#guard(),
      setSeries: async ({ series, seriesId }) => {
        const id = seriesId ?? (this.#parts.random.uuid() as RecordSeriesId)
        if (seriesId !== null) this.#series(seriesId)
        await this.#book.change((book) => ({
          ...book,
          series: [...book.series.filter((one) => one.seriesId !== id), { ...series, seriesId: id }].sort(
            (a, b) => a.lastEntryYear - b.lastEntryYear || a.name.localeCompare(b.name),
          ),
        }))
        return this.#guard()
      },
      addElimination: async ({ by, seriesId, ...decision }) => {
        const series = this.#series(seriesId)
        const year = eliminationYearOf(series)
        if (new Date(this.#nowMs()).getFullYear() < year) fail('PLAN_101', { year })
        const line = { ...decision, by: whoOf(by), series, atMs: this.#nowMs() }
        await this.#book.change((book) => ({
          ...book,
          eliminations: [...book.eliminations, { ...line, number: book.eliminations.length + 1 }],
        }))
        return this.#guard()
      },
    }
  }

  #nowMs(): number {
    return Math.round(this.#parts.clock.nowMs())
  }

  #series(seriesId: RecordSeriesId) {
    return this.#book.now.series.find((one) => one.seriesId === seriesId) ?? fail('PLAN_102')
  }

  #guard() {
    const { series, eliminations } = this.#book.now
    return { series, eliminations }
  }

  async #changed(how: (book: PlanBook) => PlanBook): Promise<PlanView> {
    await this.#book.change(how)
    return this.#view()
  }

  async #view(): Promise<PlanView> {
    return planViewOf(await this.#facts())
  }

  async #facts(known?: Overview): Promise<PlanFacts> {
    const { session, catalog, overview, disks, kit, people, drills, inventory } = this.#parts
    const [setUp] = catalog.newestFacts('set-up-finished', 1)
    return {
      overview: known ?? (await overview()),
      nowMs: this.#nowMs(),
      schedule: session.requireSettings().schedule,
      disks: disks(),
      kit: kit(),
      people: people(),
      drills: drills(),
      inventory: inventory(),
      setUpAtMs: setUp?.atMs ?? null,
      openIncidents: this.incidents.open().length,
      book: this.#book.now,
    }
  }

  async #questions() {
    const facts = await this.#facts()
    return {
      nowMs: facts.nowMs,
      questions: questionsOf({ ...facts, plan: planViewOf(facts), states: inventoryStatesOf(facts) }),
    }
  }

  async #saveReview({ by, ticks }: { by: string; ticks: { question: string; note: string }[] }): Promise<Review> {
    const { questions, nowMs } = await this.#questions()
    const answers = questions.map(({ question, verdict }) => {
      const tick = ticks.find((one) => one.question === question) ?? fail('PLAN_103')
      return { question, verdict, isTicked: true, note: tick.note }
    })
    if (answers.length !== reviewQuestionSchema.options.length) fail('PLAN_103')
    const review: Review = { month: monthOf(nowMs), atMs: nowMs, by: whoOf(by), answers }
    await this.#book.change((book) => ({ ...book, reviews: [...book.reviews, review] }))
    return review
  }

  /** The months since set-up, newest first; this one up to now. */
  #months(): string[] {
    const [setUp] = this.#parts.catalog.newestFacts('set-up-finished', 1)
    const now = monthOf(this.#nowMs())
    const first = setUp ? monthOf(setUp.atMs) : now
    return Array.from({ length: MONTHS_OFFERED }, (_, ago) => monthOf(monthStartMs(now, -ago))).filter(
      (month) => month >= first,
    )
  }

  async #evidence({ month, by }: { month: string; by: string }) {
    const { catalog, diskLines, drills, register, overview } = this.#parts
    const fromMs = monthStartMs(month)
    const evidence = evidenceOf({
      ...{ month, catalog, by: whoOf(by), nowMs: this.#nowMs(), overview: await overview(), drills: drills().done },
      diskLines: diskLines(),
      incidents: this.incidents.all(),
      register: register(fromMs, monthStartMs(month, 1)),
      book: this.#book.now,
    })
    const json = `${JSON.stringify(evidence, null, 1)}\n`
    return { evidence, json, sha256: createHash('sha256').update(json).digest('hex') }
  }
}
