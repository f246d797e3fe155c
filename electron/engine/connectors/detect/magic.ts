/** Databases that are one file, told by their first bytes. */
export type FileDatabase = 'sqlite' | 'firebird' | 'access' | 'sql-server' | 'dbase'

export const MAGIC_BYTES = 64

/**
 * What the first bytes of a file say: to name what was found, and to warn that a file of a running server is not to be copied as a file.
 * Firebird and dBase have no true magic: their fields must make sense together.
 */
export function fileDatabaseOf(head: Uint8Array): FileDatabase | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.length < MAGIC_BYTES) return undefined
  if (bytes.toString('latin1', 0, 16) === 'SQLite format 3\0') return 'sqlite'
  const isJet = bytes.readUInt32BE(0) === 0x00010000 && /^Standard (Jet|ACE) DB/.test(bytes.toString('latin1', 4, 24))
  if (isJet) return 'access'
  // Page type 1 (header); page size a power of two; the on-disk structure's number, with Firebird's own bit.
  const [pageType, pageBytes, structure] = [bytes[0], bytes.readUInt16LE(16), bytes.readUInt16LE(18)]
  const isPageSize = pageBytes >= 1024 && (pageBytes & (pageBytes - 1)) === 0
  if (pageType === 1 && isPageSize && (structure & 0x8000) !== 0 && (structure & 0x7fff) <= 20) return 'firebird'
  if (bytes[0] === 1 && bytes[1] === 0x0f && bytes[2] === 0) return 'sql-server'
  const [version = 0, month = 0, day = 0] = [bytes[0], bytes[2], bytes[3]]
  const [headerBytes, recordBytes] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)]
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31
  const isTable = headerBytes > 32 && (headerBytes % 32 === 1 || headerBytes % 32 === 8) && recordBytes > 1
  return [0x03, 0x30, 0x31, 0x83, 0x8b, 0xf5].includes(version) && isDate && isTable ? 'dbase' : undefined
}
