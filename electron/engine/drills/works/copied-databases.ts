import { z } from 'zod'
import { MANIFEST_NAME } from '#engine/connectors/index.ts'
import {
  inCopy,
  listCopy,
  SERVER_DUMPS,
  type SizedDump,
  serverPlace,
  storedDump,
  storedFile,
} from '#engine/snapshot/index.ts'
import type { Snapshot, TreeNode, Vault } from '#engine/vault/index.ts'
import type { Source } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'

/** A database in a copy: a file, or the dump of a server beside its list of what it must hold. */
export type CopiedDatabase = {
  readonly kind: 'file' | 'dump'
  /** In the copy. */
  readonly path: string
  readonly dump: SizedDump
}

const MOST_MANIFEST_BYTES = 64 * 1024 ** 2
const manifestSchema = z.object({
  engine: z.enum(['sqlite', 'postgresql', 'mariadb', 'firebird', 'sql-server']),
  files: z.array(z.object({ name: z.string() })).min(1),
})

/** What a dump says of itself: whose it is, and its parts, the database first. Throws DB_110. */
export async function manifestOf({ dump }: CopiedDatabase) {
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of dump.open(MANIFEST_NAME)) {
    bytes += block.length
    if (bytes > MOST_MANIFEST_BYTES) fail('DB_110')
    blocks.push(block)
  }
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(blocks).toString()))
  } catch (cause) {
    return fail('DB_110', {}, { cause })
  }
}

/** The database itself. Throws DB_110 for a dump that does not say which of its parts that is. */
export async function bytesOf(database: CopiedDatabase): Promise<AsyncIterable<Uint8Array>> {
  const main = database.kind === 'file' ? '' : ((await manifestOf(database)).files[0]?.name ?? '')
  return database.dump.open(main)
}

/** Databases of a copy that the clinic's plan knows. Those it does not have yet are left out. */
export async function knownDatabases(
  vault: Vault,
  snapshot: Snapshot,
  sources: readonly Source[],
): Promise<readonly CopiedDatabase[]> {
  const found: CopiedDatabase[] = []
  for (const source of sources) {
    try {
      if (source.kind === 'sqlite')
        found.push({ kind: 'file', path: inCopy(source.path), dump: await storedFile(vault, snapshot, source.path) })
      if (source.kind === 'server') {
        const path = serverPlace(source.server)
        found.push({ kind: 'dump', path, dump: await storedDump(vault, snapshot, path) })
      }
    } catch (error) {
      if (codeOf(error) !== 'VAULT_111') throw error
    }
  }
  return found
}

const SQLITE = 'SQLite format 3\0'
const ENDINGS = /\.(db|db3|s3db|sqlite|sqlite3)$/i

/**
 * Databases of a copy by what they are: where nothing is known, as on the day on which the computer burnt. With `only`, the one at that
 * place in the copy, and no other folder is looked into.
 */
export async function foundDatabases(
  vault: Vault,
  snapshot: Snapshot,
  signal: AbortSignal,
  only?: string,
): Promise<readonly CopiedDatabase[]> {
  const found: CopiedDatabase[] = []
  const enter = ({ path: at }: { readonly path: string }) => only === undefined || only.startsWith(`${at}/`)
  for await (const { path: at, node } of listCopy(vault, snapshot, { enter, signal })) {
    if (only !== undefined && at !== only) continue
    if (node.type === 'dir' && at.startsWith(`/${SERVER_DUMPS}/`) && at.split('/').length === 3)
      found.push({ kind: 'dump', path: at, dump: await storedDump(vault, snapshot, at) })
    else if (node.type === 'file' && ENDINGS.test(at) && (await isSqliteNode(vault, node)))
      found.push({ kind: 'file', path: at, dump: fileOf(vault, node) })
  }
  return found
}

async function isSqliteNode(vault: Vault, { content }: TreeNode): Promise<boolean> {
  const first = content?.[0]
  if (first === undefined) return false
  const head = await vault.readBlob('data', first)
  return Buffer.from(head.subarray(0, SQLITE.length)).toString('latin1') === SQLITE
}

const fileOf = (vault: Vault, { content, sizeBytes = 0n }: TreeNode): SizedDump => ({
  sizeBytes: Number(sizeBytes),
  open: async function* () {
    for (const id of content ?? []) yield await vault.readBlob('data', id)
  },
})
