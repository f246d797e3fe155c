import type { PlanBook } from '#shared/domain/index.ts'

/** The room's book before anybody wrote into it. */
export const EMPTY_PLAN: PlanBook = {
  version: 1,
  contacts: [],
  keyHolders: [],
  ownHolidays: [],
  printed: null,
  reviews: [],
  evidence: [],
  incidents: [],
  series: [],
  eliminations: [],
}
