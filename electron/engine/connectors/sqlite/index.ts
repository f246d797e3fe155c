export { clearDeadDumps } from '../tools/private-folder.ts'
export { sqliteConnector } from './connector.ts'
