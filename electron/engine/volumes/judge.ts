import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DiskId, ReplicaId } from '#shared/domain/index.ts'
import { isSignedWith, type Marker, readMarker } from './marker.ts'
import { compareVolumeIds, isOtherFileSystem, type Volume } from './volume.ts'

/** Which disk is wanted. Without `replicaId` any replica of the disk will do. */
export type ExpectedDisk = { readonly diskId: DiskId; readonly volumeId: string; readonly replicaId?: ReplicaId }

export type JudgeContext = {
  /** All that is attached, to see two disks of one id. */
  readonly attached: readonly Volume[]
  /** `derivedKey(vault, 'disk-marker')`. Without it (no vault was open yet) signatures are left for whoever opens the vault: `requireSigned`. */
  readonly key?: Uint8Array | undefined
}

/** What a disk turned out to be. Only `right` may be written to, and `no-marker` by whoever proves it through its vault's id. */
export type Verdict =
  | { readonly kind: 'right'; readonly marker: Marker }
  /** The right one, but nothing can be written there now. */
  | { readonly kind: 'read-only'; readonly marker: Marker }
  /** Another disk of this clinic; its name is `marker.label`. */
  | { readonly kind: 'wrong-disk'; readonly marker: Marker }
  /** A copy of a disk: two are attached with one id, or its files came from another file system. */
  | { readonly kind: 'cloned'; readonly how: 'two-attached' | 'copied-files'; readonly marker: Marker | null }
  /** Somebody else's: signed by another vault, or not to be read as a marker at all. */
  | { readonly kind: 'foreign' }
  /** The folder is there, the disk is not mounted on it any more. */
  | { readonly kind: 'empty-mount-point' }
  /** `isExpected`: it is the file system that was expected, only the marker is not there. */
  | { readonly kind: 'no-marker'; readonly isExpected: boolean }

/** Judges a disk before anything is written to it. Reads the marker and nothing else; throws nothing. */
export async function judgeVolume(volume: Volume, expected: ExpectedDisk, context: JudgeContext): Promise<Verdict> {
  if (!(await isMounted(volume.mountPath))) return { kind: 'empty-mount-point' }
  const isExpected = compareVolumeIds(volume.id, expected.volumeId) === 'same'
  const twins = context.attached.filter(({ id }) => compareVolumeIds(id, volume.id) === 'same')
  const found = await readMarker(volume.mountPath)
  if (found.kind === 'none')
    return isExpected && isTwin(twins)
      ? { kind: 'cloned', how: 'two-attached', marker: null }
      : { kind: 'no-marker', isExpected }
  if (found.kind === 'unreadable') return { kind: 'foreign' }
  const { marker } = found
  if (context.key !== undefined && !isSignedWith(marker, context.key)) return { kind: 'foreign' }
  if (isOtherFileSystem({ id: marker.volumeId, fileSystem: marker.fileSystem }, volume))
    return { kind: 'cloned', how: 'copied-files', marker }
  if (isTwin(twins)) return { kind: 'cloned', how: 'two-attached', marker }
  const isRight = marker.diskId === expected.diskId && (expected.replicaId ?? marker.replicaId) === marker.replicaId
  if (!isRight) return { kind: 'wrong-disk', marker }
  return { kind: volume.isReadOnly ? 'read-only' : 'right', marker }
}

/** One disk can be mounted in two places; two devices of one id are two disks. */
const isTwin = (same: readonly Volume[]) => new Set(same.map(({ device }) => device)).size > 1

/** A mounted file system has another device number than the folder it hangs in; the root of all hangs in itself. */
async function isMounted(mountPath: string): Promise<boolean> {
  try {
    const here = await stat(mountPath, { bigint: true })
    const parent = dirname(mountPath)
    return here.isDirectory() && (parent === mountPath || (await stat(parent, { bigint: true })).dev !== here.dev)
  } catch {
    return false
  }
}
