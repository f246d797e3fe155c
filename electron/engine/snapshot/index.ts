export { type CopyEntry, listCopy } from './list-copy.ts'
export { takeSnapshot } from './take-snapshot.ts'
export type {
  SnapshotOutcome,
  SnapshotProgress,
  SnapshotSkip,
  SnapshotTarget,
  StandIn,
  TakeSnapshotOptions,
} from './types.ts'
