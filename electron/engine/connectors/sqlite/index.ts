export { sqliteConnector } from './connector.ts'
export { sqliteDatabaseConnector } from './database-connector.ts'
export { sqliteSwap } from './swap.ts'
