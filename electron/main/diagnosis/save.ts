import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { SavedText } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'

/** Writes a text where the person chose; what stood there the person was asked about by the system's own dialog. Throws REST_103. */
export async function saveText(file: string, text: string): Promise<SavedText> {
  try {
    await writeFile(file, text, { mode: 0o600 })
  } catch (cause) {
    fail('REST_103', {}, { cause })
  }
  return { folder: path.dirname(file), name: path.basename(file) }
}
