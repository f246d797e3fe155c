export { connectors } from './all.ts'
export type { Connector, DatabaseDump, DumpOptions } from './connector.ts'
export { clearDeadDumps } from './sqlite/index.ts'
