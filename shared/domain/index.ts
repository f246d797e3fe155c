export { type Approval, approvalSchema, isByTwoPeople, type PersonId, personIdSchema } from './approval.ts'
export {
  type CopyId,
  type CopySummary,
  copyIdSchema,
  copySummarySchema,
  type SkipCode,
  skipCodeSchema,
  skipCount,
} from './copies.ts'
export {
  type DatabaseKind,
  type DatabaseServer,
  type DatabaseSource,
  databaseServerSchema,
  databaseSourceSchema,
  unprovenDatabases,
} from './databases.ts'
export { type DestinationFindings, destinationFindingsSchema } from './destinations.ts'
export {
  type Fact,
  factSchema,
  type JobId,
  type JobKind,
  jobIdSchema,
  jobKindSchema,
  type NewFact,
  type Progress,
  progressSchema,
} from './facts.ts'
export { type ProofState, proofStateOf, proofStateSchema, type ReplicaId, replicaIdSchema } from './replicas.ts'
export {
  type Category,
  categorySchema,
  categoryTags,
  minimumYearsOf,
  neverDelete,
  pinnedTag,
  type RetentionPolicy,
  type RetentionRule,
  retentionPolicySchema,
  retentionRuleSchema,
} from './retention.ts'
export {
  type FolderFindings,
  folderFindingsSchema,
  type Source,
  type SourceId,
  sourceIdSchema,
  sourceSchema,
} from './sources.ts'
