import { useEffect, useState } from 'react'
import type { FoundFile } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'

/** As many as one list shows; more words narrow it better than more pages. */
export const SEARCH_LIMIT = 200
const TYPING_PAUSE_MS = 180
const SHORTEST = 2

export type Search =
  /** Too little is typed to look for. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'searching'; readonly before: readonly FoundFile[] }
  | { readonly kind: 'found'; readonly files: readonly FoundFile[] }
  | { readonly kind: 'failed'; readonly error: WireError }

/** Looks for the text in all copies as it is typed; an answer to former text is dropped. */
export function useSearch(text: string): { search: Search; again: () => void } {
  const { engine } = useServices()
  const [search, setSearch] = useState<Search>({ kind: 'waiting' })
  const [round, setRound] = useState(0)
  const wanted = text.trim()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks for the same text again
  useEffect(() => {
    if (wanted.length < SHORTEST) {
      setSearch({ kind: 'waiting' })
      return
    }
    setSearch((last) => ({ kind: 'searching', before: last.kind === 'found' ? last.files : [] }))
    const stop = new AbortController()
    const timer = setTimeout(() => {
      engine.searchFiles({ text: wanted, limit: SEARCH_LIMIT }, stop.signal).then(
        (files) => stop.signal.aborted || setSearch({ kind: 'found', files }),
        (error: unknown) => stop.signal.aborted || setSearch({ kind: 'failed', error: toWireError(error) }),
      )
    }, TYPING_PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [engine, wanted, round])
  return { search, again: () => setRound((count) => count + 1) }
}
