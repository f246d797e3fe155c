import type { DrillFinding } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { bringDatabase } from './works/bring-database.ts'
import { bringFile } from './works/bring-files.ts'
import type { WorkParts } from './works/work.ts'

/** A drill without people: one file by chance and the databases, brought back, compared, opened and counted. Throws as its two works do. */
export async function silentWork(parts: WorkParts): Promise<readonly DrillFinding[]> {
  const { finding } = await bringFile(parts)
  try {
    return [finding, (await bringDatabase(parts)).finding]
  } catch (error) {
    // A clinic may have no database.
    if (codeOf(error) !== 'VAULT_111' || parts.sources?.some(({ kind }) => kind !== 'folder')) throw error
    return [finding]
  }
}
