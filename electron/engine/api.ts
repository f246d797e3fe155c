import type { Catalog } from '#engine/catalog/index.ts'
import type { Connector } from '#engine/connectors/index.ts'
import type { JobQueue } from '#engine/jobs/index.ts'
import { proposeRecoveryFolder, recoverVersion } from '#engine/jobs/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { inspectDestination, type Setup } from '#engine/setup/index.ts'
import type { engineContract } from '#shared/contracts/index.ts'
import type { Progress } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { findFolder } from './find-folder.ts'
import { overviewOf } from './overview.ts'

export type ApiParts = {
  readonly session: Session
  readonly setup: Setup
  readonly catalog: Catalog
  readonly queue: JobQueue
  readonly connector: Connector
  readonly progress: ProgressFeed
  /** Puts interrupted work back on the queue, once the vault can be opened. */
  readonly resume: () => void
  readonly clock: Clock
  readonly random: Random
}
export type ProgressFeed = {
  tell(progress: Progress): void
  listen(listener: (progress: Progress) => void): () => void
}

/** What the window and main may ask. Who may ask for what is decided here and below, never in the window. */
export function handlersOf(parts: ApiParts): Handlers<typeof engineContract> {
  const { session, setup, catalog, queue, connector, progress, clock } = parts
  const requireReady = () => {
    const { state } = session
    if (state.kind === 'fresh') fail('SET_101')
    if (state.kind === 'locked') fail(state.error.code, state.error.params)
  }
  return {
    overview: () => overviewOf(session, catalog, queue),
    facts({ afterSeq }, emit) {
      for (const fact of catalog.factsAfter(afterSeq)) emit(fact)
      return catalog.onFact(emit)
    },
    progress: (_nothing, emit) => progress.listen(emit),

    inspectFolder: ({ path }, signal) => findFolder(path, connector, signal),
    inspectDestination: ({ path, sourcePaths }) => inspectDestination(path, sourcePaths),
    beginSetup: (request) => setup.begin(request),
    async finishSetup({ proof, withoutKeychain }) {
      const settings = await setup.finish(proof, withoutKeychain)
      catalog.commitFact({ kind: 'set-up-finished', sources: settings.sources.length, vaultId: settings.vault.id })
      return { firstCopyJobId: queue.enqueue({ kind: 'copy' }) }
    },
    async unlockWithKit({ words }) {
      await session.unlockWithKit(words)
      parts.resume()
      return {}
    },

    async copyNow() {
      requireReady()
      return { jobId: queue.enqueue({ kind: 'copy' }) }
    },
    async checkNow({ readData }) {
      requireReady()
      return { jobId: queue.enqueue({ kind: 'check', readData }) }
    },
    async cancelJob({ jobId }) {
      queue.cancel(jobId)
      return {}
    },

    searchFiles: async ({ text, limit }) => [...catalog.searchFiles(text, limit)],
    listVersions: async ({ fileKey }) => [...catalog.listVersions(fileKey)],
    proposeRecoveryFolder: async () => ({ folder: proposeRecoveryFolder(clock) }),
    async recoverVersion(request, signal) {
      requireReady()
      return recoverVersion({ ...parts, onProgress: progress.tell }, request, signal)
    },
  }
}
