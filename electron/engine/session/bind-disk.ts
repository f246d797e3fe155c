import { realpath } from 'node:fs/promises'
import os from 'node:os'
import type { Clock, Random } from '#engine/kernel/index.ts'
import { derivedKey, type Vault } from '#engine/vault/index.ts'
import {
  isOtherFileSystem,
  isSignedWith,
  readMarker,
  type Volume,
  volumeOf,
  writeMarker,
} from '#engine/volumes/index.ts'
import { type DiskId, diskIdSchema, type PlaceOf, type ReplicaId } from '#shared/domain/index.ts'

export type BindParts = {
  readonly attached: readonly Volume[]
  readonly clock: Clock
  readonly random: Random
  /** What people call the disk. */
  readonly label?: string | undefined
}

/**
 * Writes a folder down by its disk, and on the disk which one it is. Gives the place as it was where that cannot be: the system's
 * own disk, a share, a disk whose root nobody may write to, one that holds somebody else's marker.
 *
 * The vault that lies there has to be open and to be the right one. Throws nothing.
 */
export async function bindDisk(vault: Vault, place: PlaceOf<'local'>, parts: BindParts): Promise<PlaceOf<'local'>> {
  const real = await realpath(place.path).catch(() => place.path)
  const found = volumeOf(real, parts.attached)
  if (!found || isSystemVolume(found.volume, parts.attached)) return place
  const { volume, folder } = found
  const key = derivedKey(vault, 'disk-marker')
  const known = place.volume?.diskId
  const fresh = () => diskIdSchema.parse(parts.random.uuid())
  const diskId = await diskIdFor(volume, vault.config.id, key, { fresh, known })
  if (diskId === undefined) return place
  const { clock, label = volume.label } = parts
  const { id: volumeId, fileSystem } = volume
  const facts = { diskId, replicaId: vault.config.id, volumeId, fileSystem, label, madeAtMs: clock.nowMs() }
  try {
    await writeMarker(volume.mountPath, facts, key)
  } catch {
    return place
  }
  return { ...place, volume: { id: volumeId, diskId, folder } }
}

/** Undefined where the marker that lies there must stay as it is. */
async function diskIdFor(
  volume: Volume,
  replicaId: ReplicaId,
  key: Uint8Array,
  { fresh, known }: { readonly fresh: () => DiskId; readonly known: DiskId | undefined },
): Promise<DiskId | undefined> {
  const found = await readMarker(volume.mountPath)
  if (found.kind === 'none') return known ?? fresh()
  if (found.kind === 'unreadable' || !isSignedWith(found.marker, key)) return undefined
  // The files of another disk, copied here by hand: a disk of its own from now on.
  const { volumeId: id, fileSystem } = found.marker
  if (isOtherFileSystem({ id, fileSystem }, volume)) return fresh()
  return found.marker.replicaId === replicaId ? found.marker.diskId : undefined
}

/** The disk that the computer itself lives on: nobody carries it away, and its root is not ours. */
function isSystemVolume(volume: Volume, attached: readonly Volume[]): boolean {
  return volume.mountPath === '/' || volume === volumeOf(os.homedir(), attached)?.volume
}
