export type { CheckOptions } from './check/run.ts'
export { checkVault } from './check.ts'
export { Chunker, type Polynomial } from './chunker/index.ts'
export { type CreateVaultOptions, createVault, type NewSlot } from './create-vault.ts'
export type { ScryptCost } from './crypto/scrypt.ts'
export { isId } from './format/ids.ts'
export { nameText, quoteName, unquoteName } from './format/names.ts'
export { timestampFromNs, timestampNs } from './format/time.ts'
export { isStorableName } from './format/tree.ts'
export { releaseAllLocks } from './lock/index.ts'
export { openVault, type VaultOptions } from './open-vault.ts'
export { readUnderLock } from './read-under-lock.ts'
export type {
  BlobType,
  CheckProblem,
  CheckProgress,
  CheckReport,
  Id,
  KeySlot,
  NodeType,
  SavedBlob,
  Snapshot,
  SnapshotDocument,
  SnapshotSummary,
  TreeNode,
  Vault,
  VaultConfig,
  VaultLock,
} from './types.ts'
