export { BOOKS, type BookInCopy, booksIn, isBook } from './books.ts'
export { inCopy } from './in-copy.ts'
export { type CopyEntry, listCopy } from './list-copy.ts'
export { pickFiles } from './pick-files.ts'
export { SERVER_DUMPS } from './server-dumps.ts'
export {
  type ServerTargetOptions,
  type SizedDump,
  serverPlace,
  serverTarget,
  storedDump,
  storedFile,
} from './server-target.ts'
export { takeSnapshot } from './take-snapshot.ts'
export type {
  BookFile,
  SnapshotOutcome,
  SnapshotProgress,
  SnapshotSkip,
  SnapshotTarget,
  StandIn,
  TakeSnapshotOptions,
} from './types.ts'
