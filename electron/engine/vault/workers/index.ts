export { Crew, type CrewOptions, type Place } from './crew.ts'
export type { SmallReading } from './file-orders.ts'
export type { Pace } from './worker-pool.ts'
