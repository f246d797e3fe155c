export { sqlServerConnector } from './connector.ts'
export { sqlServerSwap } from './swap.ts'
