import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/**
 * Replaces a small file of ours so that a power cut leaves either the old text or the new one.
 *
 * Order: temporary name beside it, write, fsync, rename, fsync the folder (not every system can; then the rename is all we have).
 */
export async function writeFileAtomic(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeNewFile(temporary, text)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(path.dirname(file))
}

/** Writes a file that must not stand there yet, for this account alone, and waits until it is on the disk. Throws EEXIST. */
export async function writeNewFile(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text, 'utf8')
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes what was named, renamed or taken away in a folder durable, as far as the system can. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch {
    // Some network file systems refuse to sync a folder; the file itself is already durable.
  } finally {
    await handle.close()
  }
}
