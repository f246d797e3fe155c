import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import type { DatabaseSwap, SwapTrio } from '../database-swap.ts'
import { momentOfText, newestOf, textOfMoment } from '../tools/moments.ts'
import { sqlServerConnector } from './connector.ts'
import { askSqlServer, quoteName, quoteText, type SqlServerSource } from './tools.ts'

const LONGEST_NAME = 128

/**
 * SQL Server: two renames, the live one's while nobody else may be in it. There is a moment without a database of the live name, which
 * doing it again ends. Written after the documentation, tried against a stand-in only, like the connector.
 */
export const sqlServerSwap: DatabaseSwap<SqlServerSource> = {
  beside: async (live, tag) => ({ fresh: named(live, `_recuperado_${tag}`), aside: named(live, `_antes_${tag}`) }),
  isThere,
  restore: async (dump, { fresh }, untilMs, context) => ({
    ...(await sqlServerConnector.restoreInto(dump, fresh, context)),
    newestAtMs: await newestEntry(fresh, untilMs, context),
  }),
  newestEntry,
  requireReady: async ({ incoming }, context) => {
    if (!(await isThere(incoming, context))) fail('DB_105')
  },
  swap,
  drop: (fresh, context) => sqlServerConnector.dropScratch(fresh, context),
}

const named = (live: SqlServerSource, ending: string): SqlServerSource => ({
  ...live,
  database: live.database.slice(0, LONGEST_NAME - ending.length) + ending,
})

async function isThere({ database, ...source }: SqlServerSource, context: ConnectorContext): Promise<boolean> {
  const sql = `select name from sys.databases where name = ${quoteText(database)}`
  return (await askSqlServer({ ...source, database }, context, { sql })).length > 0
}

async function newestEntry(
  source: SqlServerSource,
  untilMs: number,
  context: ConnectorContext,
): Promise<number | null> {
  const { database } = source
  const columns = await askSqlServer(source, context, {
    database,
    sql: `select quotename(schema_name(t.schema_id)) + '.' + quotename(t.name) + '|' + quotename(c.name) from sys.columns c
          join sys.tables t on t.object_id = c.object_id join sys.types y on y.user_type_id = c.user_type_id
          where y.name in ('date', 'datetime', 'datetime2', 'smalldatetime')`,
  })
  const bound = `convert(datetime2, '${textOfMoment(untilMs, 'local')}', 120)`
  const moments: (number | undefined)[] = []
  for (const line of columns) {
    const at = line.lastIndexOf('|')
    const [table, column] = [line.slice(0, at), line.slice(at + 1)]
    const sql = `select convert(varchar(19), convert(datetime2, max(${column})), 120) from ${table} where ${column} <= ${bound}`
    for (const text of await askSqlServer(source, context, { database, sql })) moments.push(momentOfText(text, 'local'))
  }
  return newestOf(moments, untilMs)
}

async function swap({ live, incoming, outgoing }: SwapTrio<SqlServerSource>, context: ConnectorContext): Promise<void> {
  const ask = (sql: string) => askSqlServer(live, context, { sql })
  const [here, coming, going] = [live, incoming, outgoing].map(({ database }) => quoteName(database))
  if (await isThere(incoming, context)) {
    // It is no trial any more, and must never be taken for one.
    await ask(
      `if exists (select 1 from ${coming}.sys.extended_properties where class = 0 and name = N'Salvaguarda')
       exec ${coming}.sys.sp_dropextendedproperty @name = N'Salvaguarda'`,
    )
    if (await isThere(live, context))
      await ask(
        `alter database ${here} set single_user with rollback immediate; alter database ${here} modify name = ${going}`,
      )
    await ask(`alter database ${coming} modify name = ${here}`)
  }
  if (await isThere(outgoing, context)) await ask(`alter database ${going} set multi_user`)
}
