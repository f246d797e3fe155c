import { z } from 'zod'
import type { JobId, NewFact, Progress } from '#shared/domain/index.ts'

/** What a piece of durable work was asked to do; stored as JSON until it is done. */
export const jobInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('copy') }),
  z.object({ kind: z.literal('check'), readData: z.boolean() }),
])
export type JobInput = z.infer<typeof jobInputSchema>

/** How far the work is, without whose work it is. */
export type Step = Omit<Progress, 'jobId' | 'jobKind'>

export type JobContext = { readonly jobId: JobId; readonly signal: AbortSignal; readonly onStep: (step: Step) => void }

/** Does one kind of work and commits its own closing fact. Throws coded failures. */
export type JobRunner<I extends JobInput> = (input: I, context: JobContext) => Promise<void>
export type JobRunners = { readonly [K in JobInput['kind']]: JobRunner<Extract<JobInput, { kind: K }>> }

export type JobRow = { readonly id: JobId; readonly input: JobInput; readonly isResumed: boolean }

/** The slice of the catalogue that the queue stands on: rows that survive a crash. */
export type JobStore = {
  /** A row in state queued. */
  addJob(id: JobId, input: JobInput): void
  /** Everything queued or interrupted, oldest first. */
  pendingJobs(): readonly JobRow[]
  startJob(id: JobId): void
  endJob(id: JobId, outcome: 'done' | 'failed' | 'cancelled'): void
  commitFact(fact: NewFact): void
}
