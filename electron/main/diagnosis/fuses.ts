import { open } from 'node:fs/promises'

// Where Electron keeps its fuses: https://www.electronjs.org/docs/latest/tutorial/fuses
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const NAMES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'ownSnapshot',
  'grantFileProtocol',
] as const
const CHUNK_BYTES = 4_000_000

/** How a program's fuses are set, by name; null where the file has none (on a Mac they are elsewhere). */
export async function fusesOf(program: string): Promise<Readonly<Record<string, boolean>> | null> {
  const file = await open(program, 'r').catch(() => undefined)
  if (!file) return null
  try {
    // One buffer, with room for a wire that begins at the end of a chunk.
    const room = SENTINEL.length + 2 + 64
    const buffer = Buffer.alloc(CHUNK_BYTES + room)
    for (let at = 0; ; at += CHUNK_BYTES) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      const found = buffer.subarray(0, bytesRead).indexOf(SENTINEL)
      if (found >= 0 && found < CHUNK_BYTES) return wireOf(buffer.subarray(found + SENTINEL.length, bytesRead))
      if (bytesRead < buffer.length) return null
    }
  } finally {
    await file.close()
  }
}

/** Version, length, then a character for each fuse: 0 off, 1 on, r not there any more. */
function wireOf(wire: Buffer): Readonly<Record<string, boolean>> {
  const length = wire[1] ?? 0
  const states = wire.subarray(2, 2 + length).toString('latin1')
  return Object.fromEntries(
    NAMES.flatMap((name, at) => (/[01]/.test(states[at] ?? '') ? [[name, states[at] === '1']] : [])),
  )
}
