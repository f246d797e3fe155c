import { CHUNKER_DEGREE, degreeOf, modulo, type Polynomial } from './polynomial.ts'

export const MIN_CHUNK_BYTES = 512 * 1024
export const MAX_CHUNK_BYTES = 8 * 1024 ** 2
const WINDOW_BYTES = 64
const SPLIT_MASK = 0xfffff
/** Bytes before this place in a chunk cannot matter to the first test. */
const FIRST_HASHED = MIN_CHUNK_BYTES - WINDOW_BYTES

/** Tables for one polynomial; values of 64 bits as two halves. */
type Tables = {
  readonly outHigh: Int32Array
  readonly outLow: Int32Array
  readonly modHigh: Int32Array
  readonly modLow: Int32Array
}

/**
 * Cuts files into chunks at places their content decides, exactly where restic cuts them (restic-format 12).
 *
 * One file at a time: `push` its bytes in slices of any size, then `finish`. Afterwards it is ready for the next file.
 * A chunk that is handed out is a view that stays valid until the next step of the generator or the next call.
 */
export class Chunker {
  readonly #tables: Tables
  readonly #chunk = new Uint8Array(MAX_CHUNK_BYTES)
  #length = 0
  #high = 0
  #low = 1

  /** Throws TypeError for a polynomial that is not of degree 53. */
  constructor(polynomial: Polynomial) {
    if (degreeOf(polynomial) !== CHUNKER_DEGREE) throw new TypeError('the chunker needs a polynomial of degree 53')
    this.#tables = makeTables(polynomial)
  }

  /** Takes the next bytes of the file and gives every chunk they complete. Must be run to its end. */
  *push(bytes: Uint8Array): Generator<Uint8Array, void, void> {
    for (let taken = 0; taken < bytes.length; ) {
      const slice = bytes.subarray(taken, taken + MAX_CHUNK_BYTES - this.#length)
      this.#chunk.set(slice, this.#length)
      const end = this.#length + slice.length
      const cut = this.#scan(this.#length, end)
      if (cut === 0) {
        this.#length = end
        return
      }
      taken += cut - this.#length
      this.#reset()
      yield this.#chunk.subarray(0, cut)
    }
  }

  /** The last chunk of the file, or undefined when it ended at a cut or was empty. */
  finish(): Uint8Array | undefined {
    const length = this.#length
    this.#reset()
    return length === 0 ? undefined : this.#chunk.subarray(0, length)
  }

  #reset(): void {
    this.#length = 0
    this.#high = 0
    this.#low = 1
  }

  /** Hashes the chunk's bytes from `start` to `end`; length of the chunk at a cut, or 0 for none yet. */
  #scan(start: number, end: number): number {
    const chunk = this.#chunk
    const { outHigh, outLow, modHigh, modLow } = this.#tables
    let high = this.#high
    let low = this.#low
    for (let at = Math.max(start, FIRST_HASHED); at < end; at += 1) {
      // Until the window has filled, a single 1 slides out of it at the last byte before the minimum, zeros before that.
      const out = at >= MIN_CHUNK_BYTES ? (chunk[at - WINDOW_BYTES] as number) : at === MIN_CHUNK_BYTES - 1 ? 1 : 0
      high ^= outHigh[out] as number
      low ^= outLow[out] as number
      const top = high >>> (CHUNKER_DEGREE - 8 - 32)
      high = ((high << 8) | (low >>> 24)) ^ (modHigh[top] as number)
      low = ((low << 8) | (chunk[at] as number)) ^ (modLow[top] as number)
      if ((low & SPLIT_MASK) === 0 && at >= MIN_CHUNK_BYTES - 1) return at + 1
    }
    this.#high = high
    this.#low = low
    return end === MAX_CHUNK_BYTES ? end : 0
  }
}

function makeTables(polynomial: Polynomial): Tables {
  const tables: Tables = {
    outHigh: new Int32Array(256),
    outLow: new Int32Array(256),
    modHigh: new Int32Array(256),
    modLow: new Int32Array(256),
  }
  for (let byte = 0; byte < 256; byte += 1) {
    const value = BigInt(byte)
    const out = modulo(value << BigInt(8 * (WINDOW_BYTES - 1)), polynomial)
    const top = value << BigInt(CHUNKER_DEGREE)
    const mod = modulo(top, polynomial) | top
    tables.outHigh[byte] = Number(BigInt.asIntN(32, out >> 32n))
    tables.outLow[byte] = Number(BigInt.asIntN(32, out))
    tables.modHigh[byte] = Number(BigInt.asIntN(32, mod >> 32n))
    tables.modLow[byte] = Number(BigInt.asIntN(32, mod))
  }
  return tables
}
