import { z } from 'zod'
import { fail } from '#shared/errors/index.ts'
import type { ChangeAnswer, ChangeMark, ConnectorContext } from '../database-connector.ts'
import { askFirebird, type FirebirdSource } from './tools.ts'

const markSchema = z.object({
  /** The number of the transaction that asked. */
  transaction: z.number().int(),
  /** Rows written since the database was opened. */
  written: z.number().int(),
  takenAt: z.string(),
})
type Mark = z.infer<typeof markSchema>
type Look = Mark & { readonly openSince: string | undefined }

const LOOK = `
  select cast(d.mon$next_transaction as varchar(20)) || '/' ||
         cast(r.mon$record_inserts + r.mon$record_updates + r.mon$record_deletes as varchar(20)) || '/' ||
         cast(cast('now' as timestamp) as varchar(30)) || '/' ||
         coalesce((select cast(min(a.mon$timestamp) as varchar(30)) from mon$attachments a
                   where a.mon$attachment_id <> current_connection and coalesce(a.mon$user, '') not in ('Cache Writer', 'Garbage Collector')), '')
  from mon$database d join mon$record_stats r on r.mon$stat_id = d.mon$stat_id`

/**
 * Two ways to know that nothing was written. Firebird counts written rows only as long as somebody keeps the database open: while one
 * connection outlasts both looks, equal counts are proof. Otherwise every visit costs transactions, so when two looks in a row cost as
 * many as the time since the last one did, nobody else came. A dump costs transactions too; after one, what was written since the database
 * was opened decides, so a program that came, wrote and went while gbak ran is found by the next full copy.
 */
export async function changedFirebird(
  source: FirebirdSource,
  since: ChangeMark | undefined,
  context: ConnectorContext & { readonly isAfterDump?: boolean },
): Promise<ChangeAnswer> {
  const first = await look(source, context)
  const before = since === undefined ? undefined : markSchema.safeParse(JSON.parse(since)).data
  if (!before) return { kind: 'unknown', mark: markOf(first) }
  const stayedOpen = first.openSince !== undefined && first.openSince <= before.takenAt
  if (stayedOpen && first.written === before.written) return { kind: 'same', mark: markOf(first) }
  if (stayedOpen) return { kind: 'changed', mark: markOf(first) }
  if (context.isAfterDump) {
    const isClean = first.openSince === undefined || first.written === 0
    return { kind: isClean ? 'same' : 'changed', mark: markOf(first) }
  }
  const second = await look(source, context)
  const isOnlyUs = second.transaction - first.transaction === first.transaction - before.transaction
  return { kind: isOnlyUs ? 'same' : 'changed', mark: markOf(second) }
}

const markOf = ({ transaction, written, takenAt }: Look): ChangeMark =>
  JSON.stringify({ transaction, written, takenAt })

async function look(source: FirebirdSource, context: ConnectorContext): Promise<Look> {
  const [line = ''] = await askFirebird(source, context, [LOOK])
  const [transaction, written, takenAt, openSince] = line.split('/')
  if (!transaction || !written || !takenAt) fail('DB_104')
  return {
    transaction: Number(transaction),
    written: Number(written),
    takenAt,
    openSince: openSince || undefined,
  }
}
