import type { DatabaseSource } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { findTool } from '../tools/find-tool.ts'
import { passwordOf } from '../tools/password.ts'
import { runTool } from '../tools/run-tool.ts'
import { codeOfSqlServer } from './failure.ts'

export type SqlServerSource = Extract<DatabaseSource, { kind: 'sql-server' }>

/** Printed at the end of every batch that went well: sqlcmd's own words are in the language of the computer. */
const DONE = 'salvaguarda-fim'
const INSTALLED = [
  { parent: 'C:\\Program Files\\Microsoft SQL Server\\Client SDK\\ODBC', below: 'Tools\\Binn' },
  { parent: 'C:\\Program Files\\Microsoft SQL Server', below: 'Tools\\Binn' },
]

/** Runs one batch with the server's own client and resolves to its lines, columns parted by `|`. Throws what a failure means. */
export async function askSqlServer(
  source: SqlServerSource,
  context: ConnectorContext,
  { sql, database = 'master' }: { readonly sql: string; readonly database?: string },
): Promise<readonly string[]> {
  context.signal?.throwIfAborted()
  const { login } = source
  const who = login.kind === 'windows' ? ['-E'] : ['-U', login.user]
  const { end, printed, complaints } = await runTool({
    program: await findTool({ names: ['sqlcmd'], folder: source.toolsFolder, versioned: INSTALLED }),
    args: [
      ...['-S', source.instance, ...who, '-d', database, '-b', '-l', '15', '-W', '-h', '-1', '-s', '|', '-f', '65001'],
      ...['-Q', `set nocount on; ${sql}; if @@error = 0 print '${DONE}'`],
    ],
    env: login.kind === 'windows' ? {} : { SQLCMDPASSWORD: await passwordOf(context.secrets, login.secretRef) },
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  const lines = printed.split(/\r?\n/).filter((line) => line.trim() !== '')
  const isDone = end.kind === 'exited' && end.exitCode === 0 && lines.includes(DONE)
  if (!isDone) fail(codeOfSqlServer(`${printed}\n${complaints}`) ?? 'DB_104')
  return lines.filter((line) => line !== DONE)
}

export const quoteText = (text: string): string => `N'${text.replaceAll("'", "''")}'`
export const quoteName = (name: string): string => `[${name.replaceAll(']', ']]')}]`
