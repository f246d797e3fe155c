const ROOM_BYTES = 8 * 1024 ** 2
const ROOMS = 8

/**
 * Memory that threads share: rooms for one chunk each, cut from one piece and used again and again.
 * What is never touched of it costs nothing; asking the system anew for each chunk would cost as much as the work done in it.
 */
export class SharedRooms {
  #free: Uint8Array[] | undefined

  /** Bytes of this length; memory of their own when they are longer than any chunk, or all rooms are taken. */
  take(lengthBytes: number): Uint8Array {
    this.#free ??= cutRooms()
    const room = lengthBytes <= ROOM_BYTES ? this.#free.pop() : undefined
    return room?.subarray(0, lengthBytes) ?? new Uint8Array(new SharedArrayBuffer(lengthBytes))
  }

  giveBack({ buffer, byteOffset }: Uint8Array): void {
    if (buffer.byteLength === ROOM_BYTES * ROOMS) this.#free?.push(new Uint8Array(buffer, byteOffset, ROOM_BYTES))
  }
}

function cutRooms(): Uint8Array[] {
  const memory = new SharedArrayBuffer(ROOM_BYTES * ROOMS)
  return Array.from({ length: ROOMS }, (_, at) => new Uint8Array(memory, at * ROOM_BYTES, ROOM_BYTES))
}
