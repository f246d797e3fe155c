import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { askMaria, type MariaSource, type MariaVersion, quoteName, quoteText } from './tools.ts'

const NEEDED = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT']

export type Rights = {
  has(right: string): boolean
  /** On every database of the server. */
  hasEverywhere(right: string): boolean
}

/** What the user may do with one database, its roles included. */
export async function rightsOn(source: MariaSource, context: ConnectorContext): Promise<Rights> {
  const lines = await askMaria(source, context, { sql: 'SHOW GRANTS' })
  const [here, everywhere] = [new Set<string>(), new Set<string>()]
  for (const line of lines) {
    const [, rights = '', database = ''] = /^GRANT (.+?) ON (\*|`(?:[^`]|``)+`)\.\* TO /.exec(line) ?? []
    const into = database === '*' ? everywhere : here
    if (database === '*' || fits(database, source.database)) for (const right of rights.split(', ')) into.add(right)
  }
  const all = (set: Set<string>, right: string) => set.has(right) || set.has('ALL PRIVILEGES')
  return {
    hasEverywhere: (right) => all(everywhere, right),
    has: (right) => all(everywhere, right) || all(here, right),
  }
}

/** A grant names databases by a pattern: `%` and `_` stand for others unless a backslash is before them. */
function fits(quoted: string, database: string): boolean {
  const pattern = quoted.slice(1, -1).replaceAll('``', '`')
  const source = pattern.replaceAll(/\\?[\s\S]/g, (sign) => {
    if (sign === '%') return '[\\s\\S]*'
    if (sign === '_') return '[\\s\\S]'
    return sign.at(-1)?.replace(/[.*+?^${}()|[\]\\/]/, '\\$&') ?? ''
  })
  return new RegExp(`^${source}$`).test(database)
}

/**
 * How many stored procedures and functions the dump must hold. The tool leaves them out without a word when its user may not read them,
 * so that right is asked for here. Throws DB_109.
 */
export async function requireRights(
  source: MariaSource,
  context: ConnectorContext,
  version: MariaVersion,
): Promise<{ readonly rights: Rights; readonly routines: number }> {
  const rights = await rightsOn(source, context)
  if (NEEDED.some((right) => !rights.has(right))) fail('DB_109')
  const [database, listed] = [
    quoteText(source.database),
    "information_schema.routines where routine_type in ('PROCEDURE', 'FUNCTION') and routine_schema",
  ]
  const isListed = rights.hasEverywhere('SHOW_ROUTINE') || rights.has('SHOW CREATE ROUTINE')
  if (version.family === 'mysql' && !isListed && !rights.hasEverywhere('SELECT')) fail('DB_109')
  const from =
    version.family === 'mysql' || isListed ? listed : "mysql.proc where type in ('PROCEDURE', 'FUNCTION') and db"
  const [count = '0'] = await askMaria(source, context, { sql: `select count(*) from ${from} = ${database}` })
  return { rights, routines: Number(count) }
}

/** What the tables are kept by, and that none of them is locked for longer than our patience. Throws DB_101. */
export async function lookAtTables(
  source: MariaSource,
  context: ConnectorContext,
  waitMs: number,
): Promise<{ readonly tables: readonly string[]; readonly isTransactional: boolean }> {
  const rows = await askMaria(source, context, {
    sql: `select engine, table_name from information_schema.tables
          where table_schema = ${quoteText(source.database)} and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by table_name`,
  })
  // Waiting for a lock is silent.
  const { idleTimeoutMs: _, ...patient } = context
  const tables = rows.map((row) => row.slice(row.indexOf('\t') + 1))
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  await askMaria(source, patient, {
    sql: [
      `set session lock_wait_timeout = ${seconds}`,
      ...tables.map((table) => `select 1 from ${quoteName(table)} limit 0`),
    ].join(';\n'),
  })
  return { tables, isTransactional: rows.every((row) => /^InnoDB\t/i.test(row)) }
}
