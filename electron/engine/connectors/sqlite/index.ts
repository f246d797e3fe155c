export { sqliteConnector } from './connector.ts'
export { sqliteDatabaseConnector } from './database-connector.ts'
export { isSqlite, type PeekedTables, peekTables, withoutLog } from './peek-tables.ts'
export { sqliteSwap } from './swap.ts'
