import { byApp, byPeople, type Scenario } from '../drill.ts'

/** Whoever always does it cannot be reached: somebody who never did it leads. */
export const technicianAway: Scenario = {
  kind: 'technician-away',
  goalMinutes: 60,
  tests: 'clinic',
  from: 'any',
  needs: ['copies'],
  steps: [
    byPeople('somebody-new', 2),
    byPeople('find-contacts', 3),
    byPeople('fetch-kit', 2),
    byApp('open-with-kit'),
    byApp('bring-file'),
    byPeople('look-at-it', 3),
  ],
}
