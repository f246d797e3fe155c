import { expect, it } from 'vitest'
import type { PlanView } from '#shared/contracts/index.ts'
import {
  copySummarySchema,
  diskPromiseSchema,
  type ItemFreshness,
  itemFreshnessSchema,
  type ReviewQuestion,
} from '#shared/domain/index.ts'
import { questionsOf, type ReviewFacts } from './review.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const DAY = 86_400_000
const HOUR = 3_600_000

const item = (isWithinGoal: boolean): ItemFreshness =>
  itemFreshnessSchema.parse({
    sourceId: '00000000-0000-4000-8000-000000000001',
    ...{ goalMs: HOUR, savedAtMs: NOW - HOUR, provenAtMs: null, changedSinceMs: null, isHeard: true, isWithinGoal },
    mayLose: { kind: 'nothing' },
  })
const lastCopy = copySummarySchema.parse({
  ...{ copyId: 'a1'.repeat(32), takenAtMs: NOW - HOUR, durationMs: 1, files: 1, folders: 0, sourceBytes: 1 },
  ...{ addedBytes: 0, newFiles: 0, changedFiles: 0, unchangedFiles: 1, databases: 0, skips: {} },
})
const plan: ReviewFacts['plan'] = {
  places: [
    {
      ...{
        name: 'Casa',
        place: { kind: 'local', path: '/m' },
        isMain: false,
        isDisk: true,
        isOutside: true,
        copies: 1,
      },
      ...{ newestCopyAtMs: NOW - DAY, provenAtMs: null },
    },
  ],
  drills: [{ kind: 'one-record', atMs: NOW - DAY, elapsedMs: 90_000, goalMs: HOUR, outcome: 'in-time' }],
  drillDueAtMs: NOW + DAY,
  people: [{ name: 'Marina', role: 'manager' }],
  leavers: [],
  printed: { atMs: NOW - DAY, by: 'Marina', changed: [], isOld: false },
  openIncidents: 0,
}
/** A clinic whose month is in order. */
const inOrder: ReviewFacts = {
  plan,
  overview: {
    freshness: { items: [item(true)], mayLose: { kind: 'nothing' }, overdueSinceMs: null },
    ...{ lastCopy, replicas: [], lastCheck: null },
  },
  disks: { promise: { kind: 'no-disks' } },
  kit: {
    paper: { printedAtMs: NOW - 2 * DAY, provenAtMs: NOW - DAY },
    proofDueAtMs: NOW + DAY,
    printDueAtMs: NOW + DAY,
  },
  states: ['protected'],
  nowMs: NOW,
}
const overdue = diskPromiseSchema.parse({
  ...{ kind: 'overdue', diskId: '00000000-0000-4000-8000-000000000002', dayMs: NOW - DAY, byMs: NOW - DAY },
  ...{ sinceMs: NOW - DAY, missed: 1 },
})
const answer = (question: ReviewQuestion, change: Partial<ReviewFacts> = {}) =>
  questionsOf({ ...inOrder, ...change }).find((one) => one.question === question)
const withPlan = (change: Partial<PlanView>) => ({ plan: { ...plan, ...change } })

it('finds a month in order, and says which place nobody has proven yet', () => {
  expect(questionsOf(inOrder).map(({ question, verdict }) => [question, verdict])).toEqual([
    ['copies', 'good'],
    ['proofs', 'unknown'],
    ...['outside', 'kit', 'drill', 'people', 'plan', 'incidents', 'inventory'].map((question) => [question, 'good']),
  ])
})

it('counts what is later than its goal, and knows nothing before the first copy', () => {
  const overview = {
    ...inOrder.overview,
    freshness: { ...inOrder.overview.freshness, items: [item(true), item(false)] },
  }
  expect(answer('copies', { overview })).toMatchObject({ verdict: 'attention', values: { count: 1, things: 2 } })
  expect(answer('copies', { overview: { ...overview, lastCopy: null } })?.verdict).toBe('unknown')
})

it('asks for attention where each of the others is not as it should be', () => {
  const cases: [ReviewQuestion, Partial<ReviewFacts>][] = [
    ['outside', withPlan({ places: [] })],
    ['outside', { disks: { promise: overdue } }],
    ['kit', { kit: { ...inOrder.kit, proofDueAtMs: NOW } }],
    ['kit', { kit: { ...inOrder.kit, paper: { printedAtMs: NOW - DAY, provenAtMs: null } } }],
    ['drill', withPlan({ drills: [] })],
    ['drill', withPlan({ drillDueAtMs: NOW })],
    ['drill', withPlan({ drills: plan.drills.map((drill) => ({ ...drill, outcome: 'late' })) })],
    ['people', withPlan({ leavers: [{ name: 'Rita', holds: [{ kind: 'disk', label: 'Disco 1' }] }] })],
    ['plan', withPlan({ printed: null })],
    ['plan', withPlan({ printed: plan.printed && { ...plan.printed, isOld: true } })],
    ['incidents', withPlan({ openIncidents: 1 })],
    ['inventory', { states: ['protected', 'partly'] }],
  ]
  for (const [question, change] of cases)
    expect([question, answer(question, change)?.verdict]).toEqual([question, 'attention'])
})
