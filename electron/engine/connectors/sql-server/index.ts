export { sqlServerConnector } from './connector.ts'
