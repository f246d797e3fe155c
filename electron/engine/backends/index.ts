export type { NetworkUse, PlaceAccess } from './access.ts'
export { backendKinds, isOpenPlace, type OpenPlace, openBackend } from './all.ts'
export type { Backend, ByteRange, Capabilities, FileEntry, FileKind, FileRef } from './backend.ts'
export { type ConformanceCase, conformanceCases } from './conformance.ts'
export {
  bandwidthLimit,
  type RateHours,
  type Rates,
  ratesAt,
  readCertificate,
  type ShownCertificate,
} from './http/index.ts'
export { type LocalBackendOptions, localBackend } from './local/index.ts'
export { mayRemove } from './may-remove.ts'
export { type MemoryBackend, memoryBackend } from './memory/index.ts'
export { type RestBackendOptions, restBackend } from './rest/index.ts'
export {
  applyRefreshes,
  dueRefreshes,
  emptyBook,
  type LockedPlace,
  lockedPlace,
  protectedUntilMs,
  proveImmutability,
  type RefreshOutcome,
  type RefreshPlan,
  type Retention,
  type S3Options,
  s3Backend,
} from './s3/index.ts'
export { type HostKey, readHostKey, type SftpOptions, sftpBackend } from './sftp/index.ts'
export { type PlaceTestOptions, testPlace } from './test-place.ts'
export { type WebdavBackendOptions, webdavBackend } from './webdav/index.ts'
export { type BackendCall, type Fault, faultyBackend, patientBackend } from './wrap/index.ts'
