import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import type { DatabaseSwap, SwapTrio } from '../database-swap.ts'
import { momentOfText, newestOf, textOfMoment } from '../tools/moments.ts'
import { runTool } from '../tools/run-tool.ts'
import { awakeEvents, type Code, readCode } from './code.ts'
import { codeOfMaria } from './failure.ts'
import { dropMariaScratch, restoreMaria } from './restore.ts'
import { rightsOn } from './rights.ts'
import { askMaria, type MariaSource, mariaEnvironment, mariaTool, quoteName, quoteText, wayTo } from './tools.ts'

const LONGEST_NAME = 64
const LOCK_WAIT_SECONDS = 15
/** Where the code of both databases is kept while it is in none of them. */
const KEPT = 'salvaguarda_codigo'
const NEEDED = [
  'CREATE',
  'DROP',
  'ALTER',
  'INSERT',
  'SELECT',
  'TRIGGER',
  'EVENT',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'CREATE VIEW',
]

/** MariaDB and MySQL: databases have no second name, but all their tables change places in one statement. */
export const mariaSwap: DatabaseSwap<MariaSource> = {
  beside: async (live, tag) => ({ fresh: named(live, `_recuperado_${tag}`), aside: named(live, `_antes_${tag}`) }),
  isThere: async (database, context) => (await tablesOf(database, context)).length > 0,
  restore: async (dump, { fresh }, untilMs, context) => ({
    ...(await restoreMaria(dump, fresh, context)),
    newestAtMs: await newestEntry(fresh, untilMs, context),
  }),
  newestEntry,
  requireReady,
  swap,
  drop: dropMariaScratch,
}

/** MySQL knows ours by the beginning of the name alone. */
function named(live: MariaSource, ending: string): MariaSource {
  const room = LONGEST_NAME - 'salvaguarda_'.length - ending.length
  return { ...live, database: `salvaguarda_${live.database.slice(0, room)}${ending}` }
}

const tablesOf = (source: MariaSource, context: ConnectorContext): Promise<readonly string[]> =>
  askMaria(source, context, {
    database: '',
    sql: `select table_name from information_schema.tables where table_schema = ${quoteText(source.database)}
          and table_type not in ('VIEW', 'SYSTEM VIEW') and table_name <> ${quoteText(KEPT)} order by table_name`,
  })

async function newestEntry(source: MariaSource, untilMs: number, context: ConnectorContext): Promise<number | null> {
  const columns = await askMaria(source, context, {
    sql: `select c.data_type, c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
          where c.table_schema = ${quoteText(source.database)} and t.table_type not in ('VIEW', 'SYSTEM VIEW') and c.data_type in ('datetime', 'timestamp', 'date')`,
  })
  if (columns.length === 0) return null
  const asks = columns.map((line) => {
    const [type = '', table = '', column = ''] = line.split('\t')
    const zone = type === 'timestamp' ? 'utc' : 'local'
    const name = quoteName(column)
    return `select concat('${zone[0]}', date_format(max(${name}), '%Y-%m-%d %H:%i:%s')) from ${quoteName(table)}
            where ${name} <= '${textOfMoment(untilMs, zone)}'`
  })
  const found = await askMaria(source, context, { sql: ["set time_zone = '+00:00'", ...asks].join(';\n') })
  return newestOf(
    found.map((line) => momentOfText(line.slice(1), line.startsWith('u') ? 'utc' : 'local')),
    untilMs,
  )
}

async function requireReady({ live, incoming }: SwapTrio<MariaSource>, context: ConnectorContext): Promise<void> {
  const rights = await rightsOn({ ...live, database: '' }, context)
  if (NEEDED.some((right) => !rights.hasEverywhere(right))) fail('DB_109')
  if ((await tablesOf(incoming, context)).length === 0) fail('DB_105')
}

/**
 * Views, triggers and procedures are taken out of both, the tables change places in one statement, and the code follows them. All of it
 * goes to the server's client at once, which ends it even if this program dies; the code lies in a table besides, for one that does not.
 */
async function swap(trio: SwapTrio<MariaSource>, context: ConnectorContext): Promise<void> {
  const { live, incoming, outgoing } = trio
  const coming = await tablesOf(incoming, context)
  const isHalfDone = await hasKept(outgoing, context)
  if (coming.length === 0 && !isHalfDone) return
  const going = await tablesOf(live, context)
  const [ofLive, ofIncoming] = isHalfDone
    ? await readKept(outgoing, context)
    : [await readCode(live, context), await readCode(incoming, context)]
  const awake = await awakeEvents(live, context)
  if (!isHalfDone) await keep(trio, [ofLive, ofIncoming], context)
  const moves = [
    ...(coming.length === 0 ? [] : going.map((table) => move(table, live, outgoing))),
    ...coming.map((table) => move(table, incoming, live)),
  ]
  const script = [
    `set session lock_wait_timeout = ${LOCK_WAIT_SECONDS}, foreign_key_checks = 0`,
    ...ofLive.drops,
    ...ofIncoming.drops,
    ...(moves.length === 0 ? [] : [`rename table ${moves.join(', ')}`]),
    `use ${quoteName(live.database)};\n${ofIncoming.creates}`,
    `use ${quoteName(outgoing.database)};\n${ofLive.creates}`,
  ]
  await showOut(live, context)
  await play(live, `${script.join(';\n')};\n`, context)
  await arrangeEvents(trio, awake, context)
  await askMaria(live, context, {
    database: '',
    sql: `drop table ${quoteName(outgoing.database)}.${quoteName(KEPT)}; drop database if exists ${quoteName(incoming.database)}`,
  })
}

const move = (table: string, from: MariaSource, to: MariaSource) =>
  `${quoteName(from.database)}.${quoteName(table)} to ${quoteName(to.database)}.${quoteName(table)}`

/** Connections whose transactions would hold the tables; the next ones find the new. */
async function showOut(live: MariaSource, context: ConnectorContext): Promise<void> {
  const ids = await askMaria(live, context, {
    database: '',
    sql: `select id from information_schema.processlist where db = ${quoteText(live.database)} and id <> connection_id()`,
  })
  // One that has left meanwhile is no hindrance.
  for (const id of ids) await askMaria(live, context, { database: '', sql: `kill ${id}` }).catch(() => [])
}

/** What the clinic's system does at certain hours is done by one of them only: as before, by the one in use. */
async function arrangeEvents(
  { live, outgoing }: SwapTrio<MariaSource>,
  awake: readonly string[],
  context: ConnectorContext,
): Promise<void> {
  const asleep = await awakeEvents(outgoing, context)
  for (const event of asleep) await askMaria(outgoing, context, { sql: `alter event ${quoteName(event)} disable` })
  for (const event of awake)
    await askMaria(live, context, { sql: `alter event ${quoteName(event)} enable` }).catch(() => [])
}

const hasKept = async (outgoing: MariaSource, context: ConnectorContext) =>
  (
    await askMaria(outgoing, context, {
      database: '',
      sql: `select 1 from information_schema.tables where table_schema = ${quoteText(outgoing.database)} and table_name = ${quoteText(KEPT)}`,
    })
  ).length > 0

async function keep(
  { live, outgoing }: SwapTrio<MariaSource>,
  codes: readonly [Code, Code],
  context: ConnectorContext,
): Promise<void> {
  const [like = ''] = await askMaria(live, context, {
    database: '',
    sql: `select concat('character set ', default_character_set_name, ' collate ', default_collation_name)
          from information_schema.schemata where schema_name = ${quoteText(live.database)}`,
  })
  const table = `${quoteName(outgoing.database)}.${quoteName(KEPT)}`
  const text = Buffer.from(JSON.stringify(codes)).toString('base64')
  // One statement after the other, the table last: it is there whole or not at all.
  await play(
    live,
    `create database if not exists ${quoteName(outgoing.database)} ${like};
     create table ${table} (texto longtext) engine = InnoDB select '${text}' as texto;\n`,
    context,
  )
  if (like === '')
    await askMaria(live, context, { database: '', sql: `create database if not exists ${quoteName(live.database)}` })
}

async function readKept(outgoing: MariaSource, context: ConnectorContext): Promise<readonly [Code, Code]> {
  const [text = ''] = await askMaria(outgoing, context, { sql: `select texto from ${quoteName(KEPT)}` })
  return JSON.parse(Buffer.from(text, 'base64').toString()) as [Code, Code]
}

async function play(source: MariaSource, script: string, context: ConnectorContext): Promise<void> {
  const tool = await mariaTool(source, 'client')
  const { end, complaints } = await runTool({
    program: tool.program,
    args: [...wayTo(source, tool), '--batch', '--default-character-set=utf8mb4'],
    env: await mariaEnvironment(source, context),
    input: (async function* () {
      yield Buffer.from(script)
    })(),
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) fail(codeOfMaria(complaints) ?? 'DB_104')
}
