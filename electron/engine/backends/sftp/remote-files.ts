import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'
import type { NetworkUse } from '../access.ts'
import type { Pieces } from './pieces.ts'
import type { Session } from './session.ts'
import { isMissing, status, statusOf } from './sftp-failure.ts'
import { Window } from './window.ts'

/**
 * Bytes of a file in one request. Every server takes 32 KiB; a little less, and request and answer fit into one packet of SSH
 * with what stands around them.
 */
const PIECE_BYTES = 32_000
/** As many bytes on their way as a fast line with a long delay holds: 100 Mbit/s and 150 ms. */
const PIECES_AT_ONCE = 64
const PIECES_AT_FIRST = 4

export type RemoteStat = { readonly sizeBytes: number; readonly mode: number; readonly isFile: boolean }
export type RemoteEntry = { readonly name: string; readonly stat: RemoteStat }
type Extension = 'posix-rename' | 'fsync' | 'statvfs'

export type FileUse = {
  readonly spend: NetworkUse['spend']
  /** Hears of bytes of files that crossed the wire. */
  readonly onAcross: (bytes: number) => void
}

/** Room on a server's disk, as it tells through statvfs@openssh.com. */
export type RemoteRoom = { readonly freeBytes: number; readonly freeFiles: number; readonly isReadOnly: boolean }

/** Files on a server: what `node:fs` is to a disk. Paths are the server's own. Failures are the server's statuses. */
export class RemoteFiles {
  readonly session: Session
  readonly #window = new Window(PIECES_AT_FIRST, PIECES_AT_ONCE)
  readonly #use: FileUse
  readonly #lacking = new Set<Extension>()

  constructor(session: Session, use: FileUse) {
    this.session = session
    this.#use = use
  }

  async stat(path: string): Promise<RemoteStat> {
    return statOf(await this.session.ask<Stats>((sftp, done) => sftp.stat(path, done)))
  }

  /** Undefined where there is nothing of that name. */
  async find(path: string): Promise<RemoteStat | undefined> {
    return this.stat(path).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
  }

  async list(path: string): Promise<readonly RemoteEntry[]> {
    const entries = await this.session.ask<FileEntryWithStats[]>((sftp, done) => sftp.readdir(path, done))
    return entries.map(({ filename, attrs }) => ({ name: filename, stat: statOf(attrs) }))
  }

  unlink(path: string): Promise<void> {
    return this.session.ask((sftp, done) => sftp.unlink(path, done))
  }

  removeFolder(path: string): Promise<void> {
    return this.session.ask((sftp, done) => sftp.rmdir(path, done))
  }

  chmod(path: string, mode: number): Promise<void> {
    return this.session.ask((sftp, done) => sftp.chmod(path, mode, done))
  }

  /** A folder that is there already is no failure. */
  async makeFolder(path: string, mode: number): Promise<void> {
    try {
      await this.session.ask<void>((sftp, done) => sftp.mkdir(path, { mode }, done))
    } catch (error) {
      // servers of version 3 have no number for "exists"
      if (isMissing(error) || (await this.find(path)) === undefined) throw error
    }
  }

  openNew(path: string, mode: number): Promise<Buffer> {
    return this.session.ask<Buffer>((sftp, done) => sftp.open(path, 'w', { mode }, done))
  }

  openToGoOn(path: string): Promise<Buffer> {
    return this.session.ask<Buffer>((sftp, done) => sftp.open(path, 'r+', done))
  }

  openExisting(path: string): Promise<Buffer> {
    return this.session.ask<Buffer>((sftp, done) => sftp.open(path, 'r', done))
  }

  close(handle: Buffer): Promise<void> {
    return this.session.ask((sftp, done) => sftp.close(handle, done))
  }

  async sizeOf(handle: Buffer): Promise<number> {
    return (await this.session.ask<Stats>((sftp, done) => sftp.fstat(handle, done))).size
  }

  /** Writes what `pieces` lacks, many at once; after the first that fails no other is begun. */
  async write(handle: Buffer, bytes: Uint8Array, pieces: Pieces): Promise<void> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    await this.#inPieces(pieces.prefixBytes, bytes.length, 'up', async (start, length) => {
      await this.session.ask<void>((sftp, done) => sftp.write(handle, buffer, start, length, start, done))
      pieces.note(start, length)
    })
  }

  /** Fills `into` from `offset` of the file on, as far as `pieces` lacks it; resolves to how many bytes there are. */
  async read(handle: Buffer, offset: number, into: Uint8Array, pieces: Pieces): Promise<number> {
    const buffer = Buffer.from(into.buffer, into.byteOffset, into.length)
    let endsAt = into.length
    await this.#inPieces(pieces.prefixBytes, into.length, 'down', async (start, length) => {
      let done = 0
      while (done < length && start + done < endsAt) {
        const got = await this.#readPiece(handle, buffer, start + done, length - done, offset + start + done)
        if (got === 0) endsAt = Math.min(endsAt, start + done)
        done += got
      }
      if (done === length) pieces.note(start, length)
    })
    return endsAt
  }

  /** False where the server does not know how. */
  async sync(handle: Buffer): Promise<boolean> {
    return (await this.#extended('fsync', (sftp, done) => sftp.ext_openssh_fsync(handle, done))) !== 'lacking'
  }

  /** Renames over what is there, in one step; false where the server cannot. */
  async renameOver(from: string, to: string): Promise<boolean> {
    const done = await this.#extended('posix-rename', (sftp, answer) => sftp.ext_openssh_rename(from, to, answer))
    return done !== 'lacking'
  }

  /** Fails when something stands at `to`. */
  rename(from: string, to: string): Promise<void> {
    return this.session.ask((sftp, done) => sftp.rename(from, to, done))
  }

  /** Undefined where the server does not tell. */
  async roomAt(path: string): Promise<RemoteRoom | undefined> {
    const answer = await this.#extended('statvfs', (sftp, done) => sftp.ext_openssh_statvfs(path, done))
    if (answer === 'lacking') return undefined
    const { f_bavail, f_frsize, f_favail, f_files, f_flag } = answer as Readonly<Record<string, number | undefined>>
    if (f_bavail === undefined || f_frsize === undefined) return undefined
    return {
      freeBytes: f_bavail * f_frsize,
      // file systems without a table of files say 0 of 0
      freeFiles: f_files ? (f_favail ?? 0) : Number.POSITIVE_INFINITY,
      isReadOnly: ((f_flag ?? 0) & 1) === 1,
    }
  }

  async #extended(
    extension: Extension,
    send: (sftp: SFTPWrapper, done: (error: Error | null | undefined, answer?: unknown) => void) => void,
  ): Promise<unknown> {
    if (this.#lacking.has(extension)) return 'lacking'
    try {
      return await this.session.ask<unknown>(send)
    } catch (error) {
      // ssh2 throws before it sends what the server did not offer
      const isLacking = statusOf(error) === status.unsupported || /does not support/.test(String(error))
      if (!isLacking) throw error
      this.#lacking.add(extension)
      return 'lacking'
    }
  }

  #readPiece(handle: Buffer, buffer: Buffer, start: number, length: number, position: number): Promise<number> {
    return this.session.ask<number>((sftp, done) =>
      sftp.read(handle, buffer, start, length, position, (error, count) => done(error, count)),
    )
  }

  async #inPieces(
    from: number,
    lengthBytes: number,
    direction: 'up' | 'down',
    send: (start: number, length: number) => Promise<void>,
  ): Promise<void> {
    const onTheWay: Promise<void>[] = []
    let hasFailed = false
    for (let start = from; start < lengthBytes && !hasFailed; start += PIECE_BYTES) {
      const length = Math.min(PIECE_BYTES, lengthBytes - start)
      await this.#use.spend?.(direction, length)
      await this.#window.enter()
      const sent = send(start, length)
      sent.then(
        () => {
          this.#use.onAcross(length)
          this.#window.leave(true)
        },
        () => {
          hasFailed = true
          this.#window.leave(false)
        },
      )
      onTheWay.push(sent)
    }
    const outcomes = await Promise.allSettled(onTheWay)
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
}

const statOf = (stats: Stats): RemoteStat => ({
  sizeBytes: stats.size,
  mode: stats.mode,
  isFile: stats.isFile(),
})
