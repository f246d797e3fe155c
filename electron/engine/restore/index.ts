export { applyRestore } from './apply-restore.ts'
export { planRestore } from './plan-restore.ts'
export type { RestoreOutcome, RestorePlan, RestoreProgress, RestoreRequest, RestoreSkip } from './types.ts'
