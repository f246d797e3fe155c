import { type Overview, overviewSchema } from '#shared/contracts/index.ts'

/** A clinic of which there is nothing to tell, but for what a test changes. */
export const quietOverview = (change: object = {}): Overview =>
  overviewSchema.parse({
    state: { kind: 'ready', clinicName: 'Clínica' },
    sources: [],
    vault: null,
    lastCopy: null,
    copies: 0,
    lastCheck: null,
    openFailure: null,
    replicas: [],
    freshness: { items: [], mayLose: { kind: 'nothing' }, overdueSinceMs: null },
    running: [],
    seq: 1,
    ...change,
  })
