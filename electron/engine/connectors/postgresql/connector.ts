import type { DatabaseConnector } from '../database-connector.ts'
import { changedPostgres } from './changed.ts'
import { dumpPostgres } from './dump.ts'
import { dropPostgresScratch, restorePostgres, verifyPostgres } from './restore.ts'
import type { PostgresSource } from './tools.ts'
import { postgresUserScript } from './user-script.ts'

/** PostgreSQL 9.6 and newer, by its own tools. */
export const postgresConnector: DatabaseConnector<PostgresSource> = {
  kind: 'postgresql',
  isProven: true,
  changed: changedPostgres,
  dump: dumpPostgres,
  verify: verifyPostgres,
  restoreInto: restorePostgres,
  dropScratch: dropPostgresScratch,
  userScript: postgresUserScript,
}
