import type { Backend } from '#engine/backends/index.ts'
import { replicate } from '#engine/replicate/index.ts'
import { createReplica, openVault, type Vault } from '#engine/vault/index.ts'
import { formatBytes, formatCount } from '#shared/units/index.ts'
import type { Command } from '../context.ts'

/** Brings a second place of the same vault up to this one, pack by pack; makes it when it is not there yet. */
export const copy: Command = async (context) => {
  const { language, output, signal } = context
  const password = await context.password()
  const { snapshots, bytes, heldBack } = await context.withVault(async (source) => {
    const target = await openOrCreate(source, await context.backend('to'), password)
    try {
      // all that is here: what is there already is found out once, under the locks
      const snapshots = (await source.backend.list('snapshot')).map(({ name }) => name)
      return await replicate(source, target, { snapshots }, { signal })
    } finally {
      await target.close()
    }
  })
  if (output.isJson)
    output.json({ message_type: 'summary', copies: snapshots.length, bytes, heldBack: heldBack.length })
  output.say('broughtUp', { copies: formatCount(snapshots.length, language), bytes: formatBytes(bytes, language) })
  return heldBack.length > 0 ? 'problems' : 'done'
}

async function openOrCreate(source: Vault, backend: Backend, password: string): Promise<Vault> {
  const config = await backend.stat({ kind: 'config', name: '' }).catch(() => undefined)
  return config ? openVault(backend, password) : createReplica(source, backend)
}
