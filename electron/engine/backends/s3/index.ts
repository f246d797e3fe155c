export type { S3Options } from './bucket.ts'
export { type LockedPlace, lockedPlace, proveImmutability } from './immutability.ts'
export { mayRemoveS3 } from './may-remove.ts'
export {
  applyRefreshes,
  dueRefreshes,
  emptyBook,
  protectedUntilMs,
  type RefreshOutcome,
  type RefreshPlan,
} from './refresh.ts'
export type { Retention } from './retention.ts'
export { s3Backend } from './s3-backend.ts'
