import { hostname, userInfo } from 'node:os'
import type { KeySlot, Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Command, Context } from '../context.ts'
import { passwordFromFile } from '../password.ts'

/** Lists, adds, removes and changes the keys that open the vault. */
export const key: Command = async (context) => {
  const action = context.word(0, 'list|add|remove|passwd')
  if (action === 'list') await context.withVault((vault) => list(context, vault))
  else if (action === 'add') await context.withVault((vault) => add(context, vault, 'keyAdded'))
  else if (action === 'remove') await exclusively(context, (vault) => remove(context, vault))
  else if (action === 'passwd') await exclusively(context, (vault) => change(context, vault))
  else fail('APP_002', { detail: action })
  return 'done'
}

function exclusively(context: Context, work: (vault: Vault) => Promise<void>): Promise<void> {
  return context.withVault(async (vault) => {
    const lock = await vault.lock('exclusive')
    try {
      await work(vault)
    } finally {
      await lock.release()
    }
  })
}

async function list({ output }: Context, vault: Vault): Promise<void> {
  const slots = await vault.listKeys()
  const rows = slots.map((slot) => ({ current: slot.id === vault.openedWith.id, ...slot }))
  if (output.isJson)
    output.json(
      rows.map(({ current, id, username, hostname: host, createdAt }) => ({
        current,
        id,
        userName: username,
        hostName: host,
        created: createdAt,
      })),
    )
  else
    for (const row of rows)
      output.line(
        [`${row.current ? '*' : ' '}${row.id.slice(0, 8)}`, row.username, row.hostname, row.createdAt].join('  '),
      )
}

async function add(context: Context, vault: Vault, word: 'keyAdded' | 'keyChanged'): Promise<KeySlot> {
  const { output, values } = context
  const file = values.text('new-password-file') ?? fail('APP_002', { detail: '--new-password-file' })
  const slot = await vault.addKey(await passwordFromFile(file), {
    username: values.text('user') ?? userInfo().username,
    hostname: values.text('host') ?? hostname(),
  })
  if (output.isJson) output.json({ message_type: 'key', id: slot.id })
  output.say(word, { id: slot.id.slice(0, 8) })
  return slot
}

/** Throws KEY_107 for the last key, APP_002 for one that is not there or that opened the vault just now. */
async function remove(context: Context, vault: Vault): Promise<void> {
  const prefix = context.word(1, 'CHAVE')
  const matches = (await vault.listKeys()).filter(({ id }) => id.startsWith(prefix))
  const [slot] = matches
  if (matches.length !== 1 || slot === undefined) return fail('APP_002', { detail: prefix })
  if (slot.id === vault.openedWith.id && (await vault.listKeys()).length > 1) fail('APP_002', { detail: prefix })
  await vault.removeKey(slot.id)
  context.output.say('keyRemoved', { id: slot.id.slice(0, 8) })
}

/** New key first, proven by `addKey`; only then the old one goes. */
async function change(context: Context, vault: Vault): Promise<void> {
  await add(context, vault, 'keyChanged')
  await vault.removeKey(vault.openedWith.id)
}
