const FIRST_MS = 500
const LONGEST_MS = 30_000

/** How long to wait before starting the engine again: 0.5 s after the first fall, twice as long after each next one, at most 30 s. */
export function backOffMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS)
}
