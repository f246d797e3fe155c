import { byApp, byPeople, type Scenario } from '../drill.ts'

/** The line is down and patients are waiting: what lies in the clinic has to do. */
export const noInternet: Scenario = {
  kind: 'no-internet',
  goalMinutes: 30,
  tests: 'clinic',
  from: 'near',
  needs: ['copies', 'near-place'],
  steps: [
    byPeople('unplug-internet', 2),
    byApp('bring-file'),
    byApp('bring-database', 'database'),
    byPeople('work-on-paper', 3),
    byPeople('plug-internet', 2),
  ],
}
