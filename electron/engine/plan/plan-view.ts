import { createHash } from 'node:crypto'
import type { DiskSetView, Overview, PlanConflict, PlanDrill, PlanThing, PlanView } from '#shared/contracts/index.ts'
import {
  backMinutesOf,
  goalMsOf,
  type InventoryItem,
  type InventoryState,
  inventoryStateOf,
  type KitState,
  type PlanBook,
  type PlanPart,
  type ProtectionFacts,
  type SchedulePolicy,
  type SourceId,
  weightOfSource,
} from '#shared/domain/index.ts'

/** What the clinic has, and what tells where its tablets' photos lie. */
export type PlanInventory = Pick<ProtectionFacts, 'tablets' | 'inboxPath'> & {
  readonly items: readonly InventoryItem[]
}

/** What the plan is computed from, all of one moment. */
export type PlanFacts = {
  readonly nowMs: number
  readonly overview: Overview
  readonly schedule: SchedulePolicy
  readonly disks: DiskSetView
  readonly kit: KitState
  readonly people: readonly { readonly name: string; readonly role: string; readonly isActive: boolean }[]
  readonly drills: {
    /** Newest first. */
    readonly done: readonly PlanDrill[]
    /** How soon something was back in the newest drill of it that was finished, and how soon the clinic wants it. */
    readonly measured: readonly {
      readonly of: 'records' | 'databases' | 'clinic'
      readonly goalMinutes: number
      readonly tookMs: number
    }[]
    readonly dueAtMs: number | null
  }
  readonly setUpAtMs: number | null
  readonly openIncidents: number
  readonly inventory: PlanInventory
  readonly book: PlanBook
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** A paper older than this is printed anew, whatever changed. */
const PAPER_OLD_MS = 182 * DAY_MS
/** A month's folder is asked for on the first days of the next one. */
const EVIDENCE_DAYS = 10

/** The plan as facts say it is now. Pure. */
export function planViewOf(facts: PlanFacts): PlanView {
  const { nowMs, overview, schedule, kit, people, drills, book } = facts
  const parts = partsOf(facts)
  const { printed } = book
  return {
    atMs: nowMs,
    clinicName: clinicOf(overview),
    lossMinutes: schedule.standardGoalMinutes,
    backMinutes: schedule.standardBackMinutes,
    lastCopyAtMs: overview.lastCopy?.takenAtMs ?? null,
    places: placesOf(overview),
    things: thingsOf(facts),
    disks: disksOf(facts.disks),
    kit: kit.paper,
    drills: drills.done.slice(0, 12),
    drillDueAtMs: drills.dueAtMs,
    people: people.filter(({ isActive }) => isActive).map(({ name, role }) => ({ name, role })),
    contacts: book.contacts,
    keyHolders: book.keyHolders,
    conflicts: conflictsOf(facts),
    leavers: leaversOf(facts),
    printed: printed && {
      atMs: printed.atMs,
      by: printed.by,
      changed: (Object.keys(parts) as PlanPart[]).filter((part) => printed.parts[part] !== parts[part]),
      isOld: nowMs - printed.atMs > PAPER_OLD_MS,
    },
    evidenceDue: evidenceDueOf(facts),
    reviewDue: !book.reviews.some(({ month }) => month === monthOf(nowMs)),
    openIncidents: facts.openIncidents,
  }
}

const clinicOf = ({ state }: Overview): string => (state.kind === 'fresh' ? '' : state.clinicName)

/** The month of a moment at this computer. */
export function monthOf(atMs: number): string {
  const at = new Date(atMs)
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`
}

/** First moment of a month, and of the one so many after it. */
export function monthStartMs(month: string, later = 0): number {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(year, number - 1 + later, 1).getTime()
}

function evidenceDueOf({ nowMs, book, setUpAtMs }: PlanFacts): string | null {
  if (setUpAtMs === null || new Date(nowMs).getDate() > EVIDENCE_DAYS) return null
  const month = monthOf(monthStartMs(monthOf(nowMs), -1))
  if (setUpAtMs >= monthStartMs(month, 1)) return null
  return book.evidence.some((saved) => saved.month === month) ? null : month
}

export const placesOf = ({ replicas }: Overview): PlanView['places'] =>
  replicas.map(({ name, place, isMain, diskId, isOutside, copies, newestCopyAtMs, proof }) => ({
    name: name ?? null,
    place,
    isMain,
    isDisk: diskId !== undefined,
    isOutside,
    copies,
    newestCopyAtMs,
    provenAtMs: 'atMs' in proof ? proof.atMs : null,
  }))

/** Criticality is the clinic's own word: what it wants back first. */
function thingsOf(facts: PlanFacts): PlanThing[] {
  const { overview, schedule } = facts
  const things = overview.sources.map(
    ({ id, label, category, owner }): PlanThing => ({
      label,
      category: category ?? null,
      owner: owner ?? null,
      savedAtMs: overview.freshness.items.find(({ sourceId }) => sourceId === id)?.savedAtMs ?? null,
      lossMinutes: Math.round(goalMsOf(schedule, category) / MINUTE_MS),
      backMinutes: backMinutesOf(schedule, category),
      weight: weightIn(facts, id),
    }),
  )
  return things.sort(
    (a, b) => a.backMinutes - b.backMinutes || weightOf(a) - weightOf(b) || a.lossMinutes - b.lossMinutes,
  )
}

const protectionOf = ({ overview, inventory }: PlanFacts): ProtectionFacts => ({ ...inventory, ...overview })
const weightIn = (facts: PlanFacts, id: SourceId) => weightOfSource(id, facts.inventory.items, protectionOf(facts))

/** How each thing of the inventory is protected. */
export const inventoryStatesOf = (facts: PlanFacts): InventoryState[] =>
  facts.inventory.items.map((item) => inventoryStateOf(item, protectionOf(facts)))

const SAID = { stops: 0, hinders: 2, waits: 4 } as const
/** Where goals say the same, what the clinic wrote down of it decides; where it wrote nothing, records go first, agenda and pictures before the rest. */
const weightOf = ({ category, weight }: PlanThing): number =>
  weight === 'unknown' ? usualWeightOf(category) : SAID[weight]
const usualWeightOf = (category: PlanThing['category']): number =>
  category === 'records' ? 0 : category === 'agenda' ? 1 : category === 'images' ? 2 : 3

const disksOf = ({ disks }: DiskSetView): PlanView['disks'] =>
  disks
    .filter(({ state }) => state !== 'retired')
    .map(({ label, number, holder, lost }) => ({
      label,
      number,
      takenBy: holder?.takenBy ?? null,
      place: holder?.place ?? null,
      sinceMs: holder?.sinceMs ?? null,
      isLost: lost !== null,
    }))

/** A goal that the clinic's own drill contradicts. Told, never mended: which of both is wrong only people know. */
const BELOW_DRILL = {
  records: 'records-below-drill',
  databases: 'databases-below-drill',
  clinic: 'back-below-drill',
} as const
function conflictsOf({ drills }: PlanFacts): PlanConflict[] {
  return drills.measured.flatMap(({ of, goalMinutes, tookMs }) => {
    const drillMinutes = Math.ceil(tookMs / MINUTE_MS)
    return drillMinutes > goalMinutes ? [{ kind: BELOW_DRILL[of], goalMinutes, drillMinutes }] : []
  })
}

const plain = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()

/** What still bears the name of somebody who left. Whoever is here under the same name has not left. */
function leaversOf({ people, book, disks, overview }: PlanFacts): PlanView['leavers'] {
  const here = new Set(people.filter(({ isActive }) => isActive).map(({ name }) => plain(name)))
  const gone = people.filter(({ isActive, name }) => !isActive && !here.has(plain(name)))
  return gone.flatMap(({ name }) => {
    const is = (other: string | null | undefined) => typeof other === 'string' && plain(other) === plain(name)
    const holds = [
      ...disksOf(disks).flatMap((disk) => (is(disk.takenBy) ? [{ kind: 'disk' as const, label: disk.label }] : [])),
      ...book.keyHolders.flatMap((key) => (is(key.who) ? [{ kind: 'key' as const, label: key.where }] : [])),
      ...book.contacts.flatMap((one) => (is(one.name) ? [{ kind: 'contact' as const, label: one.name }] : [])),
      ...overview.sources.flatMap((one) => (is(one.owner) ? [{ kind: 'thing' as const, label: one.label }] : [])),
    ]
    return holds.length === 0 ? [] : [{ name, holds }]
  })
}

/**
 * A digest of each part that a paper can get wrong. Not in it: what changes by itself every day (ages, counts) and who has a disk just
 * now, which changes with every swap and stands in the disks' own book.
 */
export function partsOf(facts: PlanFacts): Record<PlanPart, string> {
  const { book, disks, overview, schedule, people, kit } = facts
  const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
  const { standardGoalMinutes, goalMinutes, standardBackMinutes, backMinutes } = schedule
  return {
    contacts: digest(book.contacts),
    keys: digest([book.keyHolders, kit.paper?.printedAtMs ?? null]),
    disks: digest(disksOf(disks).map(({ label, number, isLost }) => [label, number, isLost])),
    places: digest(overview.replicas.map(({ replicaId, name, isOutside }) => [replicaId, name ?? null, isOutside])),
    things: digest(
      overview.sources.map(({ id, label, category, owner }) => [
        ...[id, label, category ?? null, owner ?? null, weightIn(facts, id)],
      ]),
    ),
    goals: digest([standardGoalMinutes, goalMinutes, standardBackMinutes, backMinutes]),
    people: digest(people.filter(({ isActive }) => isActive).map(({ name, role }) => [name, role])),
  }
}
