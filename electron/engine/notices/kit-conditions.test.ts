import { expect, it } from 'vitest'
import type { KitState } from '#shared/domain/index.ts'
import { situationOf } from './conditions.ts'
import { quietOverview } from './test-support/quiet-overview.ts'

const NOW = new Date(2026, 10, 23, 9).getTime()
const DAY = 86_400_000
const found = (kit: Partial<KitState>, change: object = {}) =>
  situationOf({
    overview: quietOverview(change),
    nowMs: NOW,
    kit: { paper: null, proofDueAtMs: null, printDueAtMs: null, ...kit },
  })?.conditions.map(({ subject, tone, action, sinceMs }) => [subject, tone, action, sinceMs])

it('asks for the paper when its days are over, and not a moment before', () => {
  expect(found({ proofDueAtMs: NOW + 1, printDueAtMs: NOW + 1 })).toEqual([])
  expect(found({ proofDueAtMs: NOW, printDueAtMs: NOW + DAY })).toEqual([
    ['kit-unproven', 'attention', 'prove-kit', NOW],
  ])
  expect(found({ proofDueAtMs: NOW - DAY, printDueAtMs: NOW - DAY })).toEqual([
    ['kit-unproven', 'attention', 'prove-kit', NOW - DAY],
    ['kit-old', 'attention', 'print-kit', NOW - DAY],
  ])
})

it('tells at once that another computer went on, and nothing else about copies then', () => {
  const openFailure = { atMs: NOW - 1, error: { code: 'NEW_103', params: {} } }
  expect(found({}, { openFailure })).toEqual([['taken-over', 'needs-you', 'answer', NOW - 1]])
})
