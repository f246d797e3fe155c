import { DATA, type Kernels, kernels, POLY_R, POLY_S, POLY_TAG, SLICE_BYTES } from '../wasm/kernels.ts'

const TAG_BYTES = 16
/** Above the 16 bytes of a whole block. */
const TOP_BIT = 1n

/**
 * Poly1305 of RFC 8439 §2.5 over a message that comes in pieces; r is clamped here.
 *
 * One message at a time in a thread: nothing may wait between `begin` and `end`. Every piece but the last is a multiple of 16 bytes.
 */
export class Poly1305 {
  readonly #kernels: Kernels

  constructor(r: Uint8Array, s: Uint8Array) {
    this.#kernels = kernels()
    const { memory, polyBegin } = this.#kernels
    memory.set(r, POLY_R)
    memory.set(s, POLY_S)
    polyBegin()
  }

  update(bytes: Uint8Array): void {
    const { room, polyBlocks } = this.#kernels
    // Node copies out of shared memory five times as fast this way.
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let from = 0; from < source.length; from += SLICE_BYTES) {
      const length = source.copy(room, DATA, from, from + SLICE_BYTES)
      const whole = length & ~(TAG_BYTES - 1)
      polyBlocks(whole, TOP_BIT)
      if (whole < length) this.#lastBlock(bytes.subarray(from + whole, from + length))
    }
  }

  end(): Uint8Array {
    const { memory, polyEnd } = this.#kernels
    polyEnd()
    return memory.slice(POLY_TAG, POLY_TAG + TAG_BYTES)
  }

  #lastBlock(rest: Uint8Array): void {
    const { memory, polyBlocks } = this.#kernels
    memory.fill(0, DATA, DATA + TAG_BYTES)
    memory.set(rest, DATA)
    memory[DATA + rest.length] = 1
    polyBlocks(TAG_BYTES, 0n)
  }
}

/** Poly1305 of one message. */
export function poly1305(r: Uint8Array, s: Uint8Array, message: Uint8Array): Uint8Array {
  const mac = new Poly1305(r, s)
  mac.update(message)
  return mac.end()
}
