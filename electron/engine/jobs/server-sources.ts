import { stat } from 'node:fs/promises'
import { connectorFor, type Secrets } from '#engine/connectors/index.ts'
import { type SnapshotOutcome, type SnapshotTarget, serverPlace, serverTarget } from '#engine/snapshot/index.ts'
import type { ServerSource, SkipCode, Source, SourceId } from '#shared/domain/index.ts'

/** What is known of databases that only their servers may read; a room beside this one. */
export type ServerDatabases = {
  readonly secrets: Secrets
  /** Whether its newest dump still is what the clinic has. Never throws. */
  beforeDump(source: ServerSource, signal: AbortSignal): Promise<boolean>
  /** Its dump is in the vault, the copy not finished. Never throws. */
  afterDump(source: ServerSource, signal: AbortSignal): Promise<void>
  /** The copy is finished, with or without it. */
  copied(source: ServerSource, isMissed: boolean): void
  /** The copy is over, whatever came of it. */
  over(source: ServerSource): void
  /** A person said that it is meant to be much smaller than last time. */
  acceptsLess(source: ServerSource): boolean
}

type TargetParts = {
  readonly servers: ServerDatabases
  readonly temporaryFolder: string
  readonly skipUnchanged: boolean
  readonly signal: AbortSignal
}

/** Every database of a server as something to copy; each is asked first whether anything is new. */
export async function serverTargets(
  sources: readonly ServerSource[],
  { servers, temporaryFolder, skipUnchanged, signal }: TargetParts,
): Promise<readonly SnapshotTarget[]> {
  return Promise.all(
    sources.map(async (source) => {
      const isSame = await servers.beforeDump(source, signal)
      const target = serverTarget(source.server, connectorFor(source.server), {
        secrets: servers.secrets,
        temporaryFolder,
        isUnchanged: skipUnchanged && isSame,
        acceptsLess: servers.acceptsLess(source),
      })
      return {
        ...target,
        dump: async (...to: Parameters<typeof target.dump>) => {
          await target.dump(...to)
          await servers.afterDump(source, signal)
        },
      }
    }),
  )
}

export type Beside = { readonly targets: readonly SnapshotTarget[]; readonly missing: ReadonlyMap<SourceId, number> }

/** What the clinic's systems need beside their databases, and how much of it is not there: that keeps nothing else out of the copy. */
export async function besideOf(sources: readonly ServerSource[]): Promise<Beside> {
  const targets: SnapshotTarget[] = []
  const missing = new Map<SourceId, number>()
  for (const { id, beside } of sources)
    for (const path of beside) {
      const isGone = await stat(path).then(
        () => false,
        ({ code }: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'ENOTDIR',
      )
      if (isGone) missing.set(id, (missing.get(id) ?? 0) + 1)
      else targets.push({ kind: 'folder', path })
    }
  return { targets, missing }
}

/** Where a database stands in what a copy tells of itself; undefined for a folder. */
export function databasePlace(source: Source): string | undefined {
  if (source.kind === 'folder') return undefined
  return source.kind === 'sqlite' ? source.path : serverPlace(source.server)
}

/** Which databases a copy had to do without, and of which it lacks something beside them. */
export function troublesOf(
  sources: readonly Source[],
  { skips }: Pick<SnapshotOutcome, 'skips'>,
  { missing }: Beside,
): { readonly missed: readonly SourceId[]; readonly troubles: Record<SourceId, SkipCode> } {
  const left = new Map(skips.map(({ path, code }) => [path, code]))
  const missed: SourceId[] = []
  const troubles: Record<SourceId, SkipCode> = {}
  for (const source of sources) {
    const code = left.get(databasePlace(source) ?? '')
    if (code) missed.push(source.id)
    const trouble = code ?? (missing.has(source.id) ? 'SRC_107' : undefined)
    if (trouble) troubles[source.id] = trouble
  }
  return { missed, troubles }
}
