import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { runTool } from '../tools/run-tool.ts'
import { codeOfMaria } from './failure.ts'
import { askMaria, type MariaSource, mariaEnvironment, mariaTool, quoteName, quoteText, wayTo } from './tools.ts'

/** What a database holds besides tables: the server moves tables between databases, but none of these. */
export type Code = {
  /** For the server's client, in any database. */
  readonly creates: string
  /** Takes them out of the database they are in. */
  readonly drops: readonly string[]
}

const KINDS = [
  ['trigger', 'select trigger_name from information_schema.triggers where trigger_schema = '],
  ['view', 'select table_name from information_schema.views where table_schema = '],
  [
    'procedure',
    "select routine_name from information_schema.routines where routine_type = 'PROCEDURE' and routine_schema = ",
  ],
  [
    'function',
    "select routine_name from information_schema.routines where routine_type = 'FUNCTION' and routine_schema = ",
  ],
  ['event', 'select event_name from information_schema.events where event_schema = '],
] as const

/** Names of one kind of thing in a database. */
const namesOf = (source: MariaSource, context: ConnectorContext, ask: string) =>
  askMaria(source, context, { sql: `${ask}${quoteText(source.database)}`, database: '' })

export async function readCode(source: MariaSource, context: ConnectorContext): Promise<Code> {
  const drops: string[] = []
  let views: readonly string[] = []
  for (const [kind, ask] of KINDS) {
    const names = await namesOf(source, context, ask)
    if (kind === 'view') views = names
    for (const name of names) drops.push(`drop ${kind} if exists ${quoteName(source.database)}.${quoteName(name)}`)
  }
  const parts = await writeOut(source, context, ['--no-create-info', '--routines', '--events', '--triggers'])
  const shown = views.length === 0 ? '' : await writeOut(source, context, ['--skip-triggers'], views)
  return { creates: `${shown}\n${parts}`, drops }
}

/** Events that run by themselves. */
export const awakeEvents = (source: MariaSource, context: ConnectorContext): Promise<readonly string[]> =>
  namesOf(
    source,
    context,
    "select event_name from information_schema.events where status = 'ENABLED' and event_schema = ",
  )

async function writeOut(
  source: MariaSource,
  context: ConnectorContext,
  what: readonly string[],
  names: readonly string[] = [],
): Promise<string> {
  const tool = await mariaTool(source, 'dump')
  const { end, printed, complaints } = await runTool({
    program: tool.program,
    args: [
      ...wayTo(source, tool),
      ...['--no-data', '--skip-lock-tables', '--skip-dump-date', '--default-character-set=utf8mb4', ...what],
      ...['--', source.database, ...names],
    ],
    env: await mariaEnvironment(source, context),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) fail(codeOfMaria(complaints) ?? 'DB_104')
  // The client that plays it may be older than its first line, or in its sandbox.
  return printed.replaceAll(/^\/\*M?!999999.*\n/gm, '')
}
