export type { JobContext, JobInput, JobRow, JobRunner, JobRunners, JobStore, Step } from './job.ts'
export { JobQueue } from './queue.ts'
