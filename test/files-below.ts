import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Every file below a folder of which the app may be alive, by its path from there.
 *
 * The app writes files anew under another name and takes its own away: when one goes while this reads, all is read again, so that
 * nothing slips through under its new name.
 */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  for (;;)
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name))
      const read = files.map(async (file) => [path.relative(folder, file), await readFile(file)] as const)
      return new Map(await Promise.all(read))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
}

/** Those of them that hold a text. */
export async function filesBelowHolding(folder: string, text: string): Promise<string[]> {
  return [...(await filesBelow(folder))].flatMap(([file, bytes]) => (bytes.includes(text) ? [file] : []))
}
