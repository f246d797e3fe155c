import { fail } from '#shared/errors/index.ts'
import type { RemoteFiles } from './remote-files.ts'
import { codeOfAnswer, isMissing, status, statusOf } from './sftp-failure.ts'

export type DurableWrite = {
  readonly path: string
  readonly bytes: Uint8Array
  readonly fileMode: number
  /** Ends a temporary name: hex digits that no other write uses. */
  readonly mark: string
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
  const { path, bytes, fileMode, mark } = write
  const temporary = `${path}-tmp-${mark}`
  const handle = await files.openNew(temporary, fileMode)
  try {
    try {
      await files.write(handle, bytes).catch(failBytes)
      const [sizeBytes] = await Promise.all([files.sizeOf(handle), files.sync(handle)])
      if (sizeBytes !== bytes.length)
        fail('DEST_104', {}, { cause: new Error('the server kept another number of bytes') })
    } finally {
      await files.close(handle).catch(() => undefined)
    }
    if (!(await files.renameOver(temporary, path))) await renameAround(files, temporary, write)
  } catch (error) {
    // on a lost connection it stays, for `clearLeftovers`
    await files.unlink(temporary).catch(() => undefined)
    throw error
  }
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
