import type { DatabaseSource } from '#shared/domain/index.ts'
import type { Connector } from './connector.ts'
import type { DatabaseConnector } from './database-connector.ts'
import type { DatabaseSwap } from './database-swap.ts'
import { firebirdConnector, firebirdSwap } from './firebird/index.ts'
import { mariaConnector, mariaSwap } from './mariadb/index.ts'
import { postgresConnector, postgresSwap } from './postgresql/index.ts'
import { sqlServerConnector, sqlServerSwap } from './sql-server/index.ts'
import { sqliteConnector, sqliteDatabaseConnector, sqliteSwap } from './sqlite/index.ts'

/** Databases that are files of this computer and stand at their own place in the copy. */
export const connectors: Readonly<Record<Connector['kind'], Connector>> = { sqlite: sqliteConnector }

/** Every kind of live database on the one contract. A new kind is one folder and one line here. */
export const databaseConnectors = {
  sqlite: sqliteDatabaseConnector,
  postgresql: postgresConnector,
  mariadb: mariaConnector,
  firebird: firebirdConnector,
  'sql-server': sqlServerConnector,
} as const

/** The connector of a source's own kind. */
export const connectorFor = <S extends DatabaseSource>(source: S): DatabaseConnector<S> =>
  databaseConnectors[source.kind] as unknown as DatabaseConnector<S>

const databaseSwaps = {
  sqlite: sqliteSwap,
  postgresql: postgresSwap,
  mariadb: mariaSwap,
  firebird: firebirdSwap,
  'sql-server': sqlServerSwap,
} as const

/** How a database of a source's own kind comes back. */
export const swapFor = <S extends DatabaseSource>(source: S): DatabaseSwap<S> =>
  databaseSwaps[source.kind] as unknown as DatabaseSwap<S>
