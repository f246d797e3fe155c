import { open, stat } from 'node:fs/promises'

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')
const HEADER_BYTES = 100
const WAL_FORMAT = 2
const READ_VERSION_OFFSET = 19

/** What the first bytes of a file say it is. */
export type HeaderKind = 'wal' | 'rollback-journal' | 'blank' | 'foreign'

/** Judges a file by its first 100 bytes. A blank one (empty, or zeros as after a power cut) was a database at best. */
export async function readHeaderKind(path: string): Promise<HeaderKind> {
  // Opening a pipe would wait for its other end.
  if (!(await stat(path)).isFile()) return 'foreign'
  const file = await open(path, 'r')
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0)
    return headerKind(header.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

export function headerKind(header: Uint8Array): HeaderKind {
  if (header.every((byte) => byte === 0)) return 'blank'
  if (header.length < HEADER_BYTES || MAGIC.compare(header, 0, MAGIC.length) !== 0) return 'foreign'
  return header[READ_VERSION_OFFSET] === WAL_FORMAT ? 'wal' : 'rollback-journal'
}
