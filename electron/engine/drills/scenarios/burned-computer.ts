import { byApp, byPeople, type Scenario } from '../drill.ts'

/** Nothing of this computer is used: the paper and one place, as on the day when it burnt. */
export const burnedComputer: Scenario = {
  kind: 'burned-computer',
  goalMinutes: 60,
  tests: 'clinic',
  from: 'any',
  needs: ['copies'],
  steps: [
    byPeople('fetch-kit', 2),
    byPeople('fetch-copy', 2),
    byApp('open-with-kit'),
    byApp('bring-database', 'database'),
    byApp('bring-sample'),
    byPeople('look-at-it', 3),
  ],
}
