import type { ConnectorContext, DatabaseConnector, StoredDump } from '#engine/connectors/index.ts'
import { openFileSystem } from '#engine/sources/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { previousFile, previousFolder } from './parent.ts'
import { dumpIn, SERVER_DUMPS } from './server-dumps.ts'
import type { SnapshotTarget } from './types.ts'

const ENGINES: Readonly<Record<DatabaseServer['kind'], string>> = {
  postgresql: 'PostgreSQL',
  mariadb: 'MariaDB',
  firebird: 'Firebird',
  'sql-server': 'SQL Server',
}

/** Where the dumps of a server's database stand in every copy. Changes only with the server, so that one night finds the other. */
export function serverPlace(source: DatabaseServer): string {
  const where = source.kind === 'sql-server' ? source.instance : `${source.host} ${source.port}`
  const name = `${ENGINES[source.kind]} ${source.database} em ${where}`
  return `/${SERVER_DUMPS}/${name.replace(/[^\p{L}\p{N} ._()-]/gu, '_').replace(/[ .]+$/, '')}`
}

export type ServerTargetOptions = Omit<ConnectorContext, 'signal'> & {
  readonly isUnchanged?: boolean
  /** A person looked and said that the database is meant to be this small. */
  readonly acceptsLess?: boolean
}

/** A database of a server as something to copy. */
export function serverTarget<S extends DatabaseServer>(
  source: S,
  connector: DatabaseConnector<S>,
  { isUnchanged = false, acceptsLess = false, ...context }: ServerTargetOptions,
): Extract<SnapshotTarget, { kind: 'server' }> {
  return {
    kind: 'server',
    path: serverPlace(source),
    isUnchanged,
    acceptsLess,
    dump: (sink, options) => connector.dump(source, { ...context, ...options }, sink),
  }
}

/** A kept dump, and how large its main part is. */
export type SizedDump = StoredDump & { readonly sizeBytes: number }

/** The dump of a database as one copy keeps it, to be verified or restored. The vault's index must be loaded. Throws VAULT_111. */
export async function storedDump(vault: Vault, snapshot: Snapshot, path: string): Promise<SizedDump> {
  const folder = await dumpIn(vault, snapshot, { path })
  if (!folder) fail('VAULT_111')
  const nodes = [...(await previousFolder(vault, folder.subtree)).values()]
  return {
    sizeBytes: Math.max(...nodes.map((entry) => Number(entry.sizeBytes ?? 0n))),
    open: async function* (name) {
      const node = nodes.find((entry) => Buffer.from(entry.name).toString() === name) ?? fail('VAULT_111')
      for (const id of node.content ?? []) yield await vault.readBlob('data', id)
    },
  }
}

/**
 * A database that is a file, as one copy keeps it; every name opens that file. The vault's index must be loaded. Throws VAULT_111, and
 * VAULT_105 where the vault lacks some of its bytes.
 */
export async function storedFile(vault: Vault, snapshot: Snapshot, nativePath: string): Promise<SizedDump> {
  const names = openFileSystem()
    .levels(nativePath)
    .map(({ name }) => name)
  const node = await previousFile(vault, snapshot, names)
  if (!node) fail('VAULT_111')
  return {
    sizeBytes: Number(node.sizeBytes ?? 0n),
    open: async function* () {
      for (const id of node.content ?? []) yield await vault.readBlob('data', id)
    },
  }
}
