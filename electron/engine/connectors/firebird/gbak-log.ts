import { readFile } from 'node:fs/promises'
import type { DumpedTable } from '../manifest.ts'

const TABLE = /^gbak: *(?:writing|restoring) data for table (.*)$/
/** A restore says nothing of the rows of a table that has none. */
const MADE = /^gbak: *restoring table (.*)$/
const RECORDS = /^gbak: *(\d+) records (?:written|restored)$/
const FINISHED = /^gbak:closing file, committing, and finishing\. (\d+) bytes written$/

export type GbakLog = {
  readonly tables: readonly DumpedTable[]
  /** Said last, when a backup is whole. */
  readonly finishedBytes: number | undefined
  readonly complaints: string
  /** Tables and views that a restore made, whether rows came for them or not. */
  readonly made: readonly string[]
}

/** What gbak tells in its verbose log: rows by table, and how it ended. A log that is not there tells nothing. */
export async function readGbakLog(path: string): Promise<GbakLog> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const rows = new Map<string, number>()
  const complaints: string[] = []
  const made: string[] = []
  let table: string | undefined
  let finishedBytes: number | undefined
  for (const line of text.split(/\r?\n/)) {
    const empty = MADE.exec(line)?.[1]
    if (empty !== undefined) made.push(empty.trim())
    const name = TABLE.exec(line)?.[1]
    if (name !== undefined) {
      table = name.trim()
      rows.set(table, 0)
    }
    // Large tables tell in between how far they are: the last number counts.
    const count = RECORDS.exec(line)?.[1]
    if (count !== undefined && table !== undefined) rows.set(table, Number(count))
    const bytes = FINISHED.exec(line)?.[1]
    if (bytes !== undefined) finishedBytes = Number(bytes)
    if (/ERROR|Exiting before/.test(line)) complaints.push(line)
  }
  const tables = [...rows].map(([name, count]) => ({ name, rows: count, checksum: null }))
  return {
    tables: tables.sort((left, right) => (left.name < right.name ? -1 : 1)),
    finishedBytes,
    made,
    complaints: complaints.join('\n'),
  }
}
