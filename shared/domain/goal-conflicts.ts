import { z } from 'zod'
import type { DiskSet } from './disk-set.ts'
import { categoryOfKind, type InventoryItem, inventoryItemIdSchema } from './inventory.ts'
import { categorySchema, type RetentionPolicy } from './retention.ts'
import { backMinutesOf, goalMsOf, type Hours, type SchedulePolicy } from './schedule.ts'

const minutes = z.number().int().positive()
const goal = { category: categorySchema.nullable(), goalMinutes: minutes }

/** Two things that the clinic decided and that cannot both hold. `category` null is the standard goal. */
export const goalConflictSchema = z.discriminatedUnion('kind', [
  /** There is a goal, and nothing begins by itself. */
  z.object({ kind: z.literal('nothing-by-itself'), ...goal }),
  /** During attendance nothing begins for longer than may be lost. */
  z.object({ kind: z.literal('quiet-hours'), ...goal, quietMinutes: minutes }),
  /** The thing itself is written there less often than the goal allows: a system's nightly export. */
  z.object({ kind: z.literal('written-rarely'), ...goal, itemId: inventoryItemIdSchema, everyMinutes: minutes }),
  /** Copies are only on disks that are plugged in now and then. */
  z.object({ kind: z.literal('disks-only'), ...goal, everyDays: minutes }),
  /** What is outside the clinic is as old as the last swap: after a fire, that is what is lost. */
  z.object({ kind: z.literal('outside-rarely'), ...goal, everyDays: minutes }),
  /** Without it no patient is seen, and much of it may be lost. */
  z.object({ kind: z.literal('weighs-more'), ...goal, itemId: inventoryItemIdSchema }),
  /** Without it no patient is seen, and it may take a day's work until it is back; `goalMinutes` is how soon. */
  z.object({ kind: z.literal('back-late'), ...goal, itemId: inventoryItemIdSchema }),
  /** Without it no patient is seen, and something that can wait is to be back before it. */
  z.object({ kind: z.literal('back-after'), ...goal, itemId: inventoryItemIdSchema }),
  /** Shall never be deleted, and the cleaning of copies would. */
  z.object({ kind: z.literal('cleaned-sooner'), category: categorySchema, itemId: inventoryItemIdSchema }),
])
export type GoalConflict = z.infer<typeof goalConflictSchema>

export type GoalFacts = {
  readonly schedule: SchedulePolicy
  readonly retention: RetentionPolicy
  readonly diskSet: DiskSet | undefined
  /** Places of copies that are no disks of the month, and how many of them are outside the clinic. */
  readonly standingPlaces: number
  readonly standingOutside: number
  readonly items: readonly InventoryItem[]
}

const DAY_MINUTES = 1440
const REFRESHED_MINUTES = { daily: DAY_MINUTES, weekly: 7 * DAY_MINUTES } as const
/** From here on a thing without which nobody is seen may lose a whole day's turn. */
const LOOSE_MINUTES = 480

/** What in the clinic's goals contradicts something else it decided. Pure; said to people, never mended behind their back. */
export function goalConflictsOf(facts: GoalFacts): GoalConflict[] {
  const { schedule, items } = facts
  const strictest = strictestGoal(schedule)
  return [
    ...(schedule.isEnabled ? [] : [{ kind: 'nothing-by-itself' as const, ...strictest }]),
    ...quietConflicts(schedule, strictest),
    ...diskConflicts(facts, strictest),
    ...items.flatMap((item) => itemConflicts(item, facts)),
    ...items.flatMap((item) => backConflicts(item, facts)),
  ]
}

type Goal = { readonly category: GoalConflict['category']; readonly goalMinutes: number }

function strictestGoal(schedule: SchedulePolicy): Goal {
  const all: Goal[] = [
    { category: null, goalMinutes: schedule.standardGoalMinutes },
    ...categorySchema.options.map((category) => goalOf(schedule, category)),
  ]
  return all.reduce((least, one) => (one.goalMinutes < least.goalMinutes ? one : least))
}

const goalOf = (schedule: SchedulePolicy, category: GoalConflict['category']): Goal => ({
  category,
  goalMinutes: goalMsOf(schedule, category ?? undefined) / 60_000,
})

function quietConflicts({ quiet, attendance }: SchedulePolicy, goal: Goal): GoalConflict[] {
  const quietMinutes = Math.max(0, ...quiet.flatMap((one) => attendance.map((work) => overlapOf(one, work))))
  return quietMinutes > goal.goalMinutes ? [{ kind: 'quiet-hours', ...goal, quietMinutes }] : []
}

/** Minutes of one day in which both hold; hours past midnight count up to it. */
function overlapOf(one: Hours, other: Hours): number {
  if (!one.days.some((day) => other.days.includes(day))) return 0
  const end = ({ fromMinute, toMinute }: Hours) => (toMinute > fromMinute ? toMinute : DAY_MINUTES)
  return Math.max(0, Math.min(end(one), end(other)) - Math.max(one.fromMinute, other.fromMinute))
}

function diskConflicts({ diskSet, standingPlaces, standingOutside }: GoalFacts, goal: Goal): GoalConflict[] {
  if (diskSet === undefined || diskSet.disks.length === 0) return []
  const everyDays = diskSet.policy.swapDays.kind === 'weekday' ? 7 : 31
  if (standingPlaces === 0) return [{ kind: 'disks-only', ...goal, everyDays }]
  return standingOutside > 0 ? [] : [{ kind: 'outside-rarely', ...goal, everyDays }]
}

function itemConflicts(item: InventoryItem, { schedule, retention }: GoalFacts): GoalConflict[] {
  const { itemId, kind, refreshed, weight, keepFor } = item
  const category = categoryOfKind[kind]
  const goal = goalOf(schedule, category)
  const everyMinutes = refreshed === 'daily' || refreshed === 'weekly' ? REFRESHED_MINUTES[refreshed] : 0
  const rule = category === null ? undefined : (retention.byCategory[category] ?? retention.standard)
  return [
    ...(everyMinutes > goal.goalMinutes ? [{ kind: 'written-rarely' as const, ...goal, itemId, everyMinutes }] : []),
    ...(weight === 'stops' && goal.goalMinutes >= LOOSE_MINUTES
      ? [{ kind: 'weighs-more' as const, ...goal, itemId }]
      : []),
    ...(category !== null && keepFor.kind === 'never-delete' && rule?.kind === 'keep'
      ? [{ kind: 'cleaned-sooner' as const, category, itemId }]
      : []),
  ]
}

/** How soon a thing of the inventory is to be back, by its category. */
function backOf({ kind }: InventoryItem, schedule: SchedulePolicy) {
  const category = categoryOfKind[kind]
  return { category, goalMinutes: backMinutesOf(schedule, category ?? undefined) }
}

function backConflicts(item: InventoryItem, { schedule, items }: GoalFacts): GoalConflict[] {
  if (item.weight !== 'stops') return []
  const { itemId } = item
  const goal = backOf(item, schedule)
  if (goal.goalMinutes >= LOOSE_MINUTES) return [{ kind: 'back-late', ...goal, itemId }]
  const isAfter = items.some(
    (other) => other.weight === 'waits' && backOf(other, schedule).goalMinutes < goal.goalMinutes,
  )
  return isAfter ? [{ kind: 'back-after', ...goal, itemId }] : []
}
