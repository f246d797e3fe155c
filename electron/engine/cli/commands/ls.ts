import { type CopyEntry, listCopy } from '#engine/snapshot/index.ts'
import { fail } from '#shared/errors/index.ts'
import { chooseCopy } from '../choose-copies.ts'
import type { Command } from '../context.ts'
import { jsonEntry, longLine, visible } from '../entry-line.ts'

/** Lists what a copy holds, all of it or what lies below the given folders. */
export const ls: Command = async (context) => {
  const { output, signal, values, words } = context
  const below = words.slice(1).map((folder) => `/${folder.split('/').filter(Boolean).join('/')}`)
  const isLong = values.isOn('long')
  await context.readVault(async (vault) => {
    const snapshot = await chooseCopy(values, vault, context.word(0, 'CÓPIA'))
    if (output.isJson) output.json({ message_type: 'snapshot', struct_type: 'snapshot', ...snapshot })
    let shown = 0
    for await (const entry of listCopy(vault, snapshot, { signal, enter: ({ path }) => isOnWay(path, below) })) {
      if (!isMeant(entry, below)) continue
      shown++
      if (output.isJson) output.json(jsonEntry(entry))
      else output.line(isLong ? longLine(entry) : visible(entry.path))
    }
    if (shown === 0 && below.length > 0) fail('VAULT_111')
  })
  return 'done'
}

const isMeant = ({ path }: CopyEntry, below: readonly string[]) =>
  below.length === 0 || below.some((folder) => path === folder || path.startsWith(`${folder}/`) || folder === '/')

const isOnWay = (path: string, below: readonly string[]) =>
  below.length === 0 ||
  below.some((folder) => folder === '/' || `${folder}/`.startsWith(`${path}/`) || path.startsWith(`${folder}/`))
