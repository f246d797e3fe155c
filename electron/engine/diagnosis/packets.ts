import type { Diagnosis } from '#shared/diagnosis/index.ts'
import type { Language } from '#shared/units/index.ts'

export type Packet = { readonly packetId: string; readonly diagnosis: Diagnosis; readonly language: Language }

const MOST = 4

/** The newest packets, in memory only: what is sent is what was shown, and nothing of it stays behind. */
export class Packets {
  readonly #kept = new Map<string, Packet>()

  keep(packet: Packet): Packet {
    this.#kept.set(packet.packetId, packet)
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST)) this.#kept.delete(oldest)
    return packet
  }

  find(packetId: string): Packet | undefined {
    return this.#kept.get(packetId)
  }
}
