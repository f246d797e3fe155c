import type { DatabasePasswords } from '#engine/databases/index.ts'
import { type JobQueue, type JobRow, jobInputSchema, type ServerDatabases } from '#engine/jobs/index.ts'
import type { RotationParts } from '#engine/rotation/index.ts'
import type { Progress, ReplicaId, SourceId } from '#shared/domain/index.ts'
import type { ProgressFeed } from './api.ts'
import type { Automatic } from './automatic.ts'

/** What the rotation may do with the queue. */
export function swapWork(queue: JobQueue): Pick<RotationParts, 'startSwap' | 'workNow'> {
  return {
    startSwap(diskId) {
      const isWaiting = queue.unfinished().some(({ input }) => input.kind === 'swap' && input.diskId === diskId)
      if (!isWaiting) queue.enqueue({ kind: 'swap', diskId })
    },
    workNow() {
      const row = queue.unfinished().find(({ input }) => input.kind === 'swap')
      return row?.input.kind === 'swap' ? { diskId: row.input.diskId, jobId: row.id } : null
    },
  }
}

/** Has a place read again, unless that waits already. */
export function proveNext(queue: JobQueue, replicaId: ReplicaId): void {
  const isWaiting = queue.unfinished().some(({ input }) => input.kind === 'proof' && input.replicaId === replicaId)
  if (!isWaiting) queue.enqueue({ kind: 'proof', replicaId })
}

/** A row of an older version that no longer parses is passed over: losing one queued copy is harmless, the next one covers it. */
export function readJob(stored: { id: JobRow['id']; input: unknown; state: 'queued' | 'running' }): JobRow[] {
  const input = jobInputSchema.safeParse(stored.input)
  return input.success ? [{ id: stored.id, input: input.data, isResumed: stored.state === 'running' }] : []
}

/** Tells of work under way to whoever listens at that moment; nothing is kept. */
export function progressFeed(): ProgressFeed {
  const listeners = new Set<(progress: Progress) => void>()
  return {
    tell: (progress) => {
      for (const listener of listeners) listener(progress)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type ServerParts = {
  readonly passwords: DatabasePasswords
  /** Databases whose next dump may be small; one that was copied is taken off. */
  readonly small: Set<SourceId>
  readonly databases: () => Automatic['databases']
}

/** What a copy asks of databases that only their servers may read. */
export const serversInCopies = ({ passwords, small, databases }: ServerParts): ServerDatabases => ({
  secrets: passwords,
  beforeDump: (source, signal) => databases().beforeDump(source, signal),
  afterDump: (source, signal) => databases().afterDump(source, signal),
  copied(source, isMissed) {
    if (!isMissed) small.delete(source.id)
    databases().copied(source, isMissed)
  },
  over: (source) => databases().over(source),
  acceptsLess: ({ id }) => small.has(id),
})
