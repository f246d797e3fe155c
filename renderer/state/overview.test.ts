import { describe, expect, it, vi } from 'vitest'
import type { engineContract, Overview, PortRole } from '#shared/contracts/index.ts'
import { engineContract as contract } from '#shared/contracts/index.ts'
import { type Fact, type Progress, replicaIdSchema } from '#shared/domain/index.ts'
import { type Handlers, type Port, serve } from '#shared/wire/index.ts'
import { createClients } from '../client/clients.ts'
import { domPort } from '../client/dom-port.ts'
import { type EngineFake, fakeEngine } from '../gallery/fakes.ts'
import { makeCopy, makeOverview, makeReplica, NOW_MS, sampleJob } from '../gallery/samples.ts'
import { applyFact } from './apply-fact.ts'
import { followOverview } from './overview.ts'

const copying = makeOverview({ running: [{ jobId: sampleJob, jobKind: 'copy' }] })
const finished: Fact = {
  seq: 1205,
  atMs: NOW_MS,
  kind: 'copy-finished',
  jobId: sampleJob,
  copy: makeCopy({ files: 7 }),
}
const half: Progress = {
  jobId: sampleJob,
  jobKind: 'copy',
  phase: 'writing',
  doneBytes: 1,
  totalBytes: 2,
  doneFiles: 1,
  totalFiles: 2,
}

/** A window and the engines it meets, joined by real ports. */
function window() {
  let onPort: (role: PortRole, port: Port) => void = () => {}
  const clients = createClients((listener) => {
    onPort = listener
    return () => {}
  })
  const known = followOverview(clients)
  return {
    clients,
    known,
    meet(handlers: Handlers<typeof engineContract>) {
      const { port1, port2 } = new MessageChannel()
      serve(domPort(port1), contract, handlers, () => {})
      onPort('engine', domPort(port2))
    },
  }
}

function engine(first: Overview, change: Partial<EngineFake> = {}) {
  let overview = first
  const feeds = { fact: (_fact: Fact) => {}, progress: (_progress: Progress) => {} }
  const asked = vi.fn(async () => overview)
  return {
    feeds,
    asked,
    become: (next: Overview) => {
      overview = next
    },
    handlers: fakeEngine(first, {
      overview: asked,
      facts: (_after, emit) => {
        feeds.fact = emit
        return () => {}
      },
      progress: (_nothing, emit) => {
        feeds.progress = emit
        return () => {}
      },
      ...change,
    }),
  }
}

describe('the overview a window follows', () => {
  it('knows the overview, then every fact after it', async () => {
    const { known, meet } = window()
    const one = engine(copying)
    meet(one.handlers)
    await vi.waitFor(() => expect(known.getState().overview?.running).toHaveLength(1), 30_000)
    one.become({ ...makeOverview({ lastCopy: makeCopy({ files: 7 }), seq: 1205 }) })
    await vi.waitFor(() => expect(one.asked).toHaveBeenCalled(), 30_000)
    await vi.waitFor(() => {
      one.feeds.fact(finished)
      expect(known.getState().overview?.lastCopy?.files).toBe(7)
    }, 30_000)
    expect(known.getState().overview?.running).toEqual([])
  })

  it('keeps the progress of a running job and drops it when the job ends', async () => {
    const { known, meet } = window()
    const one = engine(copying)
    meet(one.handlers)
    await vi.waitFor(() => {
      one.feeds.progress(half)
      expect(known.getState().progress.get(sampleJob)).toEqual(half)
    }, 30_000)
    one.become(makeOverview({ seq: 1205 }))
    one.feeds.fact(finished)
    await vi.waitFor(() => expect(known.getState().progress.size).toBe(0), 30_000)
  })

  it('asks once more for many facts at once, and tells of the guard only when it may have changed', async () => {
    const { known, meet } = window()
    const one = engine(makeOverview({ seq: 1204 }))
    let answer = () => {}
    meet(one.handlers)
    await vi.waitFor(() => expect(known.getState().overview).not.toBeNull(), 30_000)
    const { guardSeq } = known.getState()
    const replicaId = replicaIdSchema.parse('a'.repeat(64))
    const asked = one.asked.mock.calls.length
    one.asked.mockImplementation(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return makeOverview({ seq: 1204 })
    })
    await vi.waitFor(() => {
      for (let seq = 1205; seq < 1215; seq += 1)
        one.feeds.fact({ seq, atMs: NOW_MS, kind: 'trash-restored', replicaId })
      expect(known.getState().overview?.seq).toBe(1214)
    }, 30_000)
    await vi.waitFor(() => expect(one.asked).toHaveBeenCalledTimes(asked + 1), 30_000)
    answer()
    await vi.waitFor(() => expect(one.asked).toHaveBeenCalledTimes(asked + 2), 30_000)
    const settled = known.refresh()
    answer()
    await vi.waitFor(() => expect(one.asked).toHaveBeenCalledTimes(asked + 3), 30_000)
    answer()
    await settled
    expect(known.getState().guardSeq).toBe(guardSeq)
    one.feeds.fact({ seq: 1215, atMs: NOW_MS, kind: 'guard-released' })
    await vi.waitFor(() => expect(known.getState().guardSeq).toBe(1215), 30_000)
  })

  it('asks again when facts are missing', async () => {
    const { known, meet } = window()
    const one = engine(copying)
    meet(one.handlers)
    await vi.waitFor(() => expect(known.getState().overview).not.toBeNull(), 30_000)
    one.become(makeOverview({ copies: 99, seq: 1300 }))
    await vi.waitFor(() => {
      one.feeds.fact({ ...finished, seq: 1300 })
      expect(known.getState().overview?.copies).toBe(99)
    }, 30_000)
  })

  it('starts over with another engine and lets go of the former one', async () => {
    const { known, meet, clients } = window()
    meet(engine(copying, { listVersions: () => new Promise(() => {}) }).handlers)
    await vi.waitFor(() => expect(known.getState().overview).not.toBeNull(), 30_000)
    const hanging = clients.engine.listVersions({ fileKey: 1 })
    meet(engine(makeOverview({ copies: 500 })).handlers)
    await expect(hanging).rejects.toMatchObject({ code: 'IPC_002' })
    await vi.waitFor(() => expect(known.getState().overview?.copies).toBe(500), 30_000)
  })

  it('without an engine a question is refused, not left hanging', async () => {
    const { clients, known } = window()
    await expect(clients.engine.copyNow({})).rejects.toMatchObject({ code: 'IPC_002' })
    await known.refresh()
    expect(known.getState().trouble).toEqual({ code: 'IPC_002', params: {} })
  })

  it('an answer that is older than what facts told undoes nothing', async () => {
    const { known, meet } = window()
    const one = engine(makeOverview({ seq: 1204 }))
    meet(one.handlers)
    await vi.waitFor(() => expect(known.getState().overview).not.toBeNull(), 30_000)
    await vi.waitFor(() => {
      one.feeds.fact({ ...finished, seq: 1205 })
      expect(known.getState().overview?.seq).toBe(1205)
    }, 30_000)
    one.become(
      makeOverview({
        seq: 1204,
        vault: { place: { kind: 'local', path: '/hd' }, isReachable: false, freeBytes: null },
      }),
    )
    await known.refresh()
    expect(known.getState().overview).toMatchObject({
      seq: 1205,
      vault: { isReachable: false },
      lastCopy: { files: 7 },
    })
  })

  it('a disk that comes or goes is seen at once, whichever it is', () => {
    const main = makeReplica({ isReachable: true })
    const other = replicaIdSchema.parse('ef'.repeat(32))
    const vault = { place: main.place, isReachable: true, freeBytes: 1 }
    const replicas = [main, { ...main, replicaId: other, isMain: false }]
    const both = makeOverview({ seq: 7, vault, replicas })
    const gone = (replicaId: string, seq: number): Fact => {
      return { seq, atMs: NOW_MS, kind: 'place-seen', replicaId, isReachable: false }
    }
    const withoutOther = applyFact(both, gone(other, 8))
    expect(withoutOther.replicas.map(({ isReachable }) => isReachable)).toEqual([true, false])
    expect(withoutOther.vault?.isReachable).toBe(true)
    const without = applyFact(withoutOther, gone(main.replicaId, 9))
    expect(without.vault?.isReachable).toBe(false)
    expect(without.replicas.map(({ isReachable }) => isReachable)).toEqual([false, false])
  })
})
