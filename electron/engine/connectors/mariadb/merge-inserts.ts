const LINE_FEED = 10
/** Below the smallest statement that old servers take by default. */
const MOST_BYTES = 512 * 1024
const HEAD_BYTES = 64 * 1024
const VALUES = ' VALUES ('
const INSERT = Buffer.from('INSERT INTO `')
const END = Buffer.from(');')
const LOCK = Buffer.from('LOCK TABLES ')
const UNLOCK = Buffer.from('UNLOCK TABLES;')

/**
 * Puts rows that a dump inserts one by one into statements of many: the vault keeps them apart, because a row that grew then moves nothing
 * else, and a server takes them together several times faster. Only between LOCK TABLES and UNLOCK TABLES, where nothing but rows is.
 */
export async function* mergeInserts(dump: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let isInTable = false
  let prefix = ''
  let open: Buffer[] = []
  let openBytes = 0
  const flush = (): Buffer[] => {
    if (open.length === 0) return []
    const statement = [...open, Buffer.from(';\n')]
    open = []
    openBytes = 0
    return statement
  }
  for await (const line of lines(dump)) {
    if (startsWith(line, UNLOCK)) isInTable = false
    const values = isInTable ? valuesAt(line) : undefined
    if (values === undefined) {
      yield* flush()
      if (startsWith(line, LOCK)) isInTable = true
      yield line
      continue
    }
    const row = line.subarray(values, line.length - 2)
    const own = line.toString('latin1', 0, values)
    if (own !== prefix || openBytes + row.length > MOST_BYTES) yield* flush()
    prefix = own
    const lead = open.length === 0 ? Buffer.from(own, 'latin1') : Buffer.from(',')
    open.push(lead, row)
    openBytes += lead.length + row.length
  }
  yield* flush()
}

const startsWith = (line: Buffer, text: Buffer) =>
  line.length >= text.length && text.compare(line, 0, text.length) === 0

/** Where the row of a whole INSERT begins, at its bracket; undefined for any other line. */
function valuesAt(line: Buffer): number | undefined {
  const end = line.length - 1
  if (!startsWith(line, INSERT) || line[end] !== LINE_FEED || END.compare(line, end - 2, end) !== 0) return undefined
  const at = line.subarray(0, HEAD_BYTES).indexOf(VALUES)
  return at < 0 ? undefined : at + VALUES.length - 1
}

/** Lines with their end. */
async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
  let pieces: Buffer[] = []
  for await (const block of bytes) {
    const buffer = Buffer.from(block)
    let from = 0
    for (let end = buffer.indexOf(LINE_FEED); end >= 0; end = buffer.indexOf(LINE_FEED, from)) {
      const last = buffer.subarray(from, end + 1)
      yield pieces.length === 0 ? last : Buffer.concat([...pieces, last])
      pieces = []
      from = end + 1
    }
    if (from < buffer.length) pieces.push(buffer.subarray(from))
  }
  if (pieces.length > 0) yield Buffer.concat(pieces)
}
