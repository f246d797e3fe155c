import { createHash } from 'node:crypto'
import type { CopyEntry } from '#engine/catalog/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { listCopy } from '#engine/snapshot/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'

/** Where the copy keeps the databases that are protected as such. */
export const databasePaths = (settings: Settings) =>
  new Set(settings.sources.filter((source) => source.kind === 'sqlite').map((source) => inCopy(source.path)))

const SLASH = Buffer.from('/')

/** A native path as the copy spells it: `C:\Clínica` is `/C/Clínica` there. */
export const inCopy = (native: string) =>
  `/${native
    .replace(/^([A-Za-z]):/, '$1')
    .split(/[\\/]+/)
    .filter((name) => name !== '')
    .join('/')}`

/** Every file of a copy as the catalogue keeps it. The vault's index must be loaded. */
export async function* entriesOf(
  vault: Vault,
  snapshot: Snapshot,
  databases: ReadonlySet<string>,
): AsyncIterable<CopyEntry> {
  for await (const { path, segments, node } of listCopy(vault, snapshot)) {
    if (node.type !== 'file') continue
    const rawPath = Buffer.concat(segments.flatMap((name) => [SLASH, name]))
    yield {
      path,
      ...(rawPath.equals(Buffer.from(path)) ? {} : { rawPath }),
      sizeBytes: Number(node.sizeBytes ?? 0n),
      modifiedAtMs: Date.parse(node.mtime) || 0,
      contentKey: createHash('sha256')
        .update((node.content ?? []).join())
        .digest('hex'),
      kind: databases.has(path) ? 'database' : 'file',
    }
  }
}
