export { mariaConnector } from './connector.ts'
export { mariaSwap } from './swap.ts'
