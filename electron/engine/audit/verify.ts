import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { AuditFinding, AuditHead } from '#shared/domain/index.ts'
import { linkOf } from './links.ts'
import { hashOf, isSealed, NO_HASH, rowOf, type StoredRow } from './row.ts'
import type { Store } from './store.ts'

/** More say nothing new. */
const MOST_FINDINGS = 100
/** Some milliseconds of work: whoever asks something meanwhile does not wait longer. */
const PAGE = 200

export type Verification = {
  readonly rows: number
  /** In the order of the lines; then what is missing from the end. Empty when nothing was changed. */
  readonly findings: readonly AuditFinding[]
  /** Lines after the last one with a seal that was checked. All of them without a key. */
  readonly unsealed: number
  /** How many heads known from elsewhere were compared. */
  readonly anchors: number
  /** Where a later look may go on. */
  readonly place: number
}

export type VerifyOptions = {
  /** Checks the seals as well. */
  readonly sealKey?: Uint8Array | undefined
  /** Heads that are known from elsewhere: the sealed one, those in copies. */
  readonly anchors?: readonly AuditHead[]
  /** The place of a line up to which all was well before; the whole register by default. */
  readonly sincePlace?: number | undefined
  readonly signal?: AbortSignal
  /** Hears from where to where was looked through, page by page. */
  readonly onPage?: ((first: number, last: number) => void) | undefined
}

/**
 * Looks whether the register still is what was written: every line has its own hash and seal, carries the hash of the one before, no
 * number is left out, and every head that is known from elsewhere stands where it stood.
 *
 * Gives way to other work between pages. Throws the signal's reason.
 */
export async function verify(store: Store, options: VerifyOptions = {}): Promise<Verification> {
  const { sealKey, anchors = [], sincePlace, signal, onPage } = options
  const findings: AuditFinding[] = []
  const tell = (what: AuditFinding['what'], segment: string, number: number) => {
    const isTold = findings.some((known) => known.segment === segment && known.number === number)
    if (!isTold && findings.length < MOST_FINDINGS && isSegment(segment)) findings.push({ what, segment, number })
  }
  const links: AuditHead[] = []
  const ended = new Set<string>()
  let before: StoredRow | undefined = sincePlace === undefined ? undefined : store.at(sincePlace)
  // The line where the last look ended is gone: nothing of it is believed.
  let place = before?.place ?? Number.MIN_SAFE_INTEGER
  let rows = 0
  let unsealed = 0
  for (;;) {
    signal?.throwIfAborted()
    const page = store.after(place, PAGE)
    for (const row of page) {
      rows += 1
      unsealed += 1
      const isFirst = before?.segment !== row.segment
      if (isFirst && before) ended.add(before.segment)
      const expected = isFirst || !before ? 1 : before.number + 1
      // A segment that goes on after another one was moved.
      if (isFirst && ended.has(row.segment)) tell('unlinked', row.segment, row.number)
      else if (row.number > expected)
        tell(store.row(row.segment, expected) ? 'unlinked' : 'missing', row.segment, expected)
      else if (row.number < expected) tell('unlinked', row.segment, row.number)
      const read = rowOf(row)
      const link = read && linkOf(read)
      if (!read) tell('unreadable', row.segment, row.number)
      else if (hashOf(row) !== row.hash) tell('changed', row.segment, row.number)
      else if (sealKey && row.seal !== null && !isSealed(sealKey, row.hash, row.seal))
        tell('changed', row.segment, row.number)
      else {
        const carried = isFirst ? (row.number === 1 ? (link?.hash ?? NO_HASH) : undefined) : before?.hash
        if (carried !== undefined && row.prev_hash !== carried && row.number === expected)
          tell('unlinked', row.segment, row.number)
        if (link) links.push(link)
        if (sealKey && row.seal !== null) unsealed = 0
      }
      before = row
    }
    const [first, last] = [page[0], page.at(-1)]
    if (first && last) onPage?.(first.place, last.place)
    place = last?.place ?? place
    if (page.length < PAGE) break
    await letOthersRun()
  }
  const heads = [...links, ...anchors].filter(({ number }) => number > 0)
  for (const head of heads) compare(store, head, tell)
  return { rows, findings, unsealed, anchors: anchors.length, place: before?.place ?? 0 }
}

function compare(
  store: Store,
  head: AuditHead,
  tell: (what: AuditFinding['what'], segment: string, number: number) => void,
): void {
  const row = store.row(head.segment, head.number)
  if (row) {
    if (row.hash !== head.hash) tell('remade', head.segment, head.number)
    return
  }
  const last = store.headOf(head.segment)
  if (!last) tell('segment-missing', head.segment, head.number)
  else if (last.number < head.number) tell('cut', head.segment, last.number + 1)
  else tell('missing', head.segment, head.number)
}

const isSegment = (text: string) => /^[0-9a-f]{16}$/.test(text)
