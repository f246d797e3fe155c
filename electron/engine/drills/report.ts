import { createHash } from 'node:crypto'
import type { DrillReport } from '#shared/contracts/index.ts'
import type { DrillRecord } from '#shared/domain/index.ts'

/** A drill as a document. The same drill always gives the same text, so that the sum on the paper can be made again. */
export function reportOf(record: DrillRecord, clinicName: string): DrillReport {
  const { beatAtMs: _beat, ...drill } = record
  const text = `${JSON.stringify({ version: 1, clinicName, drill }, null, 1)}\n`
  return { text, sha256: createHash('sha256').update(text).digest('hex') }
}
