import { type AuditRow, auditRowSchema } from '#shared/domain/index.ts'
import { extraText, rowOf } from './row.ts'
import type { NewRow, Store } from './store.ts'

/** Lines in one file of a copy: a full file never changes again, so that every copy adds the newest only. */
const ROWS_IN_FILE = 200

/** The register as a copy takes it along: plain text, a line of JSON for each line, readable with any restic. */
export type TrailFile = {
  readonly name: string
  /** No line will be added: what a copy has under this name is it. */
  readonly isFull: boolean
  read(): Uint8Array
}

/** The register in files of a fixed number of lines. */
export function trailFiles(store: Store): TrailFile[] {
  const files: TrailFile[] = []
  let segment: string | undefined
  let part = 0
  for (let rows = store.after(Number.MIN_SAFE_INTEGER, ROWS_IN_FILE); rows.length > 0; ) {
    const [first] = rows
    if (first === undefined) break
    part = first.segment === segment ? part + 1 : 1
    segment = first.segment
    const other = rows.findIndex((row) => row.segment !== segment)
    const own = other < 0 ? rows : rows.slice(0, other)
    files.push({
      // Sorted by name they are in the order of the register.
      name: `${digits(files.length + 1)}-${first.segment}-${digits(part)}.jsonl`,
      isFull: own.length === ROWS_IN_FILE,
      read: () => Buffer.from(own.map((row) => `${JSON.stringify(rowOf(row) ?? row)}\n`).join('')),
    })
    rows = store.after(own.at(-1)?.place ?? 0, ROWS_IN_FILE)
  }
  return files
}

const digits = (number: number) => String(number).padStart(6, '0')

/** The lines of such files, as they are put back. What is no line is left out: the chain tells that it is missing. */
export function readTrail(texts: readonly string[]): NewRow[] {
  return texts.flatMap((text) =>
    text.split('\n').flatMap((line) => {
      const row = line === '' ? undefined : parse(line)
      return row ? [storedOf(row)] : []
    }),
  )
}

function parse(line: string): AuditRow | undefined {
  try {
    return auditRowSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

const storedOf = (row: AuditRow): NewRow => ({
  segment: row.segment,
  number: row.number,
  at_ms: row.atMs,
  type: row.type,
  actor: row.actor,
  component: row.component,
  subject_kind: row.subject?.kind ?? null,
  subject_id: row.subject?.id ?? null,
  extra: extraText(row.extra),
  prev_hash: row.prevHash,
  hash: row.hash,
  seal: row.seal,
})
