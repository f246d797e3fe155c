import type { DumpSink, StoredDump } from '#engine/connectors/index.ts'

/** Keeps a dump in memory as the vault would: a part whose stream does not end well is not kept. */
export class KeptDump implements StoredDump {
  readonly parts = new Map<string, Buffer>()

  readonly sink: DumpSink = async ({ name, bytes }) => {
    const blocks: Uint8Array[] = []
    for await (const block of bytes) blocks.push(Buffer.from(block))
    this.parts.set(name, Buffer.concat(blocks))
  }

  async *open(name: string): AsyncGenerator<Uint8Array, void, void> {
    const part = this.parts.get(name)
    if (part === undefined) throw new Error(`no part ${name}`)
    for (let from = 0; from < part.length; from += 65_536) yield part.subarray(from, from + 65_536)
  }

  /** The same with its main part changed, the manifest as it was. */
  changed(change: (main: Buffer) => Buffer): KeptDump {
    const other = new KeptDump()
    const [[main, bytes] = ['', Buffer.alloc(0)]] = this.parts
    for (const [name, part] of this.parts) other.parts.set(name, part)
    other.parts.set(main, change(bytes))
    return other
  }
}
