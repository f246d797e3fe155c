import { databaseConnectors } from '#engine/connectors/index.ts'
import { type OpenCopy, openCopy } from '#engine/records/index.ts'
import { readUnderLock, type Snapshot } from '#engine/vault/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { copyBefore, newestCopy } from './choose-copy.ts'
import { bytesOf, type CopiedDatabase, foundDatabases, knownDatabases, manifestOf } from './copied-databases.ts'
import { type Done, takenAtMs, type Work, type WorkParts } from './work.ts'

/** Nothing of a server is asked: a dump is read by itself. */
const NO_SECRETS = { read: async () => null }

type Counts = { readonly tables: number; readonly rows: number; readonly bytes: number; readonly isOpened: boolean }

/** Every database of the newest copy, brought back, opened and counted. */
export const bringDatabase: Work = (parts) => bring(parts, newestCopy(parts))
/** The same from a copy of before today. */
export const bringDatabaseBefore: Work = (parts) => bring(parts, copyBefore(parts))

/** Throws VAULT_111 for a copy without a database, DB_102, DB_103, DB_104, DB_110, and what reading the vault throws. */
async function bring(parts: WorkParts, snapshot: Snapshot): Promise<Done> {
  const { vault, onProgress, signal } = parts
  return readUnderLock(vault, signal, async (stop) => {
    await vault.loadIndex()
    const databases = await databasesOf(parts, snapshot)
    const all: Counts[] = []
    for (const [at, database] of databases.entries()) {
      onProgress(at, databases.length)
      all.push(await tryDatabase(database, { ...parts, signal: stop }))
    }
    const sum = (of: (counts: Counts) => number) => all.reduce((total, counts) => total + of(counts), 0)
    return {
      finding: {
        kind: 'database',
        takenAtMs: takenAtMs(snapshot),
        databases: all.length,
        unopened: sum(({ isOpened }) => (isOpened ? 0 : 1)),
        tables: sum(({ tables }) => tables),
        rows: sum(({ rows }) => rows),
        bytes: sum(({ bytes }) => bytes),
      },
      brought: [],
    }
  })
}

/** The vault's index must be loaded. Throws VAULT_111 where there is none. */
export async function databasesOf(
  { vault, sources, signal }: Pick<WorkParts, 'vault' | 'sources' | 'signal'>,
  snapshot: Snapshot,
): Promise<readonly CopiedDatabase[]> {
  const found = sources ? await knownDatabases(vault, snapshot, sources) : await foundDatabases(vault, snapshot, signal)
  return found.length > 0 ? found : fail('VAULT_111')
}

async function tryDatabase(database: CopiedDatabase, parts: WorkParts): Promise<Counts> {
  const { dump } = database
  if (database.kind === 'file') {
    const opened = await openInSandbox(await bytesOf(database), parts)
    return { ...(await counted(opened)), bytes: dump.sizeBytes, isOpened: true }
  }
  const { engine } = await manifestOf(database)
  const { sandbox: temporaryFolder, signal } = parts
  const manifest = await databaseConnectors[engine].verify(dump, { temporaryFolder, signal, secrets: NO_SECRETS })
  const expected = { tables: manifest.tables.length, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0) }
  const known = { ...expected, bytes: dump.sizeBytes, isOpened: false }
  try {
    const opened = await openInSandbox(await bytesOf(database), parts)
    const found = await counted(opened)
    if (found.rows !== expected.rows) fail('DB_110')
    return { ...known, isOpened: true }
  } catch (error) {
    // Dumps in a program's own format were read to the last byte above; opening them takes that program.
    if (codeOf(error) === 'REC_105') return known
    throw error
  }
}

/** A SQLite file or a plain dump, as a database in the sandbox. */
export const openInSandbox = (bytes: AsyncIterable<Uint8Array>, { sandbox, random, signal }: WorkParts) =>
  openCopy(bytes, { scratchFolder: sandbox, random, signal })

async function counted(opened: OpenCopy): Promise<{ tables: number; rows: number }> {
  try {
    const { db, schema } = opened
    if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') fail('DB_102')
    const counts = schema.tables.map(
      ({ name }) =>
        db
          .prepare<[], number>(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`)
          .pluck()
          .get() ?? 0,
    )
    return { tables: counts.length, rows: counts.reduce((sum, rows) => sum + rows, 0) }
  } catch (cause) {
    const isOurs = codeOf(cause) !== 'APP_000'
    if (isOurs) throw cause
    // SQLite's own: the file ends before its tables do.
    return fail('DB_102', {}, { cause })
  } finally {
    await opened.close()
  }
}
