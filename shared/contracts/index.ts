export { type AuditEntry, type AuditState, auditCalls } from './audit.ts'
export {
  type CleaningPlan,
  cleaningPlanSchema,
  type RetentionPlanShown,
  retentionPlanSchema,
  type TrashedCopyShown,
  trashedCopySchema,
} from './cleaning.ts'
export { clinicCalls } from './clinic.ts'
export { databaseRecoveryCalls } from './database-recovery.ts'
export { databaseCalls } from './databases.ts'
export { diagnosisCalls } from './diagnosis.ts'
export {
  type BookLine,
  bookLineSchema,
  type DiskEvidence,
  type DiskSetView,
  type DiskView,
  diskCalls,
  diskSetViewSchema,
  type StrangeDisk,
  type SwapView,
} from './disks.ts'
export {
  type DrillCard,
  type DrillPicture,
  type DrillPlaceView,
  type DrillReport,
  type DrillsView,
  drillCalls,
  type RunningDrill,
} from './drills.ts'
export {
  type EngineState,
  engineContract,
  type FileVersion,
  type FoundFile,
  fileVersionSchema,
  foundFileSchema,
  type Overview,
  overviewSchema,
  type RecoveryResult,
  recoveryResultSchema,
  stateSchema,
} from './engine.ts'
export { guardCalls } from './guard.ts'
export { APP_ORIGIN, CONNECT, PORT, type PortMessage, type PortRole } from './hand-over.ts'
export { hostContract } from './host.ts'
export { type InventoryView, inventoryCalls, inventoryViewSchema } from './inventory.ts'
export { noticeCalls } from './notices.ts'
export {
  type Held,
  heldSchema,
  type PendingRequest,
  pendingRequestSchema,
  peopleCalls,
  type SignInName,
  type SignInState,
  sessionSchema,
} from './people.ts'
export { placeCalls } from './places.ts'
export {
  type AskedQuestion,
  type Evidence,
  type Guard20,
  type IncidentView,
  type Leaver,
  type PlanConflict,
  type PlanDisk,
  type PlanDrill,
  type PlanPlace,
  type PlanThing,
  type PlanView,
  planCalls,
} from './plan.ts'
export {
  type CopyReasons,
  copyReasonsSchema,
  type ImageType,
  imageTypeSchema,
  type Preview,
  previewCalls,
  previewSchema,
  type TablePeek,
  tablePeekSchema,
} from './preview.ts'
export { recordCalls } from './records.ts'
export {
  type CopyToRecover,
  type FolderState,
  type FoundFolder,
  type LostThing,
  type RecoveryPlan,
  type RecoveryState,
  type RecoveryView,
  type RecoveryWish,
  recoveryCalls,
  recoveryIdSchema,
  recoveryStateSchema,
  recoveryViewSchema,
  type VersionCheck,
} from './recovery.ts'
export { type ReplicaOverview, replicaOverviewSchema } from './replicas.ts'
export { rescueCalls } from './rescue.ts'
export { setupDraftCalls } from './setup-draft.ts'
export {
  type Computer,
  computerSchema,
  type EngineHealth,
  engineHealthSchema,
  type PaperKind,
  type Preferences,
  paperKindSchema,
  preferencesSchema,
  type SavedPaper,
  type SavedText,
  type Screen,
  screenSchema,
  shellContract,
} from './shell.ts'
export { tabletCalls } from './tablets.ts'
export { trainingCalls } from './training.ts'
export { installCalls, type UpdateState, updateStateSchema } from './update.ts'
