import { createHash } from 'node:crypto'
import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import type { NativePath } from '#engine/sources/index.ts'
import type { JournalFile } from './lines.ts'

/** Whether `now` are the facts of the file that the journal tells of, as far as size, times and number of the file say. */
export function isThat(now: BigIntStats, line: JournalFile, changedNs?: string): boolean {
  return (
    now.isFile() &&
    now.size === BigInt(line.sizeBytes) &&
    now.mtimeNs === BigInt(line.modifiedNs) &&
    now.ino === BigInt(line.inode) &&
    (changedNs === undefined || now.ctimeNs === BigInt(changedNs))
  )
}

/** The same of the file at `path`; one that is not there is not that one. */
export function isStillThat(path: NativePath, line: JournalFile): boolean {
  try {
    return isThat(lstatSync(path, { bigint: true }), line)
  } catch {
    return false
  }
}

/** Bytes of a file as a copy lists them. `ids` are SHA-256 in hex. */
export type Chunks = { readonly ids: readonly string[]; readonly lengthsBytes: readonly number[] }

/** Whether an ordinary file has exactly these bytes. Never follows a link; what does not read is another file. */
export function hasBytes(path: NativePath, sizeBytes: number, { ids, lengthsBytes }: Chunks): boolean {
  let file: number | undefined
  try {
    if (!lstatSync(path).isFile()) return false
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    if (fstatSync(file).size !== sizeBytes) return false
    const memory = Buffer.allocUnsafe(Math.max(0, ...lengthsBytes))
    for (const [at, id] of ids.entries()) {
      const chunk = memory.subarray(0, lengthsBytes[at])
      for (let done = 0; done < chunk.length; ) {
        const count = readSync(file, chunk, done, chunk.length - done, null)
        if (count === 0) return false
        done += count
      }
      if (createHash('sha256').update(chunk).digest('hex') !== id) return false
    }
    return true
  } catch {
    return false
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
