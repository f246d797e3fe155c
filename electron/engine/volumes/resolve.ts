import { join, normalize } from 'node:path'
import type { DiskFolder, ReplicaId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type ExpectedDisk, type JudgeContext, judgeVolume, type Verdict } from './judge.ts'
import { compareVolumeIds, type Volume } from './volume.ts'

/** How settings write down a folder on a disk: by the disk, not by where it was last. */
export type BoundPlace = {
  /** Where it was last: to be shown, and to see what stands there instead. */
  readonly path: string
  readonly volume: DiskFolder
}

export type Resolved =
  /** `path` is the vault's folder as of now. Its vault has still to prove itself: id, and `isSignedWith` for the marker. */
  | { readonly kind: 'here'; readonly path: string; readonly volume: Volume; readonly verdict: Verdict }
  | { readonly kind: 'away' }
  /** Something else is there: nothing may be written to it. */
  | { readonly kind: 'other'; readonly volume: Volume; readonly verdict: Verdict }

/** Finds a disk among what is attached, wherever it is mounted today. Throws nothing. */
export async function resolvePlace(
  place: BoundPlace,
  context: JudgeContext & { readonly replicaId?: ReplicaId },
): Promise<Resolved> {
  const { id: volumeId, diskId, folder } = place.volume
  const { replicaId } = context
  const expected: ExpectedDisk = { diskId, volumeId, ...(replicaId !== undefined && { replicaId }) }
  const { attached } = context
  const [volume] = attached.filter(({ id }) => compareVolumeIds(id, volumeId) === 'same')
  if (volume) {
    const verdict = await judgeVolume(volume, expected, context)
    if (verdict.kind === 'empty-mount-point') return { kind: 'away' }
    const isOurs = verdict.kind === 'right' || verdict.kind === 'read-only' || verdict.kind === 'no-marker'
    return isOurs
      ? { kind: 'here', path: join(volume.mountPath, folder), volume, verdict }
      : { kind: 'other', volume, verdict }
  }
  // A file-by-file copy of the disk, and whatever was plugged in where the disk used to be.
  for (const candidate of attached) {
    const verdict = await judgeVolume(candidate, expected, context)
    if (verdict.kind === 'cloned' && verdict.marker?.diskId === diskId)
      return { kind: 'other', volume: candidate, verdict }
  }
  const there = attached.find(({ mountPath }) => join(mountPath, folder) === normalize(place.path))
  if (!there) return { kind: 'away' }
  return { kind: 'other', volume: there, verdict: await judgeVolume(there, expected, context) }
}

/** The folder to open. Throws DEST_101 for a disk that is away, DEST_111 for another one in its place. */
export function requireHere(resolved: Resolved): string {
  if (resolved.kind === 'here') return resolved.path
  return fail(resolved.kind === 'away' ? 'DEST_101' : 'DEST_111')
}
