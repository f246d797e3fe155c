import { useEffect, useState } from 'react'
import type { Fact, JobId } from '#shared/domain/index.ts'
import { useServices } from './services.tsx'

type End = Extract<Fact, { jobId: JobId }>
const isBeginning = ({ kind }: Fact) => kind === 'job-started' || kind === 'cleaning-agreed'

/** The fact with which a piece of work ended, once it has; `afterSeq` is a fact from before it was asked for. */
export function useJobEnd(job: { readonly jobId: JobId; readonly afterSeq: number } | null): End | null {
  const { engine } = useServices()
  const [end, setEnd] = useState<End | null>(null)
  const { jobId, afterSeq = 0 } = job ?? {}
  useEffect(() => {
    setEnd(null)
    if (jobId === undefined) return
    return engine.facts({ afterSeq }, (fact) => {
      if ('jobId' in fact && fact.jobId === jobId && !isBeginning(fact)) setEnd(fact as End)
    })
  }, [engine, jobId, afterSeq])
  return end
}
