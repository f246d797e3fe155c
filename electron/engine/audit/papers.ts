import path from 'node:path'
import { writeNewFile } from '#engine/kernel/index.ts'
import type { AuditRow } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { auditCsv, auditHtml, type ExportStamp } from './export.ts'

/** The lines as a table and as a page in a folder. Throws REST_103 where they cannot be written or stand already. */
export async function writePapers(folder: string, rows: readonly AuditRow[], stamp: ExportStamp): Promise<void> {
  try {
    await writeNewFile(path.join(folder, 'livro-de-registro.csv'), auditCsv(rows, stamp))
    await writeNewFile(path.join(folder, 'livro-de-registro.html'), auditHtml(rows, stamp))
  } catch (cause) {
    fail('REST_103', {}, { cause })
  }
}
