import { byApp, byPeople, type Scenario } from '../drill.ts'

/** Computer and disk are gone: only what lies outside the clinic is left. */
export const theft: Scenario = {
  kind: 'theft',
  goalMinutes: 60,
  tests: 'clinic',
  from: 'outside',
  needs: ['copies', 'outside-place'],
  steps: [
    byPeople('list-stolen', 3),
    byPeople('call-responsible', 3),
    byPeople('fetch-kit', 2),
    byApp('open-with-kit'),
    byApp('bring-database', 'database'),
    byApp('bring-sample'),
    byPeople('look-at-it', 3),
  ],
}
