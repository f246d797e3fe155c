import { open, stat } from 'node:fs/promises'

const HEADER_BYTES = 32
/** Counts commits in a database with a journal. */
const CHANGE_COUNTER = 24

/**
 * What moves when anybody commits: the header's counter and the file's size and time, and with a log the log's size, time and first
 * bytes, which change with every round of it. Only while nobody in this process is connected (connection-guard.ts).
 */
export async function markOfFiles(path: string): Promise<string> {
  const [main, log] = [await factsOf(path), await factsOf(`${path}-wal`).catch(() => undefined)]
  const counter = main.head.length >= CHANGE_COUNTER + 4 ? main.head.readUInt32BE(CHANGE_COUNTER) : 0
  return [counter, main.look, log?.look ?? '-', log?.head.toString('hex') ?? '-'].join('/')
}

async function factsOf(path: string): Promise<{ readonly look: string; readonly head: Buffer }> {
  const { size, mtimeNs } = await stat(path, { bigint: true })
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await file.read(head, 0, HEADER_BYTES, 0)
    return { look: `${size}:${mtimeNs}`, head: head.subarray(0, bytesRead) }
  } finally {
    await file.close()
  }
}
