export { alignCatalog, alignOthers, listPlaces } from './align-catalog.ts'
export { type CheckParts, checkRunner } from './check-job.ts'
export {
  type CleaningParts,
  listTrashOf,
  planPruneOf,
  planRetentionOf,
  pruneRunner,
  requireNoKey,
  restoreTrashed,
  retentionRunner,
} from './cleaning-jobs.ts'
export { CleaningKeys } from './cleaning-keys.ts'
export { type CopyBooks, type CopyGuard, type CopyParts, copyRunner } from './copy-job.ts'
export { explainCopy } from './explain-copy.ts'
export { healRunner } from './heal-job.ts'
export {
  type JobContext,
  type JobInput,
  type JobRow,
  type JobRunner,
  type JobRunners,
  type JobStore,
  jobInputSchema,
  type Lane,
  type Step,
} from './job.ts'
export { type PreviewParts, previewVersion } from './preview.ts'
export { type ProtectParts, protectRunner } from './protect-job.ts'
export { JobQueue } from './queue.ts'
export { checkVersion, copiesToRecover, folderStates, searchFolders } from './recoveries/browse.ts'
export { RECOVERY_TAG } from './recoveries/changes.ts'
export { proposeRecoveryFolder } from './recoveries/folder.ts'
export { isWithin } from './recoveries/parts.ts'
export { Recoveries, type RecoveriesParts } from './recoveries/recoveries.ts'
export {
  laneOf,
  lastProofOf,
  needsFar,
  proofRunner,
  type ReplicaParts,
  replicateRunner,
} from './replica-jobs.ts'
export type { ServerDatabases } from './server-sources.ts'
export { throttle } from './throttle.ts'
