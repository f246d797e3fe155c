import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Overview } from '#shared/contracts/index.ts'
import type { Fact, JobId, Progress } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import type { Clients } from '../client/clients.ts'
import { applyFact, leavesGap } from './apply-fact.ts'
import { toWireError } from './wire-error.ts'

export type Known = {
  readonly overview: Overview | null
  /** Why the last question about the overview was not answered; null once it is. */
  readonly trouble: WireError | null
  /** How far each running job is. Gone when the job ends. */
  readonly progress: ReadonlyMap<JobId, Progress>
  /** Another number when the guard may have braked or let go. */
  readonly guardSeq: number
}

export type OverviewStore = StoreApi<Known> & {
  /** Asks the engine again; resolves when the answer is in, also when there is none. */
  refresh(): Promise<void>
}

/**
 * Keeps what the window knows up to date: the overview, folded with every fact that follows it, and the progress of running jobs.
 *
 * Asks anew whenever another engine answers, when facts are missing, and after facts that change what no fact tells (room, names).
 */
export function followOverview({ engine, onEngine }: Pick<Clients, 'engine' | 'onEngine'>): OverviewStore {
  const store = createStore<Known>(() => ({
    overview: null,
    trouble: null,
    progress: new Map(),
    guardSeq: 0,
  }))

  let asking: Promise<void> | undefined
  let askingNext: Promise<void> | undefined
  /** However many ask meanwhile, the answer after the one under way is theirs. */
  function refresh(): Promise<void> {
    if (asking) {
      askingNext ??= asking.then(() => {
        askingNext = undefined
        return refresh()
      })
      return askingNext
    }
    const own = ask().finally(() => {
      if (asking === own) asking = undefined
    })
    asking = own
    return own
  }

  async function ask(): Promise<void> {
    try {
      const fresh = await engine.overview({})
      store.setState(({ overview, progress, guardSeq }) => ({
        overview: newer(overview, fresh),
        trouble: null,
        progress: onlyRunning(progress, fresh),
        // Facts that came with the answer are not told again.
        guardSeq: fresh.seq > (overview?.seq ?? -1) ? fresh.seq : guardSeq,
      }))
    } catch (error) {
      store.setState({ trouble: toWireError(error) })
    }
  }

  function take(fact: Fact): void {
    const { overview, progress } = store.getState()
    if (!overview || leavesGap(overview, fact)) {
      void refresh()
      return
    }
    const next = applyFact(overview, fact)
    if (next === overview) return
    store.setState({
      overview: next,
      progress: onlyRunning(progress, next),
      ...(OF_THE_GUARD.has(fact.kind) && { guardSeq: fact.seq }),
    })
    if (!TOLD_IN_FULL.has(fact.kind)) void refresh()
  }

  async function follow(): Promise<() => void> {
    store.setState({ progress: new Map() })
    // What an engine that is gone was asked may never be answered: nobody waits for it.
    asking = undefined
    askingNext = undefined
    await refresh()
    const stopFacts = engine.facts({ afterSeq: store.getState().overview?.seq ?? 0 }, take)
    const stopProgress = engine.progress({}, (progress) =>
      store.setState((known) =>
        known.overview?.running.some((job) => job.jobId === progress.jobId)
          ? { progress: new Map(known.progress).set(progress.jobId, progress) }
          : {},
      ),
    )
    return () => {
      stopFacts()
      stopProgress()
    }
  }

  let leave: Promise<() => void> = Promise.resolve(() => {})
  onEngine(() => {
    leave = leave.then((stop) => {
      stop()
      return follow()
    })
  })
  return Object.assign(store, { refresh })
}

/** Facts after which nothing else of the overview has changed. */
const TOLD_IN_FULL: ReadonlySet<Fact['kind']> = new Set(['job-started', 'recover-finished'])

const OF_THE_GUARD: ReadonlySet<Fact['kind']> = new Set(['guard-signs', 'guard-released'])

/** An answer that was on its way while facts arrived must not undo them; only what no fact tells is taken from it. */
const newer = (known: Overview | null, fresh: Overview): Overview =>
  known && known.seq > fresh.seq
    ? {
        ...known,
        vault: fresh.vault,
        sources: fresh.sources,
        state: fresh.state,
        replicas: fresh.replicas,
        freshness: fresh.freshness,
      }
    : fresh

function onlyRunning(progress: Known['progress'], overview: Overview): Known['progress'] {
  const running = new Set(overview.running.map((job) => job.jobId))
  return [...progress.keys()].every((jobId) => running.has(jobId))
    ? progress
    : new Map([...progress].filter(([jobId]) => running.has(jobId)))
}
