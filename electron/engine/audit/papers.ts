import { open } from 'node:fs/promises'
import path from 'node:path'
import type { AuditRow } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { auditCsv, auditHtml, type ExportStamp } from './export.ts'

/** The lines as a table and as a page in a folder. Throws REST_103 where they cannot be written or stand already. */
export async function writePapers(folder: string, rows: readonly AuditRow[], stamp: ExportStamp): Promise<void> {
  try {
    await writeNew(path.join(folder, 'livro-de-registro.csv'), auditCsv(rows, stamp))
    await writeNew(path.join(folder, 'livro-de-registro.html'), auditHtml(rows, stamp))
  } catch (cause) {
    fail('REST_103', {}, { cause })
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text, 'utf8')
    await handle.sync()
  } finally {
    await handle.close()
  }
}
