import type { Snapshot } from '#engine/vault/index.ts'
import { filterCopies } from '../choose-copies.ts'
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
  return filterCopies(values, newestFirst).slice(0, values.count('latest')).toReversed()
}
