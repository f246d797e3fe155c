/** Where rows of different heights stand below each other: measured ones as they are, others as high as those are on average. */
export class RowHeights {
  readonly #measured = new Map<number, number>()
  #sum = 0
  #tops: Float64Array | undefined
  readonly #guess: number
  #count = 0

  constructor(guessPx: number) {
    this.#guess = guessPx
  }

  /** So many rows from now on; what was measured of the first ones stays. */
  resize(count: number): void {
    if (count === this.#count) return
    for (let index = count; index < this.#count; index++) {
      this.#sum -= this.#measured.get(index) ?? 0
      this.#measured.delete(index)
    }
    this.#count = count
    this.#tops = undefined
  }

  /** True when something stands elsewhere now. */
  measure(index: number, px: number): boolean {
    const before = this.#measured.get(index)
    if (before !== undefined && Math.abs(before - px) < 0.5) return false
    this.#measured.set(index, px)
    this.#sum += px - (before ?? 0)
    this.#tops = undefined
    return true
  }

  /** The upper edge of a row; of the row after the last one, the end of all. */
  top(index: number): number {
    return this.#allTops()[index] ?? 0
  }

  /** The row that is there so many pixels below the first one's upper edge. */
  at(px: number): number {
    const tops = this.#allTops()
    let [low, high] = [0, this.#count - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((tops[middle] ?? 0) <= px) low = middle
      else high = middle - 1
    }
    return low
  }

  #allTops(): Float64Array {
    if (this.#tops) return this.#tops
    const usual = this.#measured.size === 0 ? this.#guess : this.#sum / this.#measured.size
    const tops = new Float64Array(this.#count + 1)
    for (let at = 0; at < this.#count; at++) tops[at + 1] = (tops[at] ?? 0) + (this.#measured.get(at) ?? usual)
    this.#tops = tops
    return tops
  }
}

export type Range = { readonly from: number; readonly to: number }

/** What is drawn, in order: rows, and in place of each run of others the room they take. */
export type Drawn = { readonly kind: 'row'; readonly index: number } | { readonly kind: 'room'; readonly px: number }

/** The rows of a range and single others that must not go: the one that has the focus. */
export function drawnRows(count: number, heights: RowHeights, { from, to }: Range, kept: readonly number[]): Drawn[] {
  const rows = new Set([...kept.filter((index) => index >= 0 && index < count)])
  for (let index = from; index <= Math.min(to, count - 1); index++) rows.add(index)
  const drawn: Drawn[] = []
  let next = 0
  for (const index of [...rows].sort((left, right) => left - right)) {
    if (index > next) drawn.push({ kind: 'room', px: heights.top(index) - heights.top(next) })
    drawn.push({ kind: 'row', index })
    next = index + 1
  }
  if (next < count) drawn.push({ kind: 'room', px: heights.top(count) - heights.top(next) })
  return drawn
}

/** Where a key leads from a row; undefined for one that leads nowhere. */
export function rowAfterKey(key: string, index: number, count: number, perPage: number): number | undefined {
  const to = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + perPage,
    PageUp: index - perPage,
    Home: 0,
    End: count - 1,
  }[key]
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to))
}
