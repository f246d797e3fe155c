import { byApp, byPeople, type Scenario } from '../drill.ts'

/** Once a quarter: a patient and a day by chance, one hour. */
export const randomRecord: Scenario = {
  kind: 'random-record',
  goalMinutes: 60,
  tests: 'records',
  from: 'any',
  needs: ['copies'],
  steps: [
    byPeople('tell-everybody', 3),
    byApp('bring-record'),
    byPeople('look-at-it', 3),
    byApp('bring-database', 'database'),
    byApp('bring-sample'),
    byPeople('compare-with-today', 2),
  ],
}
