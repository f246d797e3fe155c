import { byApp, byPeople, type Scenario } from '../drill.ts'

/** The clinic's system does not open: its database comes back as it was before. */
export const corruptDatabase: Scenario = {
  kind: 'corrupt-database',
  goalMinutes: 60,
  tests: 'databases',
  from: 'any',
  needs: ['copies', 'database'],
  steps: [
    byPeople('stop-using', 2),
    byApp('bring-database-before', 'database'),
    byPeople('compare-with-today', 2),
    byPeople('type-again', 3),
  ],
}
