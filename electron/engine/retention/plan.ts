import {
  type Category,
  categorySchema,
  categoryTags,
  minimumYearsOf,
  pinnedTag,
  type RetentionRule,
} from '#shared/domain/index.ts'
import { calendarOf, type Period, type Periods, yearsBefore } from './calendar.ts'
import type { KeepReason, RetentionCopy, RetentionPlan, RetentionRequest } from './types.ts'

const PLAN_TAG = /^plano-/
const PERIODS = ['daily', 'weekly', 'monthly', 'yearly'] as const satisfies readonly Period[]
/** Computers of one clinic disagree about the time by less. */
const CLOCK_SLACK_MS = 86_400_000

type Member = {
  readonly copy: RetentionCopy
  readonly categories: readonly Category[]
  readonly periods: Periods
  readonly minimumYears: number
  readonly isInFloor: boolean
  readonly reasons: Set<KeepReason>
}

/**
 * Decides which copies of one plan may go. Pure: times and tags only; whether a file would lose its last version is `keepOnlyHolders`' part.
 *
 * What holds for every policy: the newest copy stays; within the legal minimum the first copy and the last of every month stay, so that
 * whatever goes has a copy of its own month after it; what is not plainly of this plan stays.
 */
export function planRetention(
  copies: readonly RetentionCopy[],
  request: RetentionRequest,
  nowMs: number,
): RetentionPlan {
  const newestFirst = copies.toSorted((left, right) => right.takenAtMs - left.takenAtMs || compare(left, right))
  const reasonsOf = new Map<string, Set<KeepReason>>()
  const series: Member[] = []
  const calendar = calendarOf(request.timeZone ?? 'America/Sao_Paulo')
  for (const copy of newestFirst) {
    const reasons = new Set<KeepReason>()
    reasonsOf.set(copy.copyId, reasons)
    if (!isOfPlan(copy, request.planTag)) reasons.add('other-plan')
    else if (copy.takenAtMs > nowMs + CLOCK_SLACK_MS) reasons.add('future')
    else {
      const categories = categorySchema.options.filter((category) => copy.tags.includes(categoryTags[category]))
      const minimumYears = minimumYearsOf(categories, request.policy)
      const isInFloor = minimumYears > 0 && copy.takenAtMs >= yearsBefore(nowMs, minimumYears)
      series.push({ copy, categories, periods: calendar(copy.takenAtMs), minimumYears, isInFloor, reasons })
    }
  }
  keepWhatMustStay(series, request)
  keepByRules(series, request)
  return split(newestFirst, reasonsOf, series, request.atMost)
}

const compare = (left: RetentionCopy, right: RetentionCopy) => (left.copyId < right.copyId ? -1 : 1)

function isOfPlan({ tags }: RetentionCopy, planTag: string): boolean {
  return tags.includes(planTag) && tags.every((tag) => tag === planTag || !PLAN_TAG.test(tag))
}

function keepWhatMustStay(series: readonly Member[], request: RetentionRequest): void {
  series[0]?.reasons.add('newest')
  // A copy with a longer minimum never leans on one with a shorter: that one may go sooner.
  for (const years of new Set(series.map(({ minimumYears }) => minimumYears))) {
    const lasting = series.filter(({ minimumYears }) => minimumYears >= years)
    for (const member of [...lasting.slice(-1), ...newestOfEach(lasting, 'monthly')])
      if (member.isInFloor) member.reasons.add('floor')
  }
  const pinned = new Set(request.pinned)
  for (const { copy, reasons } of series) {
    if (pinned.has(copy.copyId) || copy.tags.includes(pinnedTag)) reasons.add('pinned')
    if (request.series === 'monthly') reasons.add('monthly-series')
  }
}

/** A copy that holds several kinds of things stays as soon as the rule of one of them keeps it. */
function keepByRules(series: readonly Member[], { policy }: RetentionRequest): void {
  const groups: (readonly [RetentionRule, readonly Member[]])[] = [
    [policy.standard, series.filter(({ categories }) => categories.length === 0)],
    ...categorySchema.options.map(
      (category) =>
        [
          policy.byCategory[category] ?? policy.standard,
          series.filter(({ categories }) => categories.includes(category)),
        ] as const,
    ),
  ]
  for (const [rule, members] of groups) {
    if (rule.kind === 'never') for (const { reasons } of members) reasons.add('never-delete')
    else
      for (const period of PERIODS)
        for (const { reasons } of newestOfEach(members, period).slice(0, rule[period])) reasons.add(period)
  }
}

/** The newest of every period that has one, newest first. */
function newestOfEach(newestFirst: readonly Member[], period: Period): readonly Member[] {
  const seen = new Set<number>()
  return newestFirst.filter(({ periods }) => !seen.has(periods[period]) && seen.add(periods[period]))
}

function split(
  newestFirst: readonly RetentionCopy[],
  reasonsOf: ReadonlyMap<string, Set<KeepReason>>,
  series: readonly Member[],
  atMost = Number.POSITIVE_INFINITY,
): RetentionPlan {
  const removable = series.filter(({ reasons }) => reasons.size === 0)
  for (const { reasons } of removable.slice(0, Math.max(0, removable.length - atMost))) reasons.add('later')
  const members = new Map(series.map((member) => [member.copy.copyId, member]))
  const plan = { keep: [] as RetentionPlan['keep'][number][], remove: [] as RetentionPlan['remove'][number][] }
  for (const { copyId, takenAtMs } of newestFirst) {
    const { minimumYears = 0, isInFloor = true } = members.get(copyId) ?? {}
    const reasons = [...(reasonsOf.get(copyId) ?? [])]
    if (reasons.length > 0) plan.keep.push({ copyId, takenAtMs, minimumYears, reasons })
    else plan.remove.push({ copyId, takenAtMs, minimumYears, isBeyondFloor: !isInFloor })
  }
  return plan
}
