import type { Clock } from '#engine/kernel/index.ts'
import type { Snapshot, TreeNode, Vault } from '#engine/vault/index.ts'
import { codeOf, isAppError } from '#shared/errors/index.ts'
import { lastDump, storeDump, tallyKept } from './server-dumps.ts'
import type { Tally } from './tally.ts'
import type { PlannedTarget } from './target-plan.ts'
import type { SnapshotSkip, SnapshotTarget } from './types.ts'

type DumpWork = {
  readonly vault: Vault
  readonly parent: Snapshot | undefined
  readonly findKept: (path: string) => Promise<TreeNode | undefined>
  readonly tally: Tally
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Makes the consistent bytes of every database before any folder is read, so that pictures a database names are there when it names them.
 *
 * A database that cannot be had becomes a skip and is never copied raw. Throws its DB_ code when nothing else was asked for.
 */
export async function dumpDatabases(
  targets: readonly SnapshotTarget[],
  { vault, parent, findKept, tally, clock, signal }: DumpWork,
): Promise<readonly PlannedTarget[]> {
  const planned: PlannedTarget[] = []
  let firstFailure: unknown
  /** Trouble with the database leaves it out of this copy; anything else ends the work. */
  const skip = (target: SnapshotTarget, error: unknown) => {
    signal.throwIfAborted()
    const code = codeOf(error)
    if (!isAppError(error) || !isDatabaseCode(code)) throw error
    firstFailure ??= error
    tally.skips.push({ code, path: target.path })
  }
  const dumpServer = async (target: Extract<SnapshotTarget, { kind: 'server' }>) => {
    tally.report('database')
    const last = await lastDump(vault, parent, target)
    if (target.isUnchanged && last) {
      await tallyKept(vault, last, tally)
      return last
    }
    try {
      return await storeDump(vault, target, { tally, signal, takenAtNs: clock.nowNs(), last })
    } catch (error) {
      skip(target, error)
      return undefined
    }
  }
  try {
    for (const target of targets) {
      signal.throwIfAborted()
      if (target.kind === 'folder') {
        planned.push({ target, standIn: undefined })
        continue
      }
      if (target.kind === 'server') {
        const stored = await dumpServer(target)
        planned.push({ target, standIn: undefined, ...(stored && { stored }) })
        continue
      }
      const kept = target.isUnchanged ? await findKept(target.path) : undefined
      if (kept) {
        planned.push({ target, standIn: undefined, kept })
        continue
      }
      tally.report('database')
      const takenAtNs = clock.nowNs()
      try {
        planned.push({ target, standIn: { file: await target.dump(signal), takenAtNs } })
      } catch (error) {
        skip(target, error)
        planned.push({ target, standIn: undefined })
      }
    }
    const hasAnything = planned.some(
      ({ target, standIn, kept, stored }) => target.kind === 'folder' || standIn || kept || stored,
    )
    if (!hasAnything && firstFailure) throw firstFailure
    return planned
  } catch (error) {
    await disposeAll(planned)
    throw error
  }
}

export async function disposeAll(planned: readonly PlannedTarget[]): Promise<void> {
  for (const { standIn } of planned) await standIn?.file.dispose()
}

const isDatabaseCode = (code: string): code is Extract<SnapshotSkip['code'], `DB_${string}` | 'SRC_102'> =>
  code.startsWith('DB_') || code === 'SRC_102'
