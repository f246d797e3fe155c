import type { Connector } from '../connector.ts'
import { connectionGuard } from './connection-guard.ts'
import { dumpSqlite } from './dump.ts'
import { readHeaderKind } from './header.ts'

/** SQLite, as many clinic programs keep their records: one file, with a log or a journal beside it while the program works. */
export const sqliteConnector: Connector = {
  kind: 'sqlite',
  recognises: async (path) => {
    try {
      const kind = await connectionGuard.readPlainly(path, () => readHeaderKind(path))
      return kind === 'connected' || kind === 'wal' || kind === 'rollback-journal'
    } catch {
      return false
    }
  },
  dump: dumpSqlite,
  companions: (path) => ['-wal', '-shm', '-journal'].map((ending) => path + ending),
}
