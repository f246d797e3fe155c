import type { ChangeAnswer, ChangeMark, ConnectorContext } from '../database-connector.ts'
import { PostgresSession } from './session.ts'
import type { PostgresSource } from './tools.ts'

/**
 * Rows written since the statistics began (reading, vacuum, checkpoints and dumps leave it alone), when they began (a crash empties them),
 * and which files hold the tables: TRUNCATE and most changes of a table's form give it a new one, and no row counts.
 */
const MARK = `
  select (select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_user_tables)::text || '/' ||
         (select coalesce(extract(epoch from stats_reset)::text, '-') from pg_stat_database where datname = current_database()) || '/' ||
         (select count(*) || '/' || coalesce(sum(relfilenode::bigint), 0) from pg_class where relkind in ('r', 'p'))`

export async function changedPostgres(
  source: PostgresSource,
  since: ChangeMark | undefined,
  context: ConnectorContext,
): Promise<ChangeAnswer> {
  const session = await PostgresSession.open(source, context)
  try {
    const [mark] = await session.ask(MARK)
    if (mark === undefined || since === undefined) return { kind: 'unknown', mark }
    return { kind: mark === since ? 'same' : 'changed', mark }
  } finally {
    await session.close()
  }
}
