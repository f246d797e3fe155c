import type { DatabaseConnector } from '../database-connector.ts'
import { changedMaria } from './changed.ts'
import { dumpMaria } from './dump.ts'
import { dropMariaScratch, restoreMaria, verifyMaria } from './restore.ts'
import type { MariaSource } from './tools.ts'
import { mariaUserScript } from './user-script.ts'

/** MariaDB, and MySQL by the same words. */
export const mariaConnector: DatabaseConnector<MariaSource> = {
  kind: 'mariadb',
  isProven: true,
  changed: changedMaria,
  dump: dumpMaria,
  verify: verifyMaria,
  restoreInto: restoreMaria,
  dropScratch: dropMariaScratch,
  userScript: mariaUserScript,
}
