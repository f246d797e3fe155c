import { listTrash, restoreFromTrash, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Command, Context } from '../context.ts'

const MIN_PREFIX_DIGITS = 4

/** Lists the copies in the trash, or brings one back. */
export const trash: Command = async (context) => {
  const action = context.word(0, 'list|restore')
  if (action === 'list') await context.withVault((vault) => list(context, vault))
  else if (action === 'restore') await context.withVault((vault) => bringBack(context, vault))
  else fail('APP_002', { detail: action })
  return 'done'
}

async function list({ output }: Context, vault: Vault): Promise<void> {
  const found = await listTrash(vault)
  if (output.isJson) {
    output.json(
      found.map(({ removedAtMs, snapshot }) => ({
        ...snapshot,
        short_id: snapshot.id.slice(0, 8),
        removed: new Date(removedAtMs).toISOString(),
      })),
    )
    return
  }
  for (const { removedAtMs, snapshot } of found)
    output.line(
      [
        snapshot.id.slice(0, 8),
        snapshot.time.slice(0, 19).replace('T', ' '),
        `-> ${new Date(removedAtMs).toISOString().slice(0, 10)}`,
        snapshot.paths.join(' '),
      ].join('  '),
    )
  if (found.length === 0) output.say('trashEmpty')
}

/** Throws VAULT_109 unless the word is the beginning of exactly one copy in the trash. */
async function bringBack(context: Context, vault: Vault): Promise<void> {
  const prefix = context.word(1, 'CÓPIA')
  const ids = new Set((await listTrash(vault)).map(({ snapshot }) => snapshot.id).filter((id) => id.startsWith(prefix)))
  const [id] = ids
  if (prefix.length < MIN_PREFIX_DIGITS || ids.size !== 1 || id === undefined) return fail('VAULT_109')
  const lock = await vault.lock('shared')
  try {
    await restoreFromTrash(vault, id)
  } finally {
    await lock.release()
  }
  if (context.output.isJson) context.output.json({ message_type: 'restored', snapshot_id: id })
  context.output.say('cameBack', { id: id.slice(0, 8) })
}
