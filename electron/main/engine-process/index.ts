export { runEngine } from './run.ts'
export type { Supervisor } from './supervisor.ts'
