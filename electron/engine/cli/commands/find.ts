import { type CopyEntry, listCopy } from '#engine/snapshot/index.ts'
import { compileGlob } from '#engine/sources/index.ts'
import type { Command } from '../context.ts'
import { jsonEntry, visible } from '../entry-line.ts'

/** Looks for names in all copies, newest first. A pattern without `/` is tried on each name, one with `/` on the path. */
export const find: Command = async (context) => {
  const { output, signal, values } = context
  const isMatch = compileGlob(context.word(0, 'NOME'), { ignoreCase: values.isOn('ignore-case') })
  await context.readVault(async (vault) => {
    const named = values.texts('snapshot')
    const snapshots =
      named.length > 0 ? await Promise.all(named.map((id) => vault.findSnapshot(id))) : await vault.listSnapshots()
    let hits = 0
    for (const snapshot of snapshots) {
      const matches: CopyEntry[] = []
      for await (const entry of listCopy(vault, snapshot, { signal })) if (isMatch(entry.path)) matches.push(entry)
      if (matches.length === 0) continue
      hits += matches.length
      if (output.isJson) output.json({ snapshot: snapshot.id, hits: matches.length, matches: matches.map(jsonEntry) })
      else {
        output.say('foundIn', { id: snapshot.id.slice(0, 8), time: snapshot.time.slice(0, 19).replace('T', ' ') })
        for (const { path } of matches) output.line(visible(path))
      }
    }
    if (hits === 0) output.say('notFound')
  })
  return 'done'
}
