import { type AuditRow, auditRowSchema } from '#shared/domain/index.ts'
import { extraText, rowOf, type StoredRow } from './row.ts'
import type { NewRow, SegmentSpan, Store } from './store.ts'

const PAGE = 1000

/** Lines in one file of a copy: a full file never changes again, so that every copy adds the newest only. */
const ROWS_IN_FILE = 200
/** So many full files become one, also for good: the folder that every copy writes anew stays short after twenty years. */
const FILES_IN_ONE = 50

/** The register as a copy takes it along: plain text, a line of JSON for each line, readable with any restic. */
export type TrailFile = {
  readonly name: string
  /** No line will be added: what a copy has under this name is it. */
  readonly isFull: boolean
  read(): Uint8Array
}

/** The register in files of a fixed number of lines. Reads none of them: each line is read when its file is. */
export function trailFiles(store: Store): TrailFile[] {
  // Lines that somebody moved are in no order of ours any more: they go as they stand.
  const spans = store.spans() ?? spansOneByOne(store)
  return spans.flatMap(({ segment, firstPlace, lastPlace }, at) => {
    const files: TrailFile[] = []
    // Sorted by name they are in the order of the register.
    const begin = `${digits(at + 1)}-${segment}`
    for (let part = 1, first = firstPlace; first <= lastPlace; ) {
      const isLong = lastPlace - first + 1 >= ROWS_IN_FILE * FILES_IN_ONE
      const parts = isLong ? FILES_IN_ONE : 1
      const [from, to] = [first, Math.min(lastPlace, first + ROWS_IN_FILE * parts - 1)]
      files.push({
        name: `${begin}-${digits(part)}${isLong ? `-${digits(part + parts - 1)}` : ''}.jsonl`,
        isFull: to - from + 1 === ROWS_IN_FILE * parts,
        read: () => textOf(store.between(from, to)),
      })
      part += parts
      first = to + 1
    }
    return files
  })
}

const textOf = (rows: readonly StoredRow[]) =>
  Buffer.from(rows.map((row) => `${JSON.stringify(rowOf(row) ?? row)}\n`).join(''))

/** Found by going through all lines, where the index cannot tell. */
function spansOneByOne(store: Store): Pick<SegmentSpan, 'segment' | 'firstPlace' | 'lastPlace'>[] {
  const spans: { segment: string; firstPlace: number; lastPlace: number }[] = []
  for (let rows = store.after(Number.MIN_SAFE_INTEGER, PAGE); rows.length > 0; ) {
    for (const { segment, place } of rows) {
      const last = spans.at(-1)
      if (last?.segment === segment) last.lastPlace = place
      else spans.push({ segment, firstPlace: place, lastPlace: place })
    }
    rows = store.after(rows.at(-1)?.place ?? 0, PAGE)
  }
  return spans
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
