import type { DatabaseConnector } from '../database-connector.ts'
import { changedFirebird } from './changed.ts'
import { dumpFirebird } from './dump.ts'
import { dropFirebirdScratch, restoreFirebird, verifyFirebird } from './restore.ts'
import type { FirebirdSource } from './tools.ts'
import { firebirdUserScript } from './user-script.ts'

/** Firebird 2.5 and newer, through its server. */
export const firebirdConnector: DatabaseConnector<FirebirdSource> = {
  kind: 'firebird',
  isProven: true,
  changed: changedFirebird,
  dump: dumpFirebird,
  verify: verifyFirebird,
  restoreInto: restoreFirebird,
  dropScratch: dropFirebirdScratch,
  userScript: firebirdUserScript,
}
