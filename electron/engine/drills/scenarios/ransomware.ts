import { byApp, byPeople, type Scenario } from '../drill.ts'

/** Everything here was made unreadable: what is brought back is from before. */
export const ransomware: Scenario = {
  kind: 'ransomware',
  goalMinutes: 60,
  tests: 'clinic',
  from: 'any',
  needs: ['copies'],
  steps: [
    byPeople('unplug-network', 3),
    byPeople('call-responsible', 3),
    byApp('bring-before'),
    byApp('bring-database-before', 'database'),
    byPeople('look-at-it', 3),
    byPeople('write-notice', 3),
  ],
}
