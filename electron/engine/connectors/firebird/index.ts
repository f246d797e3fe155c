export { firebirdConnector } from './connector.ts'
export { firebirdSwap } from './swap.ts'
