export { postgresConnector } from './connector.ts'
export { postgresSwap } from './swap.ts'
