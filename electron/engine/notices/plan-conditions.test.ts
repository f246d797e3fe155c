import { expect, it } from 'vitest'
import type { PlanPressing } from '#shared/domain/index.ts'
import { situationOf } from './conditions.ts'
import { quietOverview } from './test-support/quiet-overview.ts'

const NOW = new Date(2026, 10, 23, 9).getTime()
const DAY = 86_400_000
const quiet: PlanPressing = { paperSinceMs: null, monthSinceMs: null, incident: null }
const found = (plan: Partial<PlanPressing>) =>
  situationOf({ overview: quietOverview(), nowMs: NOW, plan: { ...quiet, ...plan } })?.conditions.map(
    ({ subject, tone, action, sinceMs }) => [subject, tone, action, sinceMs],
  )

it('asks for the paper and the month when they are due', () => {
  expect(found({})).toEqual([])
  expect(found({ paperSinceMs: NOW - DAY, monthSinceMs: NOW - 2 * DAY })).toEqual([
    ['plan-paper', 'attention', 'print-plan', NOW - DAY],
    ['month-open', 'attention', 'close-month', NOW - 2 * DAY],
  ])
})

it("presses when an incident's term has a day left, and goes on when it is over", () => {
  const incident = (byMs: number) => found({ incident: { byMs, sinceMs: NOW - DAY } })
  expect(incident(NOW + 2 * DAY)).toEqual([['incident-term', 'attention', 'answer-incident', NOW - DAY]])
  for (const byMs of [NOW + DAY / 2, NOW - DAY])
    expect(incident(byMs)).toEqual([['incident-term', 'needs-you', 'answer-incident', NOW - DAY]])
})
