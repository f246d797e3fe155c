/**
 * Which bytes of one file have crossed the wire, so that a transfer goes on where a lost connection ended it.
 *
 * Pieces are answered in any order; what counts is where the first gap begins.
 */
export class Pieces {
  readonly #lengths = new Map<number, number>()
  #prefixBytes = 0

  note(start: number, length: number): void {
    this.#lengths.set(start, length)
    for (let next = this.#lengths.get(this.#prefixBytes); next; next = this.#lengths.get(this.#prefixBytes)) {
      this.#lengths.delete(this.#prefixBytes)
      this.#prefixBytes += next
    }
  }

  /** From the beginning on all bytes up to here are across. */
  get prefixBytes(): number {
    return this.#prefixBytes
  }

  /** Begins anew, here or at the first gap. */
  restart(prefixBytes: number): void {
    this.#lengths.clear()
    this.#prefixBytes = prefixBytes
  }
}
