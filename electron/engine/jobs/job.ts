import { z } from 'zod'
import {
  approvalSchema,
  diskIdSchema,
  type JobId,
  type NewFact,
  type Progress,
  recoveryIdSchema,
  replicaIdSchema,
} from '#shared/domain/index.ts'

/** A plan that was shown, by its fingerprint and the two people behind it; it is made again when the job runs. */
const agreed = {
  replicaId: replicaIdSchema,
  plannedAtMs: z.number().int(),
  approval: approvalSchema,
  /** The owner's key was typed for it. The key itself is in memory only (`CleaningKeys`). */
  withOwnersKey: z.boolean().optional(),
}

/** What a piece of durable work was asked to do; stored as JSON until it is done. */
export const jobInputSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('copy'),
    /** A look: makes no copy when nothing changed since the last. */
    skipUnchanged: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('check'), readData: z.boolean() }),
  z.object({ kind: z.literal('proof'), replicaId: replicaIdSchema }),
  z.object({
    kind: z.literal('replicate'),
    replicaId: replicaIdSchema,
    /** Also from places on a network: what it lacks is nowhere nearer. */
    fromFar: z.boolean().optional(),
  }),
  /** Keeps what lies there safe from erasing, and tries whether it is. */
  z.object({ kind: z.literal('protect'), replicaId: replicaIdSchema }),
  z.object({ kind: z.literal('heal'), replicaId: replicaIdSchema }),
  z.object({ kind: z.literal('retention'), ...agreed }),
  z.object({ kind: z.literal('prune'), ...agreed }),
  /** A rehearsal without people. */
  z.object({ kind: z.literal('drill'), replicaId: replicaIdSchema }),
  z.object({ kind: z.literal('swap'), diskId: diskIdSchema }),
  /** A database on its way back; which one and who agreed stands in its book. */
  z.object({ kind: z.literal('database'), recoveryId: recoveryIdSchema, step: z.enum(['prepare', 'swap', 'undo']) }),
])
export type JobInput = z.infer<typeof jobInputSchema>

/** Work that needs no second row while a first one waits or runs: the same kind on the same disk. */
export const isSameWork = (left: JobInput, right: JobInput): boolean =>
  left.kind === right.kind && diskOf(left) === diskOf(right)

const diskOf = (input: JobInput) =>
  'replicaId' in input ? input.replicaId : 'diskId' in input ? input.diskId : undefined

/** `far` is work on places that may be slow; it goes on beside the rest. */
export type Lane = 'near' | 'far'

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
