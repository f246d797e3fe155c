import type { DatabaseSource } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { findTool } from '../tools/find-tool.ts'
import { passwordOf } from '../tools/password.ts'
import { runTool } from '../tools/run-tool.ts'
import { codeOfFirebird } from './failure.ts'

export type FirebirdSource = Extract<DatabaseSource, { kind: 'firebird' }>

const INSTALLED = [
  { parent: 'C:\\Program Files\\Firebird', below: '' },
  { parent: 'C:\\Program Files\\Firebird', below: 'bin' },
  { parent: 'C:\\Program Files (x86)\\Firebird', below: 'bin' },
  { parent: '/opt', below: 'bin' },
]
/** `isql` alone is another program on many Linux computers. */
const NAMES = { gbak: ['gbak'], gfix: ['gfix'], isql: ['isql-fb', 'isql'] } as const

export const firebirdTool = (source: FirebirdSource, which: keyof typeof NAMES): Promise<string> =>
  findTool({ names: NAMES[which], folder: source.toolsFolder, versioned: INSTALLED })

/** Always through the server, also on the same computer: whoever opens the file past it damages it. */
export const wayTo = ({ host, port, database }: FirebirdSource): string => `${host}/${port}:${database}`

export const firebirdEnvironment = async (
  source: FirebirdSource,
  { secrets }: Pick<ConnectorContext, 'secrets'>,
): Promise<Record<string, string>> => ({
  ISC_USER: source.user,
  ISC_PASSWORD: await passwordOf(secrets, source.secretRef),
  // Names of files and tables are not all ASCII, and the tools refuse them in the plain locale.
  LC_ALL: 'C.UTF-8',
})

export async function gbakVersion(program: string): Promise<string> {
  const { printed, complaints } = await runTool({ program, args: ['-z'] })
  return /Firebird (\d+\.\d+)/.exec(printed + complaints)?.[1] ?? fail('DB_108')
}

/** Runs SQL and resolves to the lines it prints. Throws what the failure means. */
export async function askFirebird(
  source: FirebirdSource,
  context: ConnectorContext,
  statements: readonly string[],
): Promise<readonly string[]> {
  context.signal?.throwIfAborted()
  const role = source.role === undefined ? [] : ['-role', source.role]
  const { end, printed, complaints } = await runTool({
    program: await firebirdTool(source, 'isql'),
    args: ['-q', '-bail', '-ch', 'UTF8', ...role, wayTo(source)],
    env: await firebirdEnvironment(source, context),
    input: (async function* () {
      yield Buffer.from(`set heading off;\n${statements.map((statement) => `${statement};\n`).join('')}exit;\n`)
    })(),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) fail(codeOfFirebird(complaints) ?? 'DB_104')
  return printed.split('\n').flatMap((line) => line.trim() || [])
}
