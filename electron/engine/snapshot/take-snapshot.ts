import { systemClock } from '#engine/kernel/index.ts'
import { compileExclusions, type FileSystem, FolderWalk, openFileSystem } from '#engine/sources/index.ts'
import { type Snapshot, timestampFromNs, type Vault } from '#engine/vault/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import { Archiver } from './archiver.ts'
import { saveBooks } from './books.ts'
import { countAhead } from './count-ahead.ts'
import { disposeAll, dumpDatabases } from './dump-databases.ts'
import { VAULT_PARTS } from './own-vault.ts'
import { chooseParent, previousFile } from './parent.ts'
import { topOfDumps } from './server-dumps.ts'
import { Tally } from './tally.ts'
import { planPlaces } from './target-plan.ts'
import type { SnapshotOutcome, SnapshotTarget, TakeSnapshotOptions } from './types.ts'

/**
 * Makes one copy of folders and databases.
 *
 * Trouble with a source is a skip in the outcome; trouble with the vault ends the work, and what stands in the vault stays whole.
 * Throws SET_103 without targets, SRC_101 before anything is written when a chosen folder is not there, SRC_106 when nothing at all could be read,
 * a DB_ code when the only thing asked for was a database that failed, APP_001 when cancelled, VAULT_… and DEST_….
 */
export async function takeSnapshot(vault: Vault, options: TakeSnapshotOptions): Promise<SnapshotOutcome> {
  if (options.targets.length === 0) fail('SET_103')
  const lock = await vault.lock('shared')
  const signal = AbortSignal.any([lock.lost, ...(options.signal ? [options.signal] : [])])
  try {
    return await copyUnderLock(vault, options, signal)
  } catch (error) {
    if (lock.lost.aborted) throw lock.lost.reason
    if (options.signal?.aborted && !isAppError(error)) fail('APP_001', {}, { cause: error })
    throw error
  } finally {
    await lock.release()
  }
}

async function copyUnderLock(
  vault: Vault,
  options: TakeSnapshotOptions,
  signal: AbortSignal,
): Promise<SnapshotOutcome> {
  const clock = options.clock ?? systemClock
  const startedAt = timestampFromNs(clock.nowNs())
  const fileSystem = openFileSystem()
  const tally = new Tally(options.onProgress)
  tally.report('preparing')
  const paths = [...new Set(options.targets.map((target) => target.path))]
  // Copies first, index second: a copy finished in between would look broken the other way round.
  const parent = await parentOf(vault, options, paths)
  await vault.loadIndex()
  await requireFolders(fileSystem, options.targets)

  const namesOf = (path: string) => fileSystem.levels(path).map(({ name }) => name)
  const findKept = (path: string) => previousFile(vault, parent, namesOf(path))
  const planned = await dumpDatabases(options.targets, { vault, parent, findKept, tally, clock, signal })
  const folders = new FolderWalk({ exclude: options.exclude ?? [], shallow: VAULT_PARTS }, signal)
  try {
    const isExcluded = compileExclusions(options.exclude, fileSystem.kind)
    const root = planPlaces(fileSystem, planned)
    if (parent?.summary) tally.expect(parent.summary)
    else await countAhead(fileSystem, folders, root, isExcluded, tally)
    tally.report('reading')
    const keepWays = options.skipUnchanged ?? false
    const archiver = new Archiver({ vault, fileSystem, folders, isExcluded, tally, signal, keepWays })
    const dumps = await topOfDumps(
      vault,
      planned.flatMap(({ stored }) => stored ?? []),
      tally,
    )
    const { books } = options
    const tree = await archiver.save(
      root,
      parent?.tree,
      dumps,
      books && ((before) => saveBooks(vault, books, before, clock.nowNs())),
    )
    if (tally.hasNothing) fail('SRC_106')

    tally.finishing()
    await vault.flush()
    signal.throwIfAborted()
    const summary = tally.summary(startedAt, timestampFromNs(clock.nowNs()))
    const told = { summary, databases: tally.databases, skips: tally.skips }
    // What was left out then and is left out now makes no difference; anything else shows in the tree.
    if (options.skipUnchanged && parent?.tree === tree && parent.paths.length === paths.length)
      return { ...told, snapshot: parent, isUnchanged: true }
    const snapshot = await vault.saveSnapshot({
      time: startedAt,
      ...(parent ? { parent: parent.id } : {}),
      tree,
      paths,
      hostname: options.hostname,
      username: options.username,
      ...idsOfProcess(),
      ...(options.exclude?.length ? { excludes: options.exclude } : {}),
      ...(options.tags?.length ? { tags: options.tags } : {}),
      program_version: options.programVersion,
      summary,
    })
    return { ...told, snapshot, isUnchanged: false }
  } finally {
    folders.close()
    await disposeAll(planned)
  }
}

async function parentOf(
  vault: Vault,
  options: TakeSnapshotOptions,
  paths: readonly string[],
): Promise<Snapshot | undefined> {
  if (options.parent === 'none') return undefined
  return options.parent ?? (await chooseParent(vault, options.hostname, { paths, tags: options.tags ?? [] }))
}

async function requireFolders(fileSystem: FileSystem, targets: readonly SnapshotTarget[]): Promise<void> {
  for (const target of targets) {
    if (target.kind !== 'folder') continue
    // Not being allowed to look is not the same as not being there: that becomes a skip.
    await fileSystem.factsThroughLinks(fileSystem.native(target.path)).catch((cause: unknown) => {
      if (isMissing(cause)) fail('SRC_101', {}, { cause })
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** Left out when 0, as restic does; Windows has none. */
function idsOfProcess(): { readonly uid?: number; readonly gid?: number } {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  return { ...(uid ? { uid } : {}), ...(gid ? { gid } : {}) }
}
