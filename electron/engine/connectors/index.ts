export { connectorFor, connectors, databaseConnectors, swapFor } from './all.ts'
export type { Connector, DatabaseDump, DumpOptions as FileDumpOptions } from './connector.ts'
export type {
  ChangeAnswer,
  ChangeMark,
  ConnectorContext,
  DatabaseConnector,
  DumpOptions,
  DumpPart,
  DumpSink,
  RestoreReport,
  Secrets,
  StoredDump,
  UserScript,
} from './database-connector.ts'
export type { DatabaseSwap, SwapTrio } from './database-swap.ts'
export {
  type DatabaseProposal,
  type FileDatabase,
  fileDatabaseOf,
  MAGIC_BYTES,
  type Machine,
  proposeDatabases,
  thisMachine,
} from './detect/index.ts'
export { type DumpManifest, MANIFEST_NAME } from './manifest.ts'
export { isSqlite, peekInThread, withoutLog } from './sqlite/index.ts'
export { clearDeadDumps } from './tools/private-folder.ts'
