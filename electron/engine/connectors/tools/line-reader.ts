const LINE_FEED = 10

/**
 * Cuts a stream into lines, told without their end as bytes that are good until the next call. Lines longer than `longest` are told by
 * their beginning only: a picture in a row is one line of megabytes.
 */
export class LineReader {
  readonly #onLine: (line: Buffer) => void
  readonly #longest: number
  #rest: Buffer[] = []
  #restBytes = 0

  constructor(onLine: (line: Buffer) => void, longest = 64 * 1024) {
    this.#onLine = onLine
    this.#longest = longest
  }

  take(block: Uint8Array): void {
    const buffer = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
    let from = 0
    for (;;) {
      const end = buffer.indexOf(LINE_FEED, from)
      if (end < 0) break
      this.#tell(buffer.subarray(from, end))
      from = end + 1
    }
    if (from < buffer.length) this.#keep(buffer.subarray(from))
  }

  /** Tells what came after the last line feed, if anything did. */
  finish(): void {
    if (this.#restBytes > 0) this.#tell(Buffer.alloc(0))
  }

  #tell(line: Buffer): void {
    if (this.#restBytes === 0) {
      this.#onLine(line)
      return
    }
    this.#keep(line)
    const whole = Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    this.#onLine(whole)
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0 || this.#restBytes >= this.#longest) return
    const kept = Buffer.from(piece.subarray(0, this.#longest - this.#restBytes))
    this.#rest.push(kept)
    this.#restBytes += kept.length
  }
}
