import { open, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Random } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { openDatabaseFile, type RecordDatabase } from './database.ts'
import { type Dialect, loadDump } from './dump/index.ts'

export type OpenCopyOptions = {
  /** A private folder on this computer; the copy is one file in it until it is closed. */
  readonly scratchFolder: string
  readonly random: Random
  readonly signal?: AbortSignal
  /** What belongs to a SQLite file that was in use (its `-wal`). */
  readonly log?: AsyncIterable<Uint8Array>
}
export type OpenCopy = Omit<RecordDatabase, 'close'> & { close(): Promise<void> }

const SNIFFED = 64 * 1024
const SQLITE = 'SQLite format 3\0'

/**
 * Opens a copy of a database for reading: a SQLite file as it is, a plain dump of PostgreSQL or MariaDB (also packed with gzip) read into
 * a scratch file first. Closing removes every trace.
 *
 * Throws REC_105 for a dump in another form, DB_102, DB_103, DB_104, DB_110.
 */
export async function openCopy(bytes: AsyncIterable<Uint8Array>, options: OpenCopyOptions): Promise<OpenCopy> {
  const file = path.join(options.scratchFolder, `${options.random.uuid()}.db`)
  const wipe = async () => {
    for (const ending of ['', '-wal', '-shm', '-journal']) await rm(`${file}${ending}`, { force: true })
  }
  try {
    const { head, all } = await sniff(unpacked(bytes))
    let database: RecordDatabase
    if (head.startsWith(SQLITE)) {
      await keep(all, file, options.signal)
      if (options.log) await keep(options.log, `${file}-wal`, options.signal)
      database = openDatabaseFile(file)
    } else {
      const dialect = dialectOf(head)
      await (await open(file, 'wx', 0o600)).close()
      database = openDatabaseFile(file, await loadDump(all, dialect, file, options.signal))
    }
    return {
      db: database.db,
      schema: database.schema,
      close: async () => {
        database.close()
        await wipe()
      },
    }
  } catch (error) {
    await wipe()
    throw error
  }
}

async function keep(bytes: AsyncIterable<Uint8Array>, file: string, signal: AbortSignal | undefined): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const block of bytes) {
      signal?.throwIfAborted()
      await handle.write(block)
    }
  } finally {
    await handle.close()
  }
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await sniff(bytes)
  if (!head.startsWith('\x1f\x8b')) return yield* all
  const plain = Readable.from(all).pipe(createGunzip())
  try {
    for await (const block of plain) yield block as Buffer
  } catch (cause) {
    fail('DB_104', {}, { cause })
  }
}

/** The beginning as text, and everything again from the beginning. */
async function sniff(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: string; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let size = 0
  while (size < SNIFFED) {
    const step = await iterator.next()
    if (step.done === true) break
    first.push(step.value)
    size += step.value.length
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield* first
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) yield step.value
  }
  return { head: Buffer.concat(first).subarray(0, SNIFFED).toString('latin1'), all: all() }
}

function dialectOf(head: string): Dialect {
  if (head.startsWith('PGDMP') || head.startsWith('TAPE')) return fail('REC_105')
  if (/\0/.test(head)) return fail('REC_105')
  if (/(MariaDB|MySQL) dump|ENGINE=|CREATE TABLE `|INSERT INTO `/i.test(head)) return 'mariadb'
  if (/PostgreSQL database dump|standard_conforming_strings|FROM stdin|CREATE TABLE/i.test(head)) return 'postgresql'
  return fail('DB_103')
}
