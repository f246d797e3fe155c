import type { VaultCore } from '../core.ts'

const GRAIN_BYTES = 2 * 1024 ** 2
const MOST_KEPT = 8

/**
 * Memory for what is read of packs: shared with the threads that open it, and used again.
 * New memory for every read would cost the system as much as reading, and the garbage collector more.
 */
export class ReadRooms {
  readonly #free: Uint8Array[] = []

  take(lengthBytes: number): Uint8Array {
    let best = -1
    const roomAt = (at: number) => this.#free[at]?.length ?? 0
    for (let at = 0; at < this.#free.length; at += 1)
      if (roomAt(at) >= lengthBytes && (best < 0 || roomAt(at) < roomAt(best))) best = at
    const [room] = best < 0 ? [] : this.#free.splice(best, 1)
    const whole = room ?? new Uint8Array(new SharedArrayBuffer(Math.ceil(lengthBytes / GRAIN_BYTES) * GRAIN_BYTES))
    return whole.subarray(0, lengthBytes)
  }

  /** For any view of a room that nobody looks at any more. */
  giveBack({ buffer }: Uint8Array): void {
    if (buffer.byteLength === 0) return
    this.#free.push(new Uint8Array(buffer))
    if (this.#free.length > MOST_KEPT) this.#free.shift()
  }
}

const rooms = new WeakMap<VaultCore, ReadRooms>()

/** The rooms of an open vault. */
export function readRoomsOf(core: VaultCore): ReadRooms {
  const known = rooms.get(core) ?? new ReadRooms()
  rooms.set(core, known)
  return known
}
