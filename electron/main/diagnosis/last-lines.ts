import { open } from 'node:fs/promises'
import { engineContract, hostContract, shellContract } from '#shared/contracts/index.ts'
import { cleanLogLine, type Plain } from '#shared/diagnosis/index.ts'

const READ_BYTES = 100_000
const MOST_LINES = 200
const CALLS: ReadonlySet<string> = new Set([engineContract, hostContract, shellContract].flatMap(Object.keys))

/** The newest lines of the program's own log, oldest first, clean once more on their way out. */
export async function lastLines(log: string): Promise<Plain[]> {
  const older = await endOf(`${log}.1`)
  const newer = await endOf(log)
  const lines = [...older.split('\n'), ...newer.split('\n')]
  return lines.flatMap((line) => cleanLogLine(line, CALLS) ?? []).slice(-MOST_LINES)
}

async function endOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return ''
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(READ_BYTES),
      0,
      READ_BYTES,
      Math.max(0, size - READ_BYTES),
    )
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
