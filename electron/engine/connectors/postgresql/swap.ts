import { systemClock } from '#engine/kernel/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import type { DatabaseSwap, SwapTrio } from '../database-swap.ts'
import { momentOfText, newestOf, textOfMoment } from '../tools/moments.ts'
import { dropPostgresScratch, MAINTENANCE, restorePostgres } from './restore.ts'
import { PostgresSession, quoteName, quoteText } from './session.ts'
import { listTables } from './tables.ts'
import type { PostgresSource } from './tools.ts'

/** On what was set aside: said to whoever looks at the server's list. */
const ASIDE = 'Salvaguarda: banco de antes de uma recuperação'
const LONGEST_NAME_BYTES = 63
const TURN_MS = 50
const TRIES = 5

/** PostgreSQL: databases change their names, both in one transaction. */
export const postgresSwap: DatabaseSwap<PostgresSource> = {
  beside: async (live, tag) => ({ fresh: named(live, `_recuperado_${tag}`), aside: named(live, `_antes_${tag}`) }),
  isThere: (database, context) => atServer(database, context, (session) => exists(session, database.database)),
  restore: async (dump, { fresh, live }, untilMs, context) => ({
    ...(await restorePostgres(dump, fresh, context, live.database)),
    newestAtMs: await newestEntry(fresh, untilMs, context),
  }),
  newestEntry,
  requireReady,
  swap,
  drop: dropPostgresScratch,
}

/** The server cuts longer names off without a word. */
function named(live: PostgresSource, ending: string): PostgresSource {
  let base = live.database
  while (Buffer.byteLength(base + ending) > LONGEST_NAME_BYTES) base = base.slice(0, -1)
  return { ...live, database: base + ending }
}

async function atServer<T>(
  source: PostgresSource,
  context: ConnectorContext,
  work: (session: PostgresSession) => Promise<T>,
): Promise<T> {
  const session = await PostgresSession.open({ ...source, database: MAINTENANCE }, context)
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

const exists = async (session: PostgresSession, database: string) =>
  (await session.ask(`select 1 from pg_database where datname = ${quoteText(database)}`)).length > 0

const COLUMNS = `
  select json_build_array(a.attrelid::regclass::text, quote_ident(a.attname), t.typname)
  from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
  where a.attnum > 0 and not a.attisdropped and t.typname in ('timestamptz', 'timestamp', 'date')
    and a.attrelid in (select format('%s', x)::regclass from unnest(`

async function newestEntry(source: PostgresSource, untilMs: number, context: ConnectorContext): Promise<number | null> {
  const session = await PostgresSession.open(source, context)
  try {
    const tables = (await listTables(session)).map(({ quoted }) => quoteText(quoted))
    if (tables.length === 0) return null
    const columns = await session.askJson(`${COLUMNS}array[${tables.join(', ')}]) x) order by a.attrelid`)
    const byTable = new Map<string, string[]>()
    for (const row of columns) {
      const [table = '', column = '', type = ''] = row as string[]
      byTable.set(table, [...(byTable.get(table) ?? []), newestOfColumn(column, type, untilMs)])
    }
    const moments: (number | undefined)[] = []
    for (const [table, asks] of byTable) {
      const [row] = await session.askJson(`select json_build_array(${asks.join(', ')}) from only ${table}`)
      for (const text of row as (string | null)[]) if (text !== null) moments.push(momentOf(text))
    }
    return newestOf(moments, untilMs)
  } finally {
    await session.close()
  }
}

/** `u` before a moment whose zone is known, `l` before one on the clinic's own clock. The session's zone is UTC. */
function newestOfColumn(column: string, type: string, untilMs: number): string {
  const zone = type === 'timestamptz' ? 'utc' : 'local'
  const bound = `${quoteText(textOfMoment(untilMs, zone))}::timestamp`
  const value = zone === 'utc' ? `(${column} at time zone 'UTC')` : column
  return `'${zone[0]}' || to_char(max(${value}) filter (where ${value} <= ${bound}), 'YYYY-MM-DD HH24:MI:SS')`
}

const momentOf = (text: string) => momentOfText(text.slice(1), text.startsWith('u') ? 'utc' : 'local')

async function requireReady({ live, incoming }: SwapTrio<PostgresSource>, context: ConnectorContext): Promise<void> {
  await atServer(live, context, async (session) => {
    const mayAll = `select rolsuper or rolcreatedb from pg_roles where rolname = current_user`
    if ((await session.ask(mayAll))[0] !== 't') fail('DB_109')
    if (!(await exists(session, incoming.database))) fail('DB_105')
  })
}

async function swap({ live, incoming, outgoing }: SwapTrio<PostgresSource>, context: ConnectorContext): Promise<void> {
  await atServer(live, context, async (session) => {
    if (!(await exists(session, incoming.database))) return
    const hasLive = await exists(session, live.database)
    if (hasLive) {
      await dressAs(session, incoming.database, live.database)
      await keepSettings(live, incoming.database, context)
    }
    const [remark = ''] = hasLive ? await remarkOf(session, live.database) : []
    const steps = [
      ...(hasLive ? [`alter database ${quoteName(live.database)} rename to ${quoteName(outgoing.database)}`] : []),
      `alter database ${quoteName(incoming.database)} rename to ${quoteName(live.database)}`,
      // It is no trial any more, and must never be taken for one.
      `comment on database ${quoteName(live.database)} is ${remark === '' || remark === ASIDE ? 'null' : quoteText(remark)}`,
      ...(hasLive ? [`comment on database ${quoteName(outgoing.database)} is ${quoteText(ASIDE)}`] : []),
    ]
    await renameUnderClients(live, [live.database, incoming.database], steps, context)
  })
}

const remarkOf = (session: PostgresSession, database: string) =>
  session.ask(
    `select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = ${quoteText(database)}`,
  )

/**
 * A database is renamed only while nobody is in it. The first rename locks its door, and while it waits for those inside, another session
 * shows them out; whoever knocks meanwhile finds the new one, or is told that the old one is gone and knocks again.
 */
async function renameUnderClients(
  live: PostgresSource,
  names: readonly string[],
  steps: readonly string[],
  context: ConnectorContext,
): Promise<void> {
  const clock = context.clock ?? systemClock
  const ends = `select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname in (${names.map(quoteText).join(', ')}) and pid <> pg_backend_pid()`
  for (let left = TRIES; ; left--) {
    let isOver = false
    const renamed = atServer(live, context, (session) => session.ask('begin', ...steps, 'commit')).then(
      () => undefined,
      (error: unknown) => error ?? new Error('nothing said'),
    )
    const over = renamed.finally(() => {
      isOver = true
    })
    await atServer(live, context, async (session) => {
      while (!isOver) {
        await session.ask(ends)
        await Promise.race([over, clock.sleep(TURN_MS, context.signal).catch(() => undefined)])
        context.signal?.throwIfAborted()
      }
    }).catch(async (error: unknown) => {
      await over
      throw error
    })
    const failure = await over
    if (failure === undefined) return
    const isHeld = isAppError(failure) && failure.code === 'DB_115'
    if (!isHeld || left === 1) throw failure
  }
}

/** What belongs to the database but not to its dump: its owner, who may enter it, and its settings. */
async function dressAs(session: PostgresSession, incoming: string, live: string): Promise<void> {
  const [name, of] = [quoteText(incoming), quoteText(live)]
  const orders = await session.ask(
    `select format('alter database %I owner to %I', ${name}, pg_get_userbyid(datdba)) from pg_database where datname = ${of}`,
    `select format('revoke all on database %I from public', ${name}) from pg_database where datname = ${of} and datacl is not null`,
    `select format('grant %s on database %I to %s', a.privilege_type, ${name}, case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
     from pg_database d, aclexplode(d.datacl) a where d.datname = ${of}`,
  )
  for (const order of orders) await session.ask(order)
}

/** What was set for everybody who enters it. In a session of its own: whatever it is, it is in force there. */
async function keepSettings(live: PostgresSource, incoming: string, context: ConnectorContext): Promise<void> {
  const settings = await atServer(live, context, (session) =>
    session.askJson(
      `select json_build_array(split_part(c, '=', 1), substr(c, strpos(c, '=') + 1))
       from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
       where d.datname = ${quoteText(live.database)} and s.setrole = 0`,
    ),
  )
  for (const setting of settings) {
    const [key = '', value = ''] = setting as string[]
    await atServer(live, context, (session) =>
      session.ask(
        `select set_config(${quoteText(key)}, ${quoteText(value)}, false)`,
        `alter database ${quoteName(incoming)} set ${key.split('.').map(quoteName).join('.')} from current`,
      ),
    )
  }
}
