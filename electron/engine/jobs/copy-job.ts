import type { Catalog } from '#engine/catalog/index.ts'
import type { Connector } from '#engine/connectors/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { type SnapshotOutcome, type SnapshotTarget, takeSnapshot } from '#engine/snapshot/index.ts'
import { keepReserve } from '#engine/vault/index.ts'
import { type CopySummary, copyIdSchema, type Source } from '#shared/domain/index.ts'
import { databasePaths, entriesOf } from './copy-entries.ts'
import type { JobInput, JobRunner } from './job.ts'

export type CopyParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly connector: Connector
  /** A private folder for database dumps. */
  readonly temporaryFolder: string
  readonly hostname: string
  readonly username: string
  readonly version: string
  readonly clock: Clock
}

/** Copies everything that is protected into the vault, then records the copy and its closing fact. */
export function copyRunner(parts: CopyParts): JobRunner<Extract<JobInput, { kind: 'copy' }>> {
  return (_input, { jobId, signal, onStep }) =>
    parts.session.withVault(async (vault, settings) => {
      const startedAtMs = parts.clock.nowMs()
      const outcome = await takeSnapshot(vault, {
        targets: settings.sources.map((source) => targetOf(source, parts)),
        tags: [settings.planTag],
        hostname: parts.hostname,
        username: parts.username,
        programVersion: `salvaguarda ${parts.version}`,
        onProgress: onStep,
        signal,
        clock: parts.clock,
      })
      const copy = summaryOf(outcome, parts.clock.nowMs() - startedAtMs)
      const entries = entriesOf(vault, outcome.snapshot, databasePaths(settings))
      await parts.catalog.recordCopy(copy, entries, { kind: 'copy-finished', jobId, copy })
      // The copy is made and told; a disk that has no room for the reserve now gets it after a later one.
      await keepReserve(vault.backend).catch(() => false)
    })
}

function targetOf(source: Source, { connector, temporaryFolder }: CopyParts): SnapshotTarget {
  if (source.kind === 'folder') return { kind: 'folder', path: source.path }
  return {
    kind: 'database',
    path: source.path,
    companions: connector.companions(source.path),
    dump: (signal) => connector.dump(source.path, { temporaryFolder, signal }),
  }
}

function summaryOf({ snapshot, summary, databases, skips }: SnapshotOutcome, durationMs: number): CopySummary {
  const counted: Record<string, number> = {}
  for (const { code } of skips) counted[code] = (counted[code] ?? 0) + 1
  return {
    copyId: copyIdSchema.parse(snapshot.id),
    takenAtMs: Date.parse(snapshot.time),
    durationMs: Math.max(0, Math.round(durationMs)),
    files: summary.total_files_processed,
    folders: summary.dirs_new + summary.dirs_changed + summary.dirs_unmodified,
    sourceBytes: summary.total_bytes_processed,
    addedBytes: summary.data_added_packed,
    newFiles: summary.files_new,
    changedFiles: summary.files_changed,
    unchangedFiles: summary.files_unmodified,
    databases,
    skips: counted,
  }
}
