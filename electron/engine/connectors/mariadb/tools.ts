import type { DatabaseSource } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { findTool } from '../tools/find-tool.ts'
import { passwordOf } from '../tools/password.ts'
import { runTool } from '../tools/run-tool.ts'
import { serverAnswers } from '../tools/server-answers.ts'
import { codeOfMaria } from './failure.ts'

export type MariaSource = Extract<DatabaseSource, { kind: 'mariadb' }>

const INSTALLED = [
  { parent: 'C:\\Program Files', below: 'bin' },
  { parent: 'C:\\Program Files\\MySQL', below: 'bin' },
]
const NAMES = { client: ['mariadb', 'mysql'], dump: ['mariadb-dump', 'mysqldump'] } as const

export type MariaTool = {
  readonly program: string
  readonly version: MariaVersion
  readonly help: string
}
export type MariaVersion = { readonly text: string; readonly family: 'mariadb' | 'mysql'; readonly number: number }

export async function mariaTool(source: MariaSource, which: keyof typeof NAMES): Promise<MariaTool> {
  const program = await findTool({ names: NAMES[which], folder: source.toolsFolder, versioned: INSTALLED })
  const [version, help] = await Promise.all([
    runTool({ program, args: ['--version'] }),
    // First in the line, or the tool would read a person's own settings.
    runTool({ program, args: ['--no-defaults', '--help'] }),
  ])
  return { program, version: versionOf(version.printed), help: help.printed }
}

/** `mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB`, `mariadb-dump from 11.4.2-MariaDB`, `mysqldump  Ver 8.0.36 for Linux`, `10.11.19-MariaDB-log`. */
export function versionOf(text: string): MariaVersion {
  const found = /(?:Distrib|from) (\d+\.\d+[.\d]*)/.exec(text) ?? /(\d+\.\d+[.\d]*)/.exec(text)
  if (found?.[1] === undefined) fail('DB_108')
  const [major = 0, minor = 0] = found[1].split('.').map(Number)
  return { text: found[1], family: /maria/i.test(text) ? 'mariadb' : 'mysql', number: major * 1000 + minor }
}

/** Where to go, for a tool's arguments. The password goes another way: these are open to every user of the computer. */
export function wayTo({ host, port, user }: MariaSource, { help }: MariaTool): readonly string[] {
  const args = ['--no-defaults', `--host=${host}`, `--port=${port}`, '--protocol=tcp', `--user=${user}`]
  // Newer clients insist on a certificate they know, which no clinic's server has.
  return help.includes('ssl-verify-server-cert') ? [...args, '--skip-ssl-verify-server-cert'] : args
}

export const mariaEnvironment = async (
  source: MariaSource,
  { secrets }: Pick<ConnectorContext, 'secrets'>,
): Promise<Record<string, string>> => ({ MYSQL_PWD: await passwordOf(secrets, source.secretRef) })

/** Asks the server and resolves to the rows it prints, columns separated by tabs. Throws what the failure means. */
export async function askMaria(
  source: MariaSource,
  context: ConnectorContext,
  { sql, database = source.database }: { readonly sql: string; readonly database?: string | undefined },
): Promise<readonly string[]> {
  context.signal?.throwIfAborted()
  const tool = await mariaTool(source, 'client')
  const { end, printed, complaints } = await runTool({
    program: tool.program,
    args: [
      ...wayTo(source, tool),
      '--batch',
      '--raw',
      '--skip-column-names',
      '--default-character-set=utf8mb4',
      '--connect-timeout=10',
      ...(database === '' ? [] : [`--database=${database}`]),
    ],
    env: await mariaEnvironment(source, context),
    input: (async function* () {
      yield Buffer.from(`${sql};\n`)
    })(),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) return failAs(source, complaints)
  return printed.split('\n').filter((line) => line !== '')
}

/** A connection that breaks off in words we do not know: is there anybody at all? */
export async function failAs(source: MariaSource, complaints: string): Promise<never> {
  const code = codeOfMaria(complaints) ?? 'DB_104'
  if (code === 'DB_104' && !(await serverAnswers(source.host, source.port))) fail('DB_106')
  fail(code)
}

export const quoteText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``
