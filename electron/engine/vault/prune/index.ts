export { applyPrune, planPrune } from './prune.ts'
export { keepReserve, RESERVE_BYTES, releaseReserve } from './reserve.ts'
export type { PruneOptions, PruneOutcome, PrunePlan, PruneProgress, PruneRefusal, PruneRun } from './types.ts'
