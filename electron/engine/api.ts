import type { Connector } from '#engine/connectors/index.ts'
import type { JobQueue } from '#engine/jobs/index.ts'
import {
  type CleaningParts,
  listTrashOf,
  needsFar,
  planPruneOf,
  planRetentionOf,
  restoreTrashed,
} from '#engine/jobs/index.ts'
import type { Random } from '#engine/kernel/index.ts'
import { addReplica, inspectDestination, type Setup } from '#engine/setup/index.ts'
import type {
  auditCalls,
  clinicCalls,
  databaseCalls,
  databaseRecoveryCalls,
  diagnosisCalls,
  diskCalls,
  drillCalls,
  engineContract,
  guardCalls,
  inventoryCalls,
  noticeCalls,
  peopleCalls,
  placeCalls,
  planCalls,
  previewCalls,
  recordCalls,
  recoveryCalls,
  rescueCalls,
  setupDraftCalls,
  tabletCalls,
  trainingCalls,
} from '#shared/contracts/index.ts'
import type { Progress, ReplicaId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { Automatic } from './automatic.ts'
import { beginCleaning } from './cleaning-calls.ts'
import { findFolder } from './find-folder.ts'
import type { UnsavedBySource } from './freshness.ts'
import { overviewOf } from './overview.ts'

export type ApiParts = CleaningParts & {
  readonly setup: Setup
  readonly queue: JobQueue
  readonly connector: Connector
  readonly progress: ProgressFeed
  /** Puts interrupted work back on the queue, once the vault can be opened. */
  readonly resume: () => void
  readonly random: Random
  readonly automatic: Automatic
  readonly unsaved: () => UnsavedBySource
}
export type ProgressFeed = {
  tell(progress: Progress): void
  listen(listener: (progress: Progress) => void): () => void
}

/** What the window and main may ask. Who may ask for what is decided by the gate, never in the window. */
export function handlersOf(
  parts: ApiParts,
): Omit<
  Handlers<typeof engineContract>,
  | keyof typeof noticeCalls
  | keyof typeof clinicCalls
  | keyof typeof auditCalls
  | keyof typeof databaseCalls
  | keyof typeof drillCalls
  | keyof typeof databaseRecoveryCalls
  | keyof typeof diagnosisCalls
  | keyof typeof diskCalls
  | keyof typeof guardCalls
  | keyof typeof recordCalls
  | keyof typeof tabletCalls
  | keyof typeof placeCalls
  | keyof typeof planCalls
  | keyof typeof previewCalls
  | keyof typeof recoveryCalls
  | 'recoverVersion'
  | 'proposeRecoveryFolder'
  | keyof typeof rescueCalls
  | keyof typeof peopleCalls
  | keyof typeof inventoryCalls
  | keyof typeof setupDraftCalls
  | keyof typeof trainingCalls
  | 'installUpdate'
> {
  const { session, setup, catalog, queue, connector, progress, automatic } = parts
  const requireReady = () => {
    const { state } = session
    if (state.kind === 'fresh') fail('SET_101')
    if (state.kind === 'locked') fail(state.error.code, state.error.params)
  }
  const requireReplica = (replicaId: ReplicaId) => {
    requireReady()
    const { vault, replicas } = session.requireSettings()
    if (![vault, ...replicas].some(({ id }) => id === replicaId)) fail('VAULT_113')
  }
  return {
    overview: () => overviewOf({ ...parts, disks: automatic.disks }),
    facts({ afterSeq }, emit) {
      for (const fact of catalog.factsAfter(afterSeq)) emit(fact)
      return catalog.onFact(emit)
    },
    progress: (_nothing, emit) => progress.listen(emit),

    inspectFolder: ({ path }, signal) => findFolder(path, connector, signal),
    inspectDestination: async ({ path, sourcePaths }) => inspectDestination(path, sourcePaths, await session.disks()),
    beginSetup: (request) => setup.begin(request),
    async finishSetup({ proof, withoutKeychain, ...start }) {
      const settings = await setup.finish(proof, withoutKeychain, start)
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
      // A copy that waits or is under way is what was asked for, and no reason to say no.
      const known = queue.unfinished().find(({ input }) => input.kind === 'copy')
      return { jobId: known?.id ?? queue.enqueue({ kind: 'copy' }) }
    },
    async checkNow({ readData }) {
      requireReady()
      return { jobId: queue.enqueue({ kind: 'check', readData }) }
    },
    async cancelJob({ jobId }) {
      queue.cancel(jobId)
      parts.keys.keepOnly(queue.unfinished().map(({ id }) => id))
      return {}
    },

    async addReplica({ destinationPath }) {
      requireReady()
      const replicaId = await addReplica(session, destinationPath)
      catalog.commitFact({ kind: 'replica-added', replicaId })
      return { replicaId, jobId: queue.enqueue({ kind: 'replicate', replicaId }) }
    },
    async proveNow({ replicaId }) {
      requireReplica(replicaId)
      return { jobId: queue.enqueue({ kind: 'proof', replicaId }) }
    },
    async replicateNow({ replicaId }) {
      requireReplica(replicaId)
      // A vault in one place only has nothing to be brought up from.
      if (session.requireSettings().replicas.length === 0) fail('VAULT_113')
      const fromFar = needsFar(session, catalog, replicaId)
      return { jobId: queue.enqueue({ kind: 'replicate', replicaId, ...(fromFar && { fromFar }) }) }
    },

    retentionPolicy: async () => session.requireSettings().retention,
    async setRetentionPolicy(retention) {
      return (await session.changeSettings((settings) => ({ ...settings, retention }))).retention
    },
    async planRetention({ replicaId, policy }, signal) {
      const { fingerprint, plannedAtMs, keep, remove, refusals } = await planRetentionOf(
        parts,
        replicaId,
        signal,
        policy,
      )
      return {
        fingerprint,
        plannedAtMs,
        keep: keep.map(({ reasons, ...copy }) => ({ ...copy, reasons: [...reasons] })),
        remove: [...remove],
        refusals: [...refusals],
      }
    },
    async applyRetention(agreed) {
      requireReplica(agreed.replicaId)
      return beginCleaning(parts, 'retention', agreed)
    },
    listTrash: ({ replicaId }) => listTrashOf(parts, replicaId),
    async restoreFromTrash(request, signal) {
      await restoreTrashed(parts, request, signal)
      return {}
    },
    async planPrune({ replicaId }, signal) {
      const { packs: _packs, refusals, ...plan } = await planPruneOf(parts, replicaId, signal)
      return { ...plan, refusals: [...refusals] }
    },
    async applyPrune(agreed) {
      requireReplica(agreed.replicaId)
      return beginCleaning(parts, 'prune', agreed)
    },

    schedulePolicy: async () => session.requireSettings().schedule,
    async setSchedulePolicy(schedule) {
      const settings = await session.changeSettings((known) => ({ ...known, schedule }))
      automatic.decided()
      return settings.schedule
    },
    schedulePlan: async () => automatic.plan(),
    async tellMachine(machine) {
      automatic.tellMachine(machine)
      return {}
    },
    async tellDevices() {
      automatic.tellDevices()
      return {}
    },
    async tellResumed() {
      automatic.resumed()
      return {}
    },

    async searchFiles(request, signal) {
      // Names of files name patients: a locked app shows none.
      requireReady()
      return catalog.searchInSteps(request, signal)
    },
    listVersions: async ({ fileKey }) => [...catalog.listVersions(fileKey)],
  }
}
