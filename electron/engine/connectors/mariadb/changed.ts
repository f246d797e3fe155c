import { z } from 'zod'
import type { ChangeAnswer, ChangeMark, ConnectorContext } from '../database-connector.ts'
import { askMaria, type MariaSource } from './tools.ts'

/** Rows written, and statements that change tables without writing rows. Reading, dumps and no-ops leave them alone. */
const COUNTERS = [
  'Handler_delete',
  'Handler_update',
  'Handler_write',
  'Com_truncate',
  'Com_create_table',
  'Com_drop_table',
  'Com_alter_table',
  'Com_rename_table',
]
const markSchema = z.object({ uptimeS: z.number(), written: z.string() })

/** Counts of the whole server: another database's writes are a false alarm, never a missed change. They begin anew when it starts. */
export async function changedMaria(
  source: MariaSource,
  since: ChangeMark | undefined,
  context: ConnectorContext,
): Promise<ChangeAnswer> {
  const names = ['Uptime', ...COUNTERS].map((name) => `'${name}'`).join(', ')
  const lines = await askMaria(source, context, { sql: `show global status where variable_name in (${names})` })
  const counters = new Map(lines.map((line) => line.split('\t') as [string, string]))
  const now = {
    uptimeS: Number(counters.get('Uptime')),
    written: COUNTERS.map((name) => counters.get(name) ?? '').join('/'),
  }
  const mark = JSON.stringify(now)
  const before = since === undefined ? undefined : markSchema.safeParse(JSON.parse(since)).data
  if (!before) return { kind: 'unknown', mark }
  const isSame = now.uptimeS >= before.uptimeS && now.written === before.written
  return { kind: isSame ? 'same' : 'changed', mark }
}
