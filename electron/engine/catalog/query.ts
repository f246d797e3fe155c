import type { Vocabulary } from './vocabulary.ts'
import { isOfLetters } from './words.ts'

// What FTS5 is asked. Words of words.ts have letters and digits only, so nothing of them can be taken for an operator.

/** Beginnings up to this length have ready lists in the index (migrations/0004-search.ts). */
const READY_LENGTH = 5

/**
 * Every word at the beginning of a word; undefined when there cannot be any.
 *
 * A longer beginning is asked for by the whole words that begin so: FTS5 reads a whole word's list bit by bit and stops when enough is
 * found, but gathers all lists of a beginning before it gives the first row (0.4 s for a million files).
 */
export function exactQuery(words: readonly string[], vocabulary: Vocabulary): string | undefined {
  const parts: string[] = []
  for (const word of words) {
    const whole = isLong(word) && isOfLetters(word) ? vocabulary.begunBy(word) : undefined
    if (whole?.length === 0) return undefined
    parts.push(whole ? anyOf(whole) : `"${word}"*`)
  }
  return parts.join(' AND ')
}

export type SimilarQuery = {
  readonly query: string
  /** How far the words that a file is found by are from the typed ones; 0 when they begin with them all. */
  distanceOf(found: readonly string[]): number
}

/** Every word as it stands or nearly so; undefined when no word has a near one that it does not itself begin. */
export function similarQuery(words: readonly string[], vocabulary: Vocabulary): SimilarQuery | undefined {
  let hasOthers = false
  const ranks: ((found: readonly string[]) => number)[] = []
  const parts = words.map((word) => {
    const near = isOfLetters(word) ? vocabulary.similarTo(word) : []
    const rankOf = new Map(near.map((other, at) => [other, at + 1]))
    ranks.push((found) =>
      found.some((other) => other.startsWith(word))
        ? 0
        : Math.min(near.length + 1, ...found.map((other) => rankOf.get(other) ?? Number.POSITIVE_INFINITY)),
    )
    if (near.some((other) => !other.startsWith(word))) hasOthers = true
    const asTyped = isLong(word) && isOfLetters(word) ? (vocabulary.begunBy(word)?.map(quoted) ?? []) : [`"${word}"*`]
    return `(${[...new Set([...asTyped, ...near.map(quoted)])].join(' OR ')})`
  })
  if (!hasOthers || parts.includes('()')) return undefined
  return {
    query: parts.join(' AND '),
    distanceOf: (found) => ranks.reduce((sum, rank) => sum + rank(found), 0),
  }
}

const isLong = (word: string) => [...word].length > READY_LENGTH
const quoted = (word: string) => `"${word}"`
const anyOf = (words: readonly string[]) => `(${words.map(quoted).join(' OR ')})`
