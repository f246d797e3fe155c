import { DATA, kernels, RABIN_MOD, RABIN_OUT, SLICE_BYTES } from '../wasm/kernels.ts'
import { CHUNKER_DEGREE, degreeOf, modulo, type Polynomial } from './polynomial.ts'

export const MIN_CHUNK_BYTES = 512 * 1024
export const MAX_CHUNK_BYTES = 8 * 1024 ** 2
const WINDOW_BYTES = 64
/** The first byte after which a chunk may end. The window lies inside the chunk there, so what was before it cannot matter. */
const FIRST_TESTED = MIN_CHUNK_BYTES - 1
const TABLE_ENTRIES = 256
/** How much of a file is asked for at once. */
const FILL_BYTES = 1024 ** 2

/** Both tables for one polynomial, as the compiled loop reads them. */
type Tables = { readonly out: Uint8Array; readonly mod: Uint8Array }
/** Whose tables lie in the loop's memory. */
let loaded: Tables | undefined

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
  /** Of `#chunk`, what `next` has given out. */
  #taken = 0

  /** Throws TypeError for a polynomial that is not of degree 53. */
  constructor(polynomial: Polynomial) {
    if (degreeOf(polynomial) !== CHUNKER_DEGREE) throw new TypeError('the chunker needs a polynomial of degree 53')
    this.#tables = tablesFor(polynomial)
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
      this.#length = 0
      yield this.#chunk.subarray(0, cut)
    }
  }

  /**
   * The next chunk of a file whose reader can put its bytes right where they are needed; undefined after the last one.
   * `fill` puts bytes into the room it is given and tells how many, 0 at the end of the file. A file that is left early wants `finish`.
   */
  next(fill: (room: Uint8Array) => number): Uint8Array | undefined {
    this.#chunk.copyWithin(0, this.#taken, this.#length)
    this.#length -= this.#taken
    for (let scanned = 0; ; ) {
      const cut = this.#scan(scanned, this.#length)
      scanned = this.#length
      const room = this.#chunk.subarray(this.#length, Math.min(this.#length + FILL_BYTES, MAX_CHUNK_BYTES))
      const filled = cut > 0 ? 0 : fill(room)
      this.#length += filled
      if (filled > 0) continue
      this.#taken = cut > 0 ? cut : this.#length
      return this.#taken === 0 ? undefined : this.#chunk.subarray(0, this.#taken)
    }
  }

  /** The last chunk of the file, or undefined when it ended at a cut or was empty. */
  finish(): Uint8Array | undefined {
    const length = this.#length
    this.#length = 0
    this.#taken = 0
    return length === 0 ? undefined : this.#chunk.subarray(0, length)
  }

  /** Looks for a cut after the chunk's bytes from `start` to `end`; length of the chunk at a cut, or 0 for none yet. */
  #scan(start: number, end: number): number {
    const { memory, rabinScan } = kernels()
    this.#loadTables(memory)
    for (let from = Math.max(start, FIRST_TESTED); from < end; from += SLICE_BYTES) {
      const to = Math.min(from + SLICE_BYTES, end)
      memory.set(this.#chunk.subarray(from - WINDOW_BYTES, to), DATA)
      const cut = rabinScan(to - from)
      if (cut > 0) return from + cut
    }
    return end === MAX_CHUNK_BYTES ? end : 0
  }

  #loadTables(memory: Uint8Array): void {
    if (loaded === this.#tables) return
    memory.set(this.#tables.out, RABIN_OUT)
    memory.set(this.#tables.mod, RABIN_MOD)
    loaded = this.#tables
  }
}

const tablesOf = new Map<Polynomial, Tables>()

function tablesFor(polynomial: Polynomial): Tables {
  const known = tablesOf.get(polynomial)
  if (known) return known
  // The byte leaves when the next one comes in: one step further than its place in the window.
  const out = linearTable((bit) => modulo(bit << BigInt(8 * WINDOW_BYTES), polynomial))
  const mod = linearTable((bit) => {
    const top = bit << BigInt(CHUNKER_DEGREE)
    return modulo(top, polynomial) | top
  })
  const tables = { out, mod }
  tablesOf.set(polynomial, tables)
  return tables
}

/** A table of a function over GF(2): the value of a byte is the sum of those of its bits. */
function linearTable(ofBit: (bit: bigint) => bigint): Uint8Array {
  const table = new BigUint64Array(TABLE_ENTRIES)
  for (let bit = 1; bit < TABLE_ENTRIES; bit *= 2) {
    const value = ofBit(BigInt(bit))
    for (let rest = 0; rest < bit; rest += 1) table[bit + rest] = (table[rest] ?? 0n) ^ value
  }
  return new Uint8Array(table.buffer)
}
