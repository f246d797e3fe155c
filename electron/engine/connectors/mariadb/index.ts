export { mariaConnector } from './connector.ts'
