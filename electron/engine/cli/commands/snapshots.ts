import type { Snapshot } from '#engine/vault/index.ts'
import type { Command, Context } from '../context.ts'

/** Lists the copies of the vault, oldest first, as restic does. */
export const snapshots: Command = async (context) => {
  const { output } = context
  const found = await context.withVault(async (vault) => choose(context, await vault.listSnapshots()))
  if (output.isJson) {
    output.json(found.map((snapshot) => ({ ...snapshot, short_id: snapshot.id.slice(0, 8) })))
    return 'done'
  }
  for (const { id, time, hostname = '', tags = [], paths } of found)
    output.line(
      [id.slice(0, 8), time.slice(0, 19).replace('T', ' '), hostname, tags.join(','), paths.join(' ')].join('  '),
    )
  if (found.length === 0) output.say('noCopies')
  return 'done'
}

function choose({ values }: Context, newestFirst: readonly Snapshot[]): readonly Snapshot[] {
  const host = values.text('host')
  const tags = values.texts('tag').flatMap((tag) => tag.split(','))
  const latest = values.count('latest')
  return newestFirst
    .filter((snapshot) => host === undefined || snapshot.hostname === host)
    .filter((snapshot) => tags.every((tag) => snapshot.tags?.includes(tag)))
    .slice(0, latest)
    .toReversed()
}
