import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock, systemRandom } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type {
  ChangeAnswer,
  ChangeMark,
  ConnectorContext,
  DatabaseConnector,
  DumpOptions,
  DumpSink,
  RestoreReport,
  StoredDump,
  UserScript,
} from '../database-connector.ts'
import { type DumpManifest, encodeManifest, MANIFEST_NAME } from '../manifest.ts'
import { judgeDump } from '../tools/commit-rule.ts'
import { partName } from '../tools/part-name.ts'
import { onePart, sinkMeasured } from '../tools/proven-stream.ts'
import { readWholeDump } from '../tools/whole-dump.ts'
import { askSqlServer, quoteName, quoteText, type SqlServerSource } from './tools.ts'

/** On every database we make, so that nothing else is ever dropped. */
const OURS = 'Salvaguarda: banco de ensaio'
const BAK_MAGIC = 'TAPE'

/**
 * SQL Server, Express above all, through sqlcmd. The server writes its backup into a staging folder, for it streams to nobody else; the
 * file is checked by the server, read into the vault and removed. Written after the documentation and tested against a stand-in for
 * sqlcmd: nobody has seen it work against the real server yet.
 */
export const sqlServerConnector: DatabaseConnector<SqlServerSource> = {
  kind: 'sql-server',
  isProven: false,
  changed,
  dump,
  verify,
  restoreInto,
  dropScratch,
  userScript,
}

async function changed(
  source: SqlServerSource,
  since: ChangeMark | undefined,
  context: ConnectorContext,
): Promise<ChangeAnswer> {
  const [mark] = await askSqlServer(source, context, {
    database: source.database,
    sql: `select concat((select convert(varchar(30), sqlserver_start_time, 126) from sys.dm_os_sys_info), '/',
          (select isnull(sum(user_updates), 0) from sys.dm_db_index_usage_stats where database_id = db_id()), '/',
          (select count(*) from sys.objects), '/', (select convert(varchar(30), max(modify_date), 126) from sys.objects))`,
  })
  if (mark === undefined || since === undefined) return { kind: 'unknown', mark }
  return { kind: mark === since ? 'same' : 'changed', mark }
}

const stagingFile = ({ stagingFolder }: SqlServerSource) =>
  join(stagingFolder, `salvaguarda-${systemRandom.uuid()}.bak`)

async function dump(source: SqlServerSource, options: DumpOptions, sink: DumpSink): Promise<DumpManifest> {
  const path = stagingFile(source)
  try {
    const [serverVersion = ''] = await askSqlServer(source, options, {
      sql: `select convert(varchar(40), serverproperty('ProductVersion'))`,
    })
    const takenAtMs = (options.clock ?? systemClock).nowMs()
    const disk = `disk = ${quoteText(path)}`
    // COPY_ONLY leaves the vendor's own series of backups alone.
    await askSqlServer(source, options, {
      sql: `backup database ${quoteName(source.database)} to ${disk} with copy_only, format, init, checksum`,
    })
    await askSqlServer(source, options, { sql: `restore verifyonly from ${disk} with checksum` })
    const file = await sinkMeasured(sink, {
      name: partName(source.database, '.bak'),
      bytes: readBak(path, options.lastGoodBytes),
    })
    const manifest: DumpManifest = {
      version: 1,
      engine: 'sql-server',
      serverVersion,
      toolVersion: '',
      database: source.database,
      encoding: '',
      takenAtMs,
      files: [file],
      // The server counts no rows of the moment it backs up; its checksums of pages and the check after a restore stand for them.
      tables: [],
      routines: null,
    }
    await sink({ name: MANIFEST_NAME, bytes: onePart(encodeManifest(manifest)) })
    return manifest
  } finally {
    await rm(path, { force: true }).catch(() => {})
  }
}

async function* readBak(path: string, lastGoodBytes: number | undefined): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0
  let isBackup = false
  const stream: AsyncIterable<Buffer> = createReadStream(path)
  for await (const block of stream) {
    if (bytes === 0) isBackup = block.toString('latin1', 0, BAK_MAGIC.length) === BAK_MAGIC
    bytes += block.length
    yield block
  }
  const end = { kind: 'exited', exitCode: 0 } as const
  const code = judgeDump({ end, hasTrailer: isBackup, complaint: undefined, bytes, lastGoodBytes })
  if (code) fail(code)
}

async function verify(stored: StoredDump, { signal }: ConnectorContext): Promise<DumpManifest> {
  return await readWholeDump(stored, 'sql-server', signal)
}

async function restoreInto(
  stored: StoredDump,
  scratch: SqlServerSource,
  context: ConnectorContext,
): Promise<RestoreReport> {
  const manifest = await verify(stored, context)
  const ask = (sql: string) => askSqlServer(scratch, context, { sql })
  const [name, text] = [quoteName(scratch.database), quoteText(scratch.database)]
  if ((await ask(`select name from sys.databases where name = ${text}`)).length > 0) fail('DB_112')
  const path = stagingFile(scratch)
  let isMade = false
  try {
    await writeBak(stored.open(manifest.files[0]?.name ?? ''), path)
    const [folder = ''] = await ask(`select convert(nvarchar(260), serverproperty('InstanceDefaultDataPath'))`)
    const files = await ask(`restore filelistonly from disk = ${quoteText(path)}`)
    const moves = files.map((line, at) => {
      const [logical = '', , type = ''] = line.split('|')
      const target = `${folder}${scratch.database}_${at}.${type.trim() === 'L' ? 'ldf' : 'mdf'}`
      return `move ${quoteText(logical.trim())} to ${quoteText(target)}`
    })
    isMade = true
    await ask(`restore database ${name} from disk = ${quoteText(path)} with checksum, ${moves.join(', ')}`)
    await ask(`exec ${name}.sys.sp_addextendedproperty @name = N'Salvaguarda', @value = ${quoteText(OURS)}`)
    const findings = await ask(`dbcc checkdb(${text}) with no_infomsgs, all_errormsgs, data_purity`)
    if (findings.length > 0) fail('DB_110')
    return { tables: manifest.tables.length, rows: 0, checksums: 0 }
  } catch (error) {
    if (isMade) await drop(scratch, context).catch(() => {})
    throw error
  } finally {
    await rm(path, { force: true }).catch(() => {})
  }
}

async function writeBak(bytes: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for await (const block of bytes) await file.writeFile(block)
  } finally {
    await file.close()
  }
}

const drop = (scratch: SqlServerSource, context: ConnectorContext) =>
  askSqlServer(scratch, context, { sql: `drop database ${quoteName(scratch.database)}` })

/** Throws DB_112 when the database of this name is not one we made. */
async function dropScratch(scratch: SqlServerSource, context: ConnectorContext): Promise<void> {
  const found = await askSqlServer(scratch, context, {
    sql: `select name from sys.databases where name = ${quoteText(scratch.database)}`,
  })
  if (found.length === 0) return
  const remarks = await askSqlServer(scratch, context, {
    sql: `select convert(nvarchar(200), value) from ${quoteName(scratch.database)}.sys.extended_properties where name = N'Salvaguarda'`,
  })
  if (!remarks.includes(OURS)) fail('DB_112')
  await drop(scratch, context)
}

function userScript({ login, database, stagingFolder }: SqlServerSource): UserScript {
  const user = login.kind === 'password' ? login.user : 'COMPUTADOR\\usuario'
  const how = login.kind === 'password' ? "with password = 'DIGITE-AQUI-A-SENHA'" : 'from windows'
  const text = `-- Rode uma vez no sqlcmd ou no Management Studio, como administrador do servidor.
create login ${quoteName(user)} ${how};
go
use ${quoteName(database)};
create user ${quoteName(user)} for login ${quoteName(user)};
alter role db_backupoperator add member ${quoteName(user)};
go
-- O servidor grava o arquivo com a conta dele: dê a ela permissão de modificar na pasta
--   ${stagingFolder}
-- No Express a conta costuma ser  NT SERVICE\\MSSQL$SQLEXPRESS
`
  return { language: 'sql', text }
}
