export { firebirdConnector } from './connector.ts'
