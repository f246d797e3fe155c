import { hostname, userInfo } from 'node:os'
import { makeKit } from '#engine/kit/index.ts'
import { createVault } from '#engine/vault/index.ts'
import type { Command } from '../context.ts'

/** Makes a new vault. With --kit its password is a fresh recovery kit, shown once. */
export const init: Command = async (context) => {
  const { output, values } = context
  const kit = values.isOn('kit') ? makeKit() : undefined
  const label = { username: kit ? 'kit' : userInfo().username, hostname: hostname() }
  const secret = kit?.password ?? (await context.password())
  const vault = await createVault(await context.backend(), { secrets: [{ secret, label }] })
  await vault.close()
  if (output.isJson) {
    output.json({ message_type: 'initialized', id: vault.config.id, ...(kit ? { kitWords: kit.words } : {}) })
    return 'done'
  }
  output.say('vaultMade')
  if (kit) {
    output.line('')
    output.say('kitShown')
    for (const [at, word] of kit.words.entries()) output.line(`${String(at + 1).padStart(2)}. ${word}`)
  }
  return 'done'
}
