import type { VaultCore } from '../core.ts'

const GRAIN_BYTES = 2 * 1024 ** 2
const MOST_KEPT = 8

/**
 * Memory for what is read of packs, used again and again.
 * New memory for every read would cost the system as much as reading, and the garbage collector more.
 */
export class ReadRooms<M extends ArrayBufferLike> {
  readonly #make: (lengthBytes: number) => M
  readonly #free: Uint8Array<M>[] = []

  constructor(make: (lengthBytes: number) => M) {
    this.#make = make
  }

  take(lengthBytes: number): Uint8Array<M> {
    let best = -1
    const roomAt = (at: number) => this.#free[at]?.length ?? 0
    for (let at = 0; at < this.#free.length; at += 1)
      if (roomAt(at) >= lengthBytes && (best < 0 || roomAt(at) < roomAt(best))) best = at
    const [room] = best < 0 ? [] : this.#free.splice(best, 1)
    const whole = room ?? new Uint8Array(this.#make(Math.ceil(lengthBytes / GRAIN_BYTES) * GRAIN_BYTES))
    return whole.subarray(0, lengthBytes)
  }

  /** For any view of a room that nobody looks at any more. One that went to a thread and did not come back is forgotten. */
  giveBack({ buffer }: Uint8Array<M>): void {
    if (buffer.byteLength === 0) return
    this.#free.push(new Uint8Array(buffer))
    if (this.#free.length > MOST_KEPT) this.#free.shift()
  }
}

export type VaultRooms = {
  /** For sealed bytes: threads look at it where it is. */
  readonly shared: ReadRooms<SharedArrayBuffer>
  /** For plain bytes: it goes from thread to thread, because writing into shared memory takes Node five times as long. */
  readonly own: ReadRooms<ArrayBuffer>
}
const rooms = new WeakMap<VaultCore, VaultRooms>()

/** The rooms of an open vault. */
export function readRoomsOf(core: VaultCore): VaultRooms {
  const known = rooms.get(core) ?? {
    shared: new ReadRooms((lengthBytes) => new SharedArrayBuffer(lengthBytes)),
    own: new ReadRooms((lengthBytes) => new ArrayBuffer(lengthBytes)),
  }
  rooms.set(core, known)
  return known
}
