import type { DatabaseSource } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { findTool } from '../tools/find-tool.ts'
import { passwordOf } from '../tools/password.ts'
import { runTool } from '../tools/run-tool.ts'

export type PostgresSource = Extract<DatabaseSource, { kind: 'postgresql' }>

const INSTALLED = [
  { parent: '/usr/lib/postgresql', below: 'bin' },
  { parent: 'C:\\Program Files\\PostgreSQL', below: 'bin' },
  { parent: 'C:\\Program Files\\e-SUS\\database', below: 'bin' },
]

export type PostgresTool = 'psql' | 'pg_dump' | 'pg_dumpall'
export const postgresTool = (source: PostgresSource, name: PostgresTool): Promise<string> =>
  findTool({ names: [name], folder: source.toolsFolder, versioned: INSTALLED })

/**
 * How libpq is told where to go. The environment, not arguments: those are open to every user of the computer, and a database's
 * name as an argument would be read as a whole connection string when it looks like one.
 */
export async function postgresEnvironment(
  source: PostgresSource,
  { secrets }: Pick<ConnectorContext, 'secrets'>,
): Promise<Record<string, string>> {
  return {
    PGHOST: source.host,
    PGPORT: String(source.port),
    PGUSER: source.user,
    PGDATABASE: source.database,
    PGPASSWORD: await passwordOf(secrets, source.secretRef),
    PGCONNECT_TIMEOUT: '10',
    PGAPPNAME: 'Salvaguarda',
  }
}

export type ToolVersion = { readonly text: string; readonly major: number }

/** `pg_dump (PostgreSQL) 15.18 (Debian …)` is 15; before 10 the second number counts too: 9.6 is 9.6. */
export async function postgresVersion(program: string): Promise<ToolVersion> {
  const { printed } = await runTool({ program, args: ['--version'] })
  const text = /\d+(\.\d+)*/.exec(printed)?.[0]
  if (text === undefined) fail('DB_108')
  return { text, major: majorOf(text) }
}

export function majorOf(version: string): number {
  const [first = 0, second = 0] = version.split('.').map(Number)
  return first >= 10 ? first : first + second / 10
}

/** Whether a tool knows an option: older ones refuse it. */
export async function knowsOption(program: string, option: string): Promise<boolean> {
  return (await runTool({ program, args: ['--help'] })).printed.includes(option)
}
