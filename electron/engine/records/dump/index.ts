export { loadDump } from './load.ts'
export type { Dialect } from './statements.ts'
