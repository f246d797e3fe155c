import { createHash } from 'node:crypto'
import type { CopyEntry } from '#engine/catalog/index.ts'
import { isBook, listCopy, SERVER_DUMPS } from '#engine/snapshot/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import type { Source } from '#shared/domain/index.ts'

/** Which files of a copy are databases that are protected as such. */
export type IsDatabase = (path: string) => boolean

export function databasesOf(sources: readonly Source[]): IsDatabase {
  const files = new Set(sources.flatMap((source) => (source.kind === 'sqlite' ? [inCopy(source.path)] : [])))
  return (path) => files.has(path) || isServerDump(path)
}

/** The database itself; users, roles and the list beside it belong to it. */
const isServerDump = (path: string) =>
  path.startsWith(`/${SERVER_DUMPS}/`) && !/\/(manifest\.json|globals\.sql)$/.test(path)

const SLASH = Buffer.from('/')

/** A native path as the copy spells it: `C:\Clínica` is `/C/Clínica` there. */
export const inCopy = (native: string) =>
  `/${native
    .replace(/^([A-Za-z]):/, '$1')
    .split(/[\\/]+/)
    .filter((name) => name !== '')
    .join('/')}`

/** Every file of the clinic in a copy as the catalogue keeps it. The vault's index must be loaded. */
export async function* entriesOf(vault: Vault, snapshot: Snapshot, isDatabase: IsDatabase): AsyncIterable<CopyEntry> {
  for await (const { path, segments, node } of listCopy(vault, snapshot)) {
    if (node.type !== 'file' || isBook(path)) continue
    const rawPath = Buffer.concat(segments.flatMap((name) => [SLASH, name]))
    yield {
      path,
      ...(rawPath.equals(Buffer.from(path)) ? {} : { rawPath }),
      sizeBytes: Number(node.sizeBytes ?? 0n),
      modifiedAtMs: Date.parse(node.mtime) || 0,
      contentKey: createHash('sha256')
        .update((node.content ?? []).join())
        .digest('hex'),
      kind: isDatabase(path) ? 'database' : 'file',
    }
  }
}
