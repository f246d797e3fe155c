import type { Fact, JobId, Progress } from '#shared/domain/index.ts'
import { AppError } from '#shared/errors/index.ts'
import type { EngineClient } from '../engine-client.ts'

type EndFact = Extract<Fact, { kind: 'copy-finished' | 'check-finished' | 'job-failed' }>
const isEnd = (fact: Fact): fact is EndFact =>
  fact.kind === 'copy-finished' || fact.kind === 'check-finished' || fact.kind === 'job-failed'

/** Listens to the engine as the window does: facts say how work ended, progress how far it is. */
export function watchJobs(client: EngineClient, onProgress: (progress: Progress) => void) {
  const ends = new Map<JobId, EndFact>()
  const waiting = new Map<JobId, (fact: EndFact) => void>()
  client.facts({ afterSeq: 0 }, (fact) => {
    if (!isEnd(fact)) return
    ends.set(fact.jobId, fact)
    waiting.get(fact.jobId)?.(fact)
  })
  client.progress({}, onProgress)

  const ended = async (jobId: JobId): Promise<EndFact> => {
    const fact = ends.get(jobId) ?? (await new Promise<EndFact>((resolve) => waiting.set(jobId, resolve)))
    if (fact.kind === 'job-failed') throw new AppError(fact.code, fact.params)
    return fact
  }
  return {
    /** Resolves with the finished copy. Throws the code it failed with. */
    async copy(jobId: JobId) {
      const fact = await ended(jobId)
      if (fact.kind !== 'copy-finished') throw new AppError('APP_000')
      return fact.copy
    },
    /** Resolves with the finished check. Throws the code it failed with. */
    async check(jobId: JobId) {
      const fact = await ended(jobId)
      if (fact.kind !== 'check-finished') throw new AppError('APP_000')
      return fact
    },
  }
}
