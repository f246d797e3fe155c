import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, readdir, realpath, rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { vaultFolderIn } from '#engine/session/index.ts'
import {
  compareVolumeIds,
  isEmptyMountPoint,
  isFragile,
  isSignedWith,
  readMarker,
  type Volume,
  volumeOf,
} from '#engine/volumes/index.ts'
import type { DestinationFindings } from '#shared/domain/index.ts'

/** Room that a first copy needs at the very least; less is refused at once. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024

/** What is attached, and what the markers of our own disks are signed with; without a vault every marker is somebody else's. */
export type KnownDisks = { readonly attached: readonly Volume[]; readonly key: Uint8Array | undefined }
const NO_DISKS: KnownDisks = { attached: [], key: undefined }

/**
 * Looks at a folder that was chosen for the copies and says what it is. Leaves nothing behind.
 *
 * Whether one can write there is found out by writing an empty file and removing it: permission bits lie on network shares.
 */
export async function inspectDestination(
  chosen: string,
  sourcePaths: readonly string[],
  disks: KnownDisks = NO_DISKS,
): Promise<DestinationFindings> {
  const vault = vaultFolderIn(chosen)
  if (sourcePaths.some((source) => contains(source, vault) || contains(vault, source)))
    return { kind: 'refused', code: 'SET_104' }
  if (await isEmptyMountPoint(chosen)) return { kind: 'refused', code: 'DEST_101' }
  let names: string[]
  try {
    names = await readdir(chosen)
  } catch {
    return { kind: 'refused', code: 'DEST_101' }
  }
  const vaultHere = (await exists(path.join(chosen, 'config'))) && (await exists(path.join(chosen, 'keys')))
  if (vaultHere) return { kind: 'vault', path: chosen }
  if (await exists(path.join(vault, 'config'))) return { kind: 'vault', path: vault }
  const volume = volumeOf(await realpath(chosen), disks.attached)?.volume
  if (volume && (await isTaken(volume, disks))) return { kind: 'refused', code: 'DEST_111' }
  if (!(await canWrite(chosen))) return { kind: 'refused', code: 'DEST_103' }
  const freeBytes = await freeRoom(chosen)
  if (freeBytes !== null && freeBytes < LEAST_FREE_BYTES) return { kind: 'refused', code: 'DEST_102' }
  const kind = names.some((name) => name !== 'lost+found' && !name.startsWith('.')) ? 'has-other-things' : 'empty'
  return {
    kind,
    path: chosen,
    freeBytes,
    sameDiskAsSources: await sharesDisk(chosen, sourcePaths),
    disk: volume ? diskOf(volume) : null,
  }
}

const diskOf = ({ label, isRemovable, fileSystem }: Volume) => ({
  label,
  isRemovable,
  isFragile: isFragile(fileSystem),
})

/** Somebody else's disk, or one of two with the same identity, which nobody could tell apart tomorrow. */
async function isTaken(volume: Volume, { attached, key }: KnownDisks): Promise<boolean> {
  const isTwin = attached.some(
    ({ id, device }) => device !== volume.device && compareVolumeIds(id, volume.id) === 'same',
  )
  if (isTwin) return true
  const found = await readMarker(volume.mountPath)
  if (found.kind === 'marker') return key === undefined || !isSignedWith(found.marker, key)
  return found.kind === 'unreadable'
}

/** True when `inner` is `outer` or lies below it. */
export function contains(outer: string, inner: string): boolean {
  const relative = path.relative(path.resolve(outer), path.resolve(inner))
  return relative === '' || (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
}

const exists = (file: string) =>
  access(file, constants.F_OK).then(
    () => true,
    () => false,
  )

async function canWrite(folder: string): Promise<boolean> {
  const probe = path.join(folder, `.salvaguarda-${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(probe, '', { flag: 'wx' })
    await rm(probe)
    return true
  } catch {
    return false
  }
}

async function freeRoom(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Whether a folder lies on the same disk as one of others. Throws where it is gone. */
export async function sharesDisk(folder: string, sourcePaths: readonly string[]): Promise<boolean> {
  const { dev } = await stat(folder, { bigint: true })
  for (const source of sourcePaths) {
    const facts = await stat(source, { bigint: true }).catch(() => undefined)
    if (facts?.dev === dev) return true
  }
  return false
}
