import { expect, it } from 'vitest'
import type { DrillPressing } from '#shared/domain/index.ts'
import { situationOf } from './conditions.ts'
import { quietOverview } from './test-support/quiet-overview.ts'

const NOW = new Date(2026, 10, 23, 9).getTime()
const DAY = 86_400_000
const found = (drills: DrillPressing) => situationOf({ overview: quietOverview(), nowMs: NOW, drills })?.conditions

it('asks for the rehearsal that is due, and tells calmly what the one without people found', () => {
  expect(found({ dueSinceMs: null, silent: null })).toEqual([])
  expect(found({ dueSinceMs: NOW - DAY, silent: { code: 'VAULT_105', sinceMs: NOW - 2 * DAY } })).toEqual([
    { subject: 'drill-due', tone: 'attention', action: 'begin-drill', code: null, sinceMs: NOW - DAY },
    { subject: 'drill-found', tone: 'attention', action: 'look-at-drill', code: 'VAULT_105', sinceMs: NOW - 2 * DAY },
  ])
})
