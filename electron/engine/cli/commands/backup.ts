import { hostname, tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { type Connector, clearDeadDumps, connectors } from '#engine/connectors/index.ts'
import { type SnapshotOutcome, type SnapshotTarget, takeSnapshot } from '#engine/snapshot/index.ts'
import type { Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { formatBytes, formatCount, formatDuration } from '#shared/units/index.ts'
import type { Command, Context } from '../context.ts'
import { VERSION } from '../version.ts'

/** `sqlite:FILE` and its like name a live database instead of a folder. */
const DATABASE_PREFIX = /^([a-z]{2,}):(.*)$/s

/** Copies folders and live databases into the vault. */
export const backup: Command = async (context) => {
  if (context.words.length === 0) fail('APP_002', { detail: 'PASTA' })
  // Each dump lies in a folder of its own that only this user may enter; those of killed runs go first.
  await clearDeadDumps(tmpdir())
  const targets = context.words.map((word) => targetOf(word, tmpdir()))
  const startedAtMs = context.clock.nowMs()
  const outcome = await context.withVault((vault) => copy(context, vault, targets))
  report(context, outcome, context.clock.nowMs() - startedAtMs)
  return outcome.skips.length > 0 ? 'done-with-skips' : 'done'
}

function targetOf(word: string, temporaryFolder: string): SnapshotTarget {
  const [, kind = '', file = ''] = DATABASE_PREFIX.exec(word) ?? []
  const connector = (connectors as Readonly<Record<string, Connector | undefined>>)[kind]
  if (connector === undefined) return { kind: 'folder', path: path.resolve(word) }
  const source = path.resolve(file)
  return {
    kind: 'database',
    path: source,
    companions: connector.companions(source),
    dump: (signal) => connector.dump(source, { temporaryFolder, signal }),
  }
}

async function copy(context: Context, vault: Vault, targets: readonly SnapshotTarget[]): Promise<SnapshotOutcome> {
  const { output, signal, values } = context
  const parent = values.text('parent')
  return takeSnapshot(vault, {
    targets,
    exclude: values.texts('exclude'),
    tags: values.texts('tag').flatMap((tag) => tag.split(',')),
    hostname: values.text('host') ?? hostname(),
    username: userInfo().username,
    programVersion: `salvaguarda ${VERSION}`,
    ...(values.isOn('force') && { parent: 'none' as const }),
    ...(parent !== undefined && { parent: await vault.findSnapshot(parent) }),
    onProgress: ({ doneBytes, totalBytes }) => output.progress(doneBytes, totalBytes),
    signal,
  })
}

function report(
  { output, language }: Context,
  { snapshot, summary, skips }: SnapshotOutcome,
  durationMs: number,
): void {
  for (const { path: file, code } of skips) output.note('skipped', { path: file, code })
  if (skips.length > 0) output.note('skips', { count: formatCount(skips.length, language) })
  if (output.isJson) {
    const { backup_start, backup_end, ...counts } = summary
    output.json({
      message_type: 'summary',
      ...counts,
      total_duration: durationMs / 1000,
      snapshot_id: snapshot.id,
      skips: skips.length,
    })
    return
  }
  output.say('copyMade', {
    id: snapshot.id.slice(0, 8),
    files: formatCount(summary.total_files_processed, language),
    bytes: formatBytes(summary.total_bytes_processed, language),
    added: formatBytes(summary.data_added_packed, language),
    time: formatDuration(durationMs, language),
  })
}
