import { fail } from '#shared/errors/index.ts'
import { Pieces } from './pieces.ts'
import type { RemoteFiles } from './remote-files.ts'
import { codeOfAnswer, isMissing, status, statusOf } from './sftp-failure.ts'

export type DurableWrite = {
  readonly path: string
  readonly bytes: Uint8Array
  readonly fileMode: number
  /** Ends a temporary name: hex digits that no other write uses; the same when a write goes on after a lost connection. */
  readonly mark: string
  /** What is across already; empty at first. */
  readonly pieces: Pieces
  /** A file of this name and size is this file: its name is the hash of its bytes. */
  readonly isNamedByHash: boolean
}

/**
 * Puts bytes under a name in one step: a temporary name, onto the disk, size compared, renamed.
 *
 * Servers without posix-rename@openssh.com refuse to rename over something; then what is there is moved aside first and back
 * again should that fail. Throws the server's statuses; DEST_102 where bytes are refused, DEST_104 where some are missing.
 */
export async function writeDurably(files: RemoteFiles, write: DurableWrite): Promise<void> {
  const { path, bytes, mark, pieces } = write
  const temporary = `${path}-tmp-${mark}`
  const handle = await openTemporary(files, temporary, write)
  try {
    try {
      await files.write(handle, bytes, pieces).catch(failBytes)
      const [sizeBytes] = await Promise.all([files.sizeOf(handle), files.sync(handle)])
      if (sizeBytes !== bytes.length)
        fail('DEST_104', {}, { cause: new Error('the server kept another number of bytes') })
    } finally {
      await files.close(handle).catch(() => undefined)
    }
    if (!(await files.renameOver(temporary, path))) await renameAround(files, temporary, write)
  } catch (error) {
    // on a lost connection it stays: to go on with, or for `clearLeftovers`
    if (!files.session.isLost) {
      await files.unlink(temporary).catch(() => undefined)
      pieces.restart(0)
    }
    throw error
  }
}

/** So many of the last bytes that are across are read back before a write goes on after them. */
const OVERLAP_BYTES = 32_000

/** A server that lost its power since may have kept the length of a file without its last bytes: then all of it is sent again. */
async function openTemporary(files: RemoteFiles, temporary: string, write: DurableWrite): Promise<Buffer> {
  const { bytes, fileMode, pieces } = write
  const across = pieces.prefixBytes
  if (across > 0) {
    const handle = await files.openToGoOn(temporary).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
    if (handle) {
      const start = Math.max(0, across - OVERLAP_BYTES)
      const kept = new Uint8Array(across - start)
      const count = await files.read(handle, start, kept, new Pieces())
      pieces.restart(count === kept.length && Buffer.compare(kept, bytes.subarray(start, across)) === 0 ? across : 0)
      return handle
    }
  }
  pieces.restart(0)
  return files.openNew(temporary, fileMode)
}

/**
 * An open file to which a server cannot add bytes is a full disk or a used-up quota: OpenSSH says no more than "failure" for
 * both, and the quota shows nowhere else. A dying disk is noticed later, when the cache of the server goes down to it.
 */
function failBytes(error: unknown): never {
  if (codeOfAnswer(error) === undefined && statusOf(error) === status.failure) fail('DEST_102', {}, { cause: error })
  throw error
}

async function renameAround(files: RemoteFiles, temporary: string, write: DurableWrite): Promise<void> {
  const { path, bytes, mark, isNamedByHash } = write
  try {
    return await files.rename(temporary, path)
  } catch (error) {
    const there = await files.find(path)
    if (there === undefined) throw error
    if (isNamedByHash && there.sizeBytes === bytes.length) return await files.unlink(temporary)
  }
  const aside = `${path}-tmp-${mark}0`
  await files.rename(path, aside)
  try {
    await files.rename(temporary, path)
  } catch (error) {
    await files.rename(aside, path)
    throw error
  }
  await files.unlink(aside).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}
