import type { ConnectorContext, DatabaseConnector, StoredDump } from '#engine/connectors/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { previousFolder } from './parent.ts'
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

/** The dump of a database as one copy keeps it, to be verified or restored. The vault's index must be loaded. Throws VAULT_111. */
export async function storedDump(vault: Vault, snapshot: Snapshot, path: string): Promise<StoredDump> {
  const folder = await dumpIn(vault, snapshot, { path })
  if (!folder) fail('VAULT_111')
  const nodes = [...(await previousFolder(vault, folder.subtree)).values()]
  return {
    open: async function* (name) {
      const node = nodes.find((entry) => Buffer.from(entry.name).toString() === name) ?? fail('VAULT_111')
      for (const id of node.content ?? []) yield await vault.readBlob('data', id)
    },
  }
}
