import { startTransition, useEffect, useState } from 'react'
import type { FoundFile } from '#shared/contracts/index.ts'
import type { FileCategory } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'
import { periodOf } from './days.ts'

/** As many as one list shows; more words narrow it better than more pages. */
export const SEARCH_LIMIT = 200
/** Answers come within a few hundredths of a second: this only joins letters that are typed together. */
const TYPING_PAUSE_MS = 90
const SHORTEST = 2

/** What is remembered beside the name. */
export type Remembered = {
  readonly category: FileCategory | null
  /** As typed: a day, a month or a year (days.ts). What is none of them is not looked at. */
  readonly seenFrom: string
  readonly seenTo: string
}
export const NOTHING_MORE: Remembered = { category: null, seenFrom: '', seenTo: '' }

const NONE: readonly FoundFile[] = []

export type Search =
  /** Too little is said to look for. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'searching'; readonly before: readonly FoundFile[] }
  | { readonly kind: 'found'; readonly files: readonly FoundFile[] }
  | { readonly kind: 'failed'; readonly error: WireError }

/** What is in the list meanwhile. */
export const shownOf = (search: Search): readonly FoundFile[] =>
  search.kind === 'found' ? search.files : search.kind === 'searching' ? search.before : NONE

/** Looks in all copies while it is said what is remembered; an answer to what was said before is dropped. */
export function useSearch(text: string, remembered: Remembered): { search: Search; again: () => void } {
  const { engine } = useServices()
  const [search, setSearch] = useState<Search>({ kind: 'waiting' })
  const [round, setRound] = useState(0)
  const wanted = text.trim()
  const { category } = remembered
  const seenFromMs = periodOf(remembered.seenFrom)?.fromMs
  const seenToMs = periodOf(remembered.seenTo)?.toMs
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks for the same again
  useEffect(() => {
    const hasMore = category !== null || seenFromMs !== undefined || seenToMs !== undefined
    const isCrossed = seenFromMs !== undefined && seenToMs !== undefined && seenFromMs > seenToMs
    if (isCrossed || (wanted.length < SHORTEST && !(wanted === '' && hasMore))) {
      setSearch({ kind: 'waiting' })
      return
    }
    setSearch((last) => ({ kind: 'searching', before: shownOf(last) }))
    const stop = new AbortController()
    const request = { text: wanted, category: category ?? undefined, seenFromMs, seenToMs, limit: SEARCH_LIMIT }
    const timer = setTimeout(() => {
      engine.searchFiles(request, stop.signal).then(
        // Drawn in pieces: whoever types on is not held up.
        (files) => stop.signal.aborted || startTransition(() => setSearch({ kind: 'found', files })),
        (error: unknown) => stop.signal.aborted || setSearch({ kind: 'failed', error: toWireError(error) }),
      )
    }, TYPING_PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [engine, wanted, category, seenFromMs, seenToMs, round])
  return { search, again: () => setRound((count) => count + 1) }
}
