export { sqliteConnector } from './connector.ts'
export { clearDeadDumps } from './private-folder.ts'
