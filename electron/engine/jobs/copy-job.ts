import { stat } from 'node:fs/promises'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Connector } from '#engine/connectors/index.ts'
import { type Clock, markOf } from '#engine/kernel/index.ts'
import { inOrder, isTakenOver, type Session } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import { type BookFile, type SnapshotOutcome, type SnapshotTarget, takeSnapshot } from '#engine/snapshot/index.ts'
import { keepReserve, type Pace, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { type CopySummary, copyIdSchema, type JobId, type ReplicaId, type Source } from '#shared/domain/index.ts'
import { type Code, fail } from '#shared/errors/index.ts'
import { databasesOf, entriesOf } from './copy-entries.ts'
import type { JobInput, JobRunner } from './job.ts'
import { type Beside, besideOf, type ServerDatabases, serverTargets, troublesOf } from './server-sources.ts'

/** What looks at every copy for signs of destruction; a room beside this one. */
export type CopyGuard = {
  /** Tags for the next copy, beside the plan's. */
  copyTags(): readonly string[]
  /** Patterns of what is no part of the clinic. */
  copyExclusions(): readonly string[]
  /** Looks at a copy against the one before it, undefined when nothing changed since. Never throws: the copy is made, whatever it says. */
  look(vault: Vault, before: Snapshot | undefined, after: Snapshot, signal: AbortSignal): Promise<void>
}

/** What every copy takes along for the app itself: the register of what was done, and its head as a tag. */
export type CopyBooks = {
  /** The head as it stands now, with what copies of the plan said of it before. */
  tags(vault: Vault, planTag: string): Promise<readonly string[]>
  files(): readonly BookFile[]
}

export type CopyParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly connector: Connector
  readonly servers: ServerDatabases
  /** A private folder for database dumps. */
  readonly temporaryFolder: string
  readonly hostname: string
  readonly username: string
  readonly version: string
  readonly clock: Clock
  readonly guard: CopyGuard
  readonly books?: CopyBooks
  /** How much of the computer the work may take right now. */
  readonly pace?: () => Pace
  /** Which places may be used right now, in the plan's order; all by default. */
  readonly places?: () => readonly VaultPlace[]
  /** A copy is being made there. */
  readonly onPlace?: (jobId: JobId, replica: VaultPlace) => void
  /** A place could not have the copy; the next one is tried. */
  readonly onPassedOver?: (replica: VaultPlace, code: Code) => void
}

/** Copies everything that is protected to the first place that takes it, then records the copy and its closing fact. */
export function copyRunner(parts: CopyParts): JobRunner<Extract<JobInput, { kind: 'copy' }>> {
  /** How each database stood when it was last dumped well, as long as this process lives. */
  const dumped = new Map<string, string>()
  /** What is known of a dump holds where it was made: another place may lack it. */
  let dumpedTo: ReplicaId | undefined
  return ({ skipUnchanged = false }, { jobId, signal, onStep }) => {
    const copyTo = async (vault: Vault, settings: Settings, replica: VaultPlace) => {
      const { sources, planTag } = settings
      if (await isTakenOver(vault, settings)) fail('NEW_103')
      parts.onPlace?.(jobId, replica)
      const { id: replicaId } = replica
      if (dumpedTo !== replicaId) dumped.clear()
      const mayReuse = skipUnchanged && dumpedTo === replicaId
      const startedAtMs = parts.clock.nowMs()
      await requireFolders(sources)
      const marks = await marksOf(sources, parts.connector)
      const servers = sources.filter((source) => source.kind === 'server')
      const beside = await besideOf(servers)
      const isKept = (path: string) => mayReuse && marks.get(path) === dumped.get(path)
      let outcome: SnapshotOutcome
      try {
        outcome = await takeSnapshot(vault, {
          targets: [
            ...sources.flatMap((source) => targetOf(source, parts, isKept)),
            ...(await serverTargets(servers, { ...parts, skipUnchanged: mayReuse, signal })),
            ...beside.targets,
          ],
          tags: [planTag, ...parts.guard.copyTags(), ...((await parts.books?.tags(vault, planTag)) ?? [])],
          ...(parts.books && { books: parts.books.files() }),
          exclude: parts.guard.copyExclusions(),
          skipUnchanged,
          hostname: parts.hostname,
          username: parts.username,
          programVersion: `salvaguarda ${parts.version}`,
          onProgress: onStep,
          signal,
          clock: parts.clock,
        })
        const { missed } = troublesOf(sources, outcome, beside)
        for (const source of servers) parts.servers.copied(source, missed.includes(source.id))
      } finally {
        for (const source of servers) parts.servers.over(source)
      }
      for (const { path } of outcome.skips) marks.delete(path)
      for (const [path, mark] of marks) dumped.set(path, mark)
      dumpedTo = replicaId
      const durationMs = Math.max(0, Math.round(parts.clock.nowMs() - startedAtMs))
      if (outcome.isUnchanged) {
        const copyId = copyIdSchema.parse(outcome.snapshot.id)
        const lookedAtMs = Math.round(startedAtMs)
        parts.catalog.commitFact({ kind: 'copy-unchanged', jobId, copyId, lookedAtMs, durationMs, replicaId })
        await parts.guard.look(vault, undefined, outcome.snapshot, signal)
        return
      }
      const copy = summaryOf(outcome, durationMs, sources, beside)
      const entries = entriesOf(vault, outcome.snapshot, databasesOf(sources))
      await parts.catalog.recordCopy(copy, entries, { kind: 'copy-finished', jobId, copy, replicaId })
      parts.catalog.addHoldings(replicaId, [copy.copyId])
      await lookAt(vault, outcome.snapshot, parts.guard, signal)
      // The copy is made and told; a disk that has no room for the reserve now gets it after a later one.
      await keepReserve(vault.backend).catch(() => false)
    }
    const { places, pace, onPassedOver } = parts
    return inOrder(parts.session, copyTo, {
      ...(places && { places: places() }),
      ...(pace && { pace: pace() }),
      onPassedOver(replica, code) {
        signal.throwIfAborted()
        onPassedOver?.(replica, code)
      },
    })
  }
}

async function lookAt(vault: Vault, after: Snapshot, guard: CopyGuard, signal: AbortSignal): Promise<void> {
  const { parent } = after
  if (parent === undefined) return
  const before = await vault.findSnapshot(parent).catch(() => undefined)
  if (before) await guard.look(vault, before, after, signal)
}

/** A file in the place of a chosen folder must not pass for the folder's new content. Throws SRC_101. */
async function requireFolders(sources: readonly Source[]): Promise<void> {
  for (const source of sources) {
    if (source.kind !== 'folder') continue
    const facts = await stat(source.path).catch(() => undefined)
    if (facts && !facts.isDirectory()) fail('SRC_101')
  }
}

async function marksOf(sources: readonly Source[], connector: Connector): Promise<Map<string, string>> {
  const marks = new Map<string, string>()
  for (const source of sources) {
    if (source.kind !== 'sqlite') continue
    const { path } = source
    // Readers write there too, and we are one.
    const written = connector.companions(path).filter((companion) => !companion.endsWith('-shm'))
    marks.set(path, await markOf([path, ...written]))
  }
  return marks
}

function targetOf(
  source: Source,
  { connector, temporaryFolder }: CopyParts,
  isKept: (path: string) => boolean,
): SnapshotTarget[] {
  if (source.kind === 'server') return []
  const { kind, path } = source
  if (kind === 'folder') return [{ kind, path }]
  return [
    {
      kind: 'database',
      path,
      companions: connector.companions(path),
      isUnchanged: isKept(path),
      dump: (signal) => connector.dump(path, { temporaryFolder, signal }),
    },
  ]
}

function summaryOf(
  outcome: SnapshotOutcome,
  durationMs: number,
  sources: readonly Source[],
  beside: Beside,
): CopySummary {
  const { snapshot, summary, databases, skips } = outcome
  const { missed, troubles } = troublesOf(sources, outcome, beside)
  const counted: Record<string, number> = {}
  for (const { code } of skips) counted[code] = (counted[code] ?? 0) + 1
  const notThere = [...beside.missing.values()].reduce((sum, count) => sum + count, 0)
  if (notThere > 0) counted.SRC_107 = notThere
  return {
    copyId: copyIdSchema.parse(snapshot.id),
    takenAtMs: Date.parse(snapshot.time),
    durationMs,
    files: summary.total_files_processed,
    folders: summary.dirs_new + summary.dirs_changed + summary.dirs_unmodified,
    sourceBytes: summary.total_bytes_processed,
    addedBytes: summary.data_added_packed,
    newFiles: summary.files_new,
    changedFiles: summary.files_changed,
    unchangedFiles: summary.files_unmodified,
    databases,
    skips: counted,
    asked: sources.map(({ id }) => id),
    ...(missed.length > 0 && { missed: [...missed] }),
    ...(Object.keys(troubles).length > 0 && { troubles }),
  }
}
