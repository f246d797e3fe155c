import { z } from 'zod'
import { fail } from '#shared/errors/index.ts'
import type { DumpedTable } from '../manifest.ts'
import type { PostgresSession } from './session.ts'

const tableSchema = z.object({ name: z.string(), quoted: z.string(), isReadable: z.boolean(), isFiltered: z.boolean() })
type FoundTable = z.infer<typeof tableSchema>

/** Tables whose rows a dump holds. Those of an extension come with it and are not the clinic's. */
const TABLES = `
  select json_build_object(
    'name', n.nspname || '.' || c.relname, 'quoted', format('%I.%I', n.nspname, c.relname),
    'isReadable', has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT'),
    'isFiltered', row_security_active(c.oid))
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (select 1 from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by n.nspname, c.relname`

/** Throws DB_109 when the user may not read all rows of all tables: half a dump is none. */
export async function listTables(session: PostgresSession): Promise<readonly FoundTable[]> {
  const tables = (await session.askJson(TABLES)).map((row) => tableSchema.parse(row))
  if (tables.some(({ isReadable, isFiltered }) => !isReadable || isFiltered)) fail('DB_109')
  return tables
}

/**
 * Counts and sums up every row of every table, in the session's transaction. The checksum is the sum of the first 64 bits of each row's
 * MD5, so it does not depend on their order. MD5 because every version since 9 has it and gives the same; it guards against accidents, not forgery.
 */
export async function countTables(session: PostgresSession, tables: readonly FoundTable[]): Promise<DumpedTable[]> {
  const counted: DumpedTable[] = []
  for (const { name, quoted } of tables) {
    const [line = ''] = await session.ask(
      `select count(*)::text || ' ' || coalesce(sum(('x' || substr(md5(row(r.*)::text), 1, 16))::bit(64)::bigint::numeric), 0)::text
       from only ${quoted} as r`,
    )
    const [rows = '', checksum = ''] = line.split(' ')
    counted.push({ name, rows: Number(rows), checksum })
  }
  return counted
}
