export { applyRetention, planVaultRetention, type RetentionRun } from './apply.ts'
export { planRetention } from './plan.ts'
export { judgeRetention, PROOF_HOLDS_DAYS, refusalCodes } from './refusals.ts'
export type {
  CleaningHealth,
  KeepReason,
  KeptCopy,
  RemovedCopy,
  RetentionCopy,
  RetentionPlan,
  RetentionRefusal,
  RetentionRequest,
  ShownRetentionPlan,
} from './types.ts'
