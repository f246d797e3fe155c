export type { CheckOptions, PackSize } from './check/run.ts'
export { checkVault } from './check.ts'
export { Chunker, type Polynomial } from './chunker/index.ts'
export { type CreateVaultOptions, createVault, type NewSlot } from './create-vault.ts'
export type { ScryptCost } from './crypto/scrypt.ts'
export { derivedKey, type KeyPurpose } from './derived-key.ts'
export type { FileToStore, StoredChunk, StoredFile } from './file-types.ts'
export { idOf, isId } from './format/ids.ts'
export type { IndexedPack, PackedBlob } from './format/index-file.ts'
export { nameText, quoteName, unquoteName } from './format/names.ts'
export { timestampFromNs, timestampNs } from './format/time.ts'
export { isStorableName } from './format/tree.ts'
export { listSlots } from './key-slots.ts'
export { releaseAllLocks } from './lock/index.ts'
export { openVault, type VaultOptions } from './open-vault.ts'
export {
  PROVE_EVERY_DAYS,
  type ProofAge,
  type ProofEntry,
  type ProofLedger,
  type ProofOptions,
  type ProofPlan,
  type ProofRun,
  type ProofStore,
  planProof,
  proofAge,
  runProof,
} from './proof/index.ts'
export {
  applyPrune,
  keepReserve,
  type PruneOptions,
  type PruneOutcome,
  type PrunePlan,
  type PruneProgress,
  type PruneRefusal,
  type PruneRun,
  planPrune,
} from './prune/index.ts'
export { readUnderLock } from './read-under-lock.ts'
export {
  copyFile,
  createReplica,
  isSoundFile,
  isSoundPack,
  nameInIndex,
  PackFiller,
  putPack,
  readContents,
  readPackByName,
  readPackList,
  replaceInIndex,
  requireReplica,
  type SharedKind,
  shareKeys,
  type VaultContents,
  type VerifiedBlob,
} from './replica/index.ts'
export { listTrash, moveToTrash, requireTrash, restoreFromTrash, type TrashedCopy } from './trash.ts'
export type {
  BlobType,
  CheckProblem,
  CheckProgress,
  CheckReport,
  Id,
  KeySlot,
  NodeType,
  PlainBlob,
  QueuedBlob,
  ReadBlobs,
  SavedBlob,
  Snapshot,
  SnapshotDocument,
  SnapshotSummary,
  TreeNode,
  Vault,
  VaultConfig,
  VaultLock,
} from './types.ts'
export { WalkBounds } from './walk-bounds.ts'
export type { Pace } from './workers/index.ts'
