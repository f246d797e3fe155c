import { createHmac, timingSafeEqual } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '#engine/kernel/index.ts'
import { diskIdSchema, replicaIdSchema } from '#shared/domain/index.ts'

/** Where every disk of ours says which it is, from the disk's root. */
export const MARKER_FILE = join('Salvaguarda', 'disco.json')
/** Some 400 bytes are usual; what is longer than this is none of ours. */
const MAX_BYTES = 16 * 1024

const factsSchema = z.object({
  version: z.literal(1),
  diskId: diskIdSchema,
  /** The replica of the vault that lies here. */
  replicaId: replicaIdSchema,
  /** The file system it was written on: on any other one it is a copy of itself. */
  volumeId: z.string().min(1).max(100),
  fileSystem: z.string().max(30),
  /** What people call the disk, as printed on it. Nothing of the clinic. */
  label: z.string().max(100),
  madeAtMs: z.number().int(),
})
const markerSchema = z.object({ ...factsSchema.shape, signature: z.string().regex(/^[0-9a-f]{64}$/) })

export type MarkerFacts = Omit<z.infer<typeof factsSchema>, 'version'>
export type Marker = z.infer<typeof markerSchema>
/** `unreadable`: a file is there that does not read as a marker, or cannot be read at all. */
export type FoundMarker =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'marker'; readonly marker: Marker }

/** Reads what the disk mounted there says of itself. Proves nothing: `isSignedWith` does. */
export async function readMarker(mountPath: string): Promise<FoundMarker> {
  try {
    const handle = await open(join(mountPath, MARKER_FILE), 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, 0)
      if (bytesRead > MAX_BYTES) return { kind: 'unreadable' }
      return { kind: 'marker', marker: markerSchema.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead))) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
    return { kind: isMissing ? 'none' : 'unreadable' }
  }
}

/**
 * Signs the facts and puts them at the root of the disk, durable, in the place of an earlier marker.
 *
 * `key` is `derivedKey(vault, 'disk-marker')` of the vault room: one for all replicas of a vault and all its computers. Throws the system's error.
 */
export async function writeMarker(mountPath: string, facts: MarkerFacts, key: Uint8Array): Promise<Marker> {
  const { diskId, replicaId, volumeId, fileSystem, label, madeAtMs } = facts
  const unsigned = factsSchema.parse({ version: 1, diskId, replicaId, volumeId, fileSystem, label, madeAtMs })
  const marker: Marker = { ...unsigned, signature: signatureOf(unsigned, key).toString('hex') }
  const file = join(mountPath, MARKER_FILE)
  await mkdir(dirname(file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await writeFileAtomic(file, `${JSON.stringify(marker, null, 2)}\n`)
  return marker
}

/** True when this vault, and nobody else, wrote the marker, and nothing of it was changed since. */
export function isSignedWith(marker: Marker, key: Uint8Array): boolean {
  return timingSafeEqual(signatureOf(marker, key), Buffer.from(marker.signature, 'hex'))
}

/** HMAC-SHA256 over the facts in a fixed order, so that the file may be laid out anew. */
function signatureOf(facts: z.infer<typeof factsSchema>, key: Uint8Array): Buffer {
  const { version, diskId, replicaId, volumeId, fileSystem, label, madeAtMs } = facts
  return createHmac('sha256', key)
    .update(JSON.stringify([version, diskId, replicaId, volumeId, fileSystem, label, madeAtMs]))
    .digest()
}
