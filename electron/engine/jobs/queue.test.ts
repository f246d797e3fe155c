import { describe, expect, it, vi } from 'vitest'
import { silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { JobId, NewFact } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type JobInput, type JobRunners, type JobStore, jobInputSchema, type Lane } from './job.ts'
import { JobQueue } from './queue.ts'

/** Rows that outlive a queue, as the catalogue's do. */
function memoryStore() {
  const rows = new Map<JobId, { input: JobInput; state: string }>()
  const facts: NewFact[] = []
  const store: JobStore = {
    addJob: (id, input) => void rows.set(id, { input, state: 'queued' }),
    pendingJobs: () =>
      [...rows]
        .filter(([, row]) => row.state === 'queued' || row.state === 'running')
        .map(([id, row]) => ({ id, input: row.input, isResumed: row.state === 'running' })),
    startJob: (id) => setState(id, 'running'),
    endJob: (id, outcome) => setState(id, outcome),
    commitFact: (fact) => void facts.push(fact),
  }
  const setState = (id: JobId, state: string) => {
    const row = rows.get(id)
    if (row) row.state = state
  }
  return { store, facts, states: () => [...rows.values()].map((row) => row.state) }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

function makeQueue(store: JobStore, runners: Partial<JobRunners>, laneOf?: (input: JobInput) => Lane) {
  const nothing = async () => {}
  const idle: JobRunners = {
    copy: nothing,
    check: nothing,
    proof: nothing,
    replicate: nothing,
    heal: nothing,
    protect: nothing,
    retention: nothing,
    prune: nothing,
    swap: nothing,
    database: nothing,
    drill: nothing,
  }
  return new JobQueue({
    store,
    runners: { ...idle, ...runners },
    ...(laneOf && { laneOf }),
    onProgress: () => {},
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  })
}

describe('job queue', () => {
  it('runs one piece of work at a time, in order', async () => {
    const { store, states } = memoryStore()
    const seen: string[] = []
    const work = (name: string) => async () => {
      seen.push(`${name} starts`)
      await systemClock.sleep(5)
      seen.push(`${name} ends`)
    }
    const queue = makeQueue(store, { copy: work('copy'), check: work('check') })
    queue.enqueue({ kind: 'copy' })
    queue.enqueue({ kind: 'check', readData: false })
    await queue.idle()
    expect(seen).toEqual(['copy starts', 'copy ends', 'check starts', 'check ends'])
    expect(states()).toEqual(['done', 'done'])
  })

  it('refuses the same work twice and says so with JOB_101', async () => {
    const { store } = memoryStore()
    const queue = makeQueue(store, { copy: (_, { signal }) => untilAborted(signal) })
    queue.enqueue({ kind: 'copy' })
    expect(() => queue.enqueue({ kind: 'copy' })).toThrow('JOB_101')
    await queue.close()
  })

  it('takes the same kind of work for two disks, and refuses it twice for one', async () => {
    const { store, states } = memoryStore()
    const queue = makeQueue(store, { proof: (_, { signal }) => untilAborted(signal) })
    const [main, other] = ['a'.repeat(64), 'b'.repeat(64)]
    queue.enqueue({ kind: 'proof', replicaId: main })
    queue.enqueue({ kind: 'proof', replicaId: other })
    expect(() => queue.enqueue({ kind: 'proof', replicaId: other })).toThrow('JOB_101')
    expect(states()).toHaveLength(2)
    await queue.close()
  })

  it('puts a proof aside for a copy and goes on with it, without a word of failure', async () => {
    const { store, facts, states } = memoryStore()
    const seen: string[] = []
    let tries = 0
    const queue = makeQueue(store, {
      proof: async (_, { signal }) => {
        seen.push('proof')
        if (tries++ === 0) await untilAborted(signal)
      },
      copy: async () => void seen.push('copy'),
      check: async () => void seen.push('check'),
    })
    queue.enqueue({ kind: 'proof', replicaId: 'a'.repeat(64) })
    queue.enqueue({ kind: 'check', readData: true })
    await systemClock.sleep(1)
    queue.enqueue({ kind: 'copy' })
    await queue.idle()
    expect(seen).toEqual(['proof', 'copy', 'proof', 'check'])
    expect(states()).toEqual(['done', 'done', 'done'])
    expect(facts.map((fact) => fact.kind)).toEqual(Array(4).fill('job-started'))
  })

  it('tells a failure with its code and goes on with the next', async () => {
    const { store, facts, states } = memoryStore()
    const queue = makeQueue(store, { copy: async () => fail('DEST_101') })
    const jobId = queue.enqueue({ kind: 'copy' })
    queue.enqueue({ kind: 'check', readData: false })
    await queue.idle()
    expect(facts).toContainEqual({ kind: 'job-failed', jobId, jobKind: 'copy', code: 'DEST_101', params: {} })
    expect(states()).toEqual(['failed', 'done'])
  })

  it('never lets the words of an unexpected failure out', async () => {
    const { store, facts } = memoryStore()
    const queue = makeQueue(store, {
      copy: async () => {
        throw new TypeError('/clinic/Maria da Silva.pdf')
      },
    })
    queue.enqueue({ kind: 'copy' })
    await queue.idle()
    expect(JSON.stringify(facts)).toContain('APP_000')
    expect(JSON.stringify(facts)).not.toContain('Maria')
  })

  it('cancels what runs and what waits', async () => {
    const { store, states } = memoryStore()
    const queue = makeQueue(store, { copy: (_, { signal }) => untilAborted(signal) })
    const copy = queue.enqueue({ kind: 'copy' })
    const check = queue.enqueue({ kind: 'check', readData: true })
    await systemClock.sleep(1)
    queue.cancel(check)
    queue.cancel(copy)
    await queue.idle()
    expect(states()).toEqual(['cancelled', 'cancelled'])
  })

  it('resumes after a crash what was running and what was waiting', async () => {
    const { store, facts, states } = memoryStore()
    const first = makeQueue(store, { copy: (_, { signal }) => untilAborted(signal) })
    first.enqueue({ kind: 'copy' })
    first.enqueue({ kind: 'check', readData: true })
    await systemClock.sleep(1)
    await first.close()
    expect(states()).toEqual(['running', 'queued'])

    const ran: JobInput[] = []
    const second = makeQueue(store, {
      copy: async (input) => void ran.push(input),
      check: async (input) => void ran.push(input),
    })
    second.resume()
    await second.idle()
    expect(ran).toEqual([{ kind: 'copy' }, { kind: 'check', readData: true }])
    expect(facts.filter((fact) => fact.kind === 'job-started').map((fact) => fact.isResumed)).toEqual([
      false,
      true,
      false,
    ])
    expect(states()).toEqual(['done', 'done'])
  })
})

describe('lanes', () => {
  const HD = 'a'.repeat(64)
  const CLOUD = 'c'.repeat(64)
  const laneOf = (input: JobInput): Lane => ('replicaId' in input && input.replicaId === CLOUD ? 'far' : 'near')
  /** Work that takes as long as somebody wants. */
  const gates = () => {
    const open = new Map<string, () => void>()
    const hold = (name: string) => new Promise<void>((resolve) => open.set(name, resolve))
    return { hold, release: (name: string) => open.get(name)?.() }
  }

  it('a copy begins and ends while a slow place is brought up to date, which is not put aside for it', async () => {
    const { store, states } = memoryStore()
    const { hold, release } = gates()
    const seen: string[] = []
    const queue = makeQueue(
      store,
      {
        replicate: async () => {
          seen.push('cloud')
          await hold('cloud')
        },
        copy: async () => void seen.push('copy'),
      },
      laneOf,
    )
    queue.enqueue({ kind: 'replicate', replicaId: CLOUD })
    await vi.waitFor(() => expect(seen).toEqual(['cloud']), 30_000)
    queue.enqueue({ kind: 'copy' })
    await vi.waitFor(() => expect(states()).toEqual(['running', 'done']), 30_000)
    expect([queue.isBusy('near'), queue.isBusy('far')]).toEqual([false, true])
    release('cloud')
    await queue.idle()
    expect(seen).toEqual(['cloud', 'copy'])
    expect(states()).toEqual(['done', 'done'])
  })

  it('a copy does not wait for work in its own lane that hangs when it is put aside', async () => {
    const { store, states } = memoryStore()
    const { hold, release } = gates()
    let proofs = 0
    const queue = makeQueue(store, { proof: () => (proofs++ === 0 ? hold('deaf') : Promise.resolve()) }, laneOf)
    queue.enqueue({ kind: 'proof', replicaId: HD })
    await vi.waitFor(() => expect(proofs).toBe(1), 30_000)
    queue.enqueue({ kind: 'copy' })
    await vi.waitFor(() => expect(states()).toEqual(['running', 'done']), 10_000)
    expect(proofs).toBe(1)
    release('deaf')
    await queue.idle()
    expect(states()).toEqual(['done', 'done'])
  })

  it('cleaning has the places for itself: the slow lane is put aside and goes on after', async () => {
    const { store, states } = memoryStore()
    const seen: string[] = []
    const approval = { fingerprint: 'x', requestedBy: 'Ana', confirmedBy: 'Bia' }
    const prune = jobInputSchema.parse({ kind: 'prune', replicaId: HD, plannedAtMs: 1, approval })
    let tries = 0
    const queue = makeQueue(
      store,
      {
        replicate: async (_, { signal }) => {
          seen.push('cloud begins')
          if (tries++ === 0) await untilAborted(signal).finally(() => seen.push('cloud aside'))
        },
        prune: async () => void seen.push('prune'),
      },
      laneOf,
    )
    queue.enqueue({ kind: 'replicate', replicaId: CLOUD })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 30_000)
    queue.enqueue(prune)
    await queue.idle()
    expect(seen).toEqual(['cloud begins', 'cloud aside', 'prune', 'cloud begins'])
    expect(states()).toEqual(['done', 'done'])
  })

  it('a copy that would go better now is begun anew under the same row', async () => {
    const { store, states, facts } = memoryStore()
    let tries = 0
    const copy: JobRunners['copy'] = (_, { signal }) => (tries++ === 0 ? untilAborted(signal) : Promise.resolve())
    const queue = makeQueue(store, { copy }, laneOf)
    const jobId = queue.enqueue({ kind: 'copy' })
    await vi.waitFor(() => expect(tries).toBe(1), 30_000)
    queue.beginAnew(jobId)
    await queue.idle()
    expect(tries).toBe(2)
    expect(states()).toEqual(['done'])
    expect(facts.map(({ kind }) => kind)).toEqual(['job-started', 'job-started'])
  })
})
