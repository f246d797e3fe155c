export { type Approval, approvalSchema, isByTwoPeople, type PersonId, personIdSchema } from './approval.ts'
export {
  type AuditActor,
  type AuditExtra,
  type AuditFinding,
  type AuditGroup,
  type AuditHead,
  type AuditRow,
  type AuditSubject,
  auditActorSchema,
  auditExtraSchema,
  auditFindingSchema,
  auditGroupOf,
  auditGroupSchema,
  auditHeadSchema,
  auditRowSchema,
  auditSubjectSchema,
  type ClinicIdentity,
  clinicIdentitySchema,
} from './audit.ts'
export { type CleaningKey, cleaningKeySchema, cleaningKeyUse, withCleaningKey } from './cleaning-key.ts'
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
  type DatabaseFindings,
  type DatabaseRecovery,
  databaseFindingsSchema,
  databaseRecoverySchema,
  isApprovedFor,
  type RecoveryApproval,
  type RecoveryId,
  recoveryApprovalSchema,
  recoveryIdSchema,
} from './database-recovery.ts'
export {
  type DatabaseFinding,
  type DatabaseKind,
  type DatabaseScript,
  type DatabaseServer,
  type DatabaseSource,
  databaseFindingSchema,
  databaseScriptSchema,
  databaseServerSchema,
  databaseSourceSchema,
  NO_SECRET_YET,
  secretRefOf,
  unprovenDatabases,
} from './databases.ts'
export { type Day, type DayEvent, type DayKind, dayKindSchema, daySchema, daysOf } from './days.ts'
export { type DestinationFindings, destinationFindingsSchema } from './destinations.ts'
export { type SwapDay, swapDayAfter, swapDayBefore, swapDayCovered } from './disk-calendar.ts'
export {
  type DiskPromise,
  type DiskState,
  diskPromiseSchema,
  diskStateOf,
  diskStateSchema,
  judgePlug,
  promiseOf,
} from './disk-promise.ts'
export {
  type DiskRecord,
  type Holder,
  holderSchema,
  isOldDisk,
  readBackDueSince,
  recordsOf,
  staysSince,
} from './disk-record.ts'
export {
  type DiskEntry,
  type DiskEntryKind,
  type DiskPolicy,
  type DiskScheme,
  type DiskSet,
  diskEntryKindSchema,
  diskEntrySchema,
  diskPolicyOf,
  diskPolicySchema,
  diskSchemeSchema,
  diskSetSchema,
  type NewDiskEntry,
  type PlugVerdict,
  plugVerdictSchema,
  type SetDisk,
  type SwapDays,
  schemes,
  setDiskSchema,
  swapDaysSchema,
} from './disk-set.ts'
export { type EhrMap, ehrMapSchema } from './ehr-map.ts'
export {
  codeSchema,
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
export { type FileCategory, fileCategoryOf, fileCategorySchema } from './file-categories.ts'
export {
  type Freshness,
  freshnessSchema,
  type ItemFreshness,
  isWithinGoal,
  itemFreshnessSchema,
  type Loss,
  lossOf,
  lossSchema,
  worstLoss,
} from './freshness.ts'
export { type GoalConflict, goalConflictSchema, goalConflictsOf } from './goal-conflicts.ts'
export { type GuardBrake, type GuardSign, guardBrakeSchema, guardSignSchema } from './guard.ts'
export {
  type ImmutabilityProof,
  immutabilityProofSchema,
  type ProtectionBook,
  protectionBookSchema,
} from './immutability.ts'
export {
  categoryOfKind,
  type InventoryItem,
  type InventoryItemId,
  type InventoryKind,
  type InventoryPerson,
  type InventoryPlace,
  inventoryItemIdSchema,
  inventoryItemSchema,
  inventoryKindSchema,
  inventoryPersonSchema,
  inventoryPlaceSchema,
  type KeepFor,
  keepForSchema,
  type LegalBasis,
  leastYearsOf,
  legalBasisSchema,
  type NewInventoryItem,
  newInventoryItemSchema,
  type TeamMember,
  teamMemberSchema,
  usualItem,
} from './inventory.ts'
export {
  type InventoryState,
  inventoryStateOf,
  inventoryStateSchema,
  type ProtectionFacts,
} from './inventory-state.ts'
export { type NetworkPolicy, networkPolicySchema } from './network.ts'
export {
  LONGEST_SNOOZE_MS,
  type Notice,
  type NoticeAction,
  type NoticeLevel,
  type NoticeSettings,
  type NoticeSubject,
  noticeActionSchema,
  noticeLevelSchema,
  noticeSchema,
  noticeScreens,
  noticeSettingsSchema,
  noticeSubjectSchema,
  type Role,
  roleSchema,
  type Snooze,
  snoozeSchema,
} from './notices.ts'
export { isInside } from './paths.ts'
export {
  type AccountId,
  type AccountRole,
  type Actor,
  accountIdSchema,
  accountRoleSchema,
  type CategoryRight,
  categoryRightSchema,
  type ManagerTitle,
  managerTitleSchema,
  type Person,
  type PersonRights,
  personNameSchema,
  personRightsSchema,
  personSchema,
} from './people.ts'
export { type PlaceTestCase, type PlaceTestEvent, placeTestCases, placeTestEventSchema } from './place-test.ts'
export {
  isOutside,
  type ObjectLock,
  objectLockSchema,
  type Place,
  type PlaceKind,
  type PlaceOf,
  placeSchema,
} from './places.ts'
export {
  type MapReport,
  mapReportSchema,
  type OpenRecords,
  openRecordsSchema,
  type PatientCard,
  patientCardSchema,
  type RecordDocument,
  type RecordFile,
  type RecordReason,
  type RecordsId,
  recordDocumentSchema,
  recordFileSchema,
  recordReasonSchema,
  recordsIdSchema,
} from './records.ts'
export { type ProofState, proofStateOf, proofStateSchema, type ReplicaId, replicaIdSchema } from './replicas.ts'
export {
  type KitState,
  kitStateSchema,
  type RescueComputer,
  type RescueCopy,
  type RescueEntry,
  type RescueSource,
  rescueComputerSchema,
  rescueCopySchema,
  rescueEntrySchema,
  rescueSourceSchema,
} from './rescue.ts'
export {
  type Category,
  categorySchema,
  categoryTags,
  isShorterThan,
  minimumYearsOf,
  neverDelete,
  pinnedTag,
  type RetentionPolicy,
  type RetentionRule,
  retentionPolicySchema,
  retentionRuleSchema,
} from './retention.ts'
export {
  categoriesFor,
  isManager,
  mayApprove,
  mayDo,
  mayDoWith,
  type Right,
  rightSchema,
} from './rights.ts'
export {
  b2CleaningKeyCapabilities,
  b2DayKeyCapabilities,
  cleaningKeyPolicy,
  dayKeyPolicy,
  type S3Policy,
} from './s3-policy.ts'
export { type S3Provider, type S3ProviderId, s3EndpointOf, s3Providers } from './s3-providers.ts'
export {
  backMinutesOf,
  type DueWork,
  dueWorkSchema,
  goalMsOf,
  type Hours,
  hoursSchema,
  type MachineState,
  machineStateSchema,
  type Requirement,
  requirementSchema,
  type ScheduledWork,
  type SchedulePolicy,
  type ScheduleReason,
  schedulePolicySchema,
} from './schedule.ts'
export {
  type Goals,
  goalsOfSchedule,
  goalsSchema,
  type SetupDraft,
  type SetupStep,
  setupDraftSchema,
  setupStepSchema,
} from './setup-draft.ts'
export {
  besideSchema,
  type FolderFindings,
  folderFindingsSchema,
  type NewSource,
  newSourceSchema,
  pathsOf,
  type ServerSource,
  type Source,
  type SourceId,
  sourceIdSchema,
  sourceSchema,
} from './sources.ts'
export {
  isQuiet,
  type Tablet,
  type TabletId,
  type TabletPolicy,
  type TabletView,
  tabletIdSchema,
  tabletPolicySchema,
  tabletSchema,
  tabletViewSchema,
} from './tablets.ts'
export {
  isSameLearner,
  type LessonAnswer,
  type LessonId,
  type LessonOption,
  learntAtMs,
  lessonAnswerSchema,
  lessonIdSchema,
  lessonOptionSchema,
  lessons,
  lessonsFor,
} from './training.ts'
export { type DiskFolder, type DiskId, diskFolderSchema, diskIdSchema } from './volumes.ts'
