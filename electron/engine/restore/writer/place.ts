import { linkSync, lstatSync, mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs'
import type { FileSystem, NativePath } from '#engine/sources/index.ts'
import { numberedName } from '../safe-name.ts'
import { systemCodeOf } from '../target-failure.ts'
import type { RestoreRequest } from '../types.ts'

/** A folder of the target and the name that something should get in it. */
export type Placement = {
  readonly fileSystem: FileSystem
  readonly folder: NativePath
  readonly name: Uint8Array
  readonly onConflict: RestoreRequest['onConflict']
  /** Hears of a free place before anything gets it. */
  readonly onPlace?: ((path: NativePath) => void) | undefined
  /** Moves away what has the place, and gives the way to put it back; undefined leaves it there, and ours gets a number. */
  readonly makeRoom?: ((path: NativePath) => (() => void) | undefined) | undefined
}

/** Where something would stand if its name is free. */
export const firstPath = ({ fileSystem, folder, name }: Placement): NativePath =>
  fileSystem.system(fileSystem.join(folder, name))

/** Gives something finished its name. What had the name stays, unless the request says to replace it. The final path. */
export function place(
  placement: Placement,
  temporary: NativePath,
  isFree: (path: NativePath) => boolean = () => true,
): NativePath {
  if (placement.onConflict !== 'overwrite')
    return firstFree(placement, (path) => {
      if (!isFree(path)) throw taken()
      announce(placement, path)
      moveWithoutReplacing(temporary, path)
    })
  const path = firstPath(placement)
  renameSync(temporary, path)
  // Renaming onto another name of the very same file leaves both.
  rmSync(temporary, { force: true })
  return path
}

/** Makes something that fails by itself where its name is taken (a link). */
export function makeAt(placement: Placement, temporary: NativePath, make: (path: NativePath) => void): NativePath {
  if (placement.onConflict !== 'overwrite')
    return firstFree(placement, (path) => {
      announce(placement, path)
      make(path)
    })
  make(temporary)
  try {
    return place(placement, temporary)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

export type PlacedFolder = { readonly path: NativePath; readonly isNew: boolean }

/** Makes a folder, or joins one that is there. `mayJoin` false gives ours a number instead. A link is never taken for a folder. */
export function placeFolder(placement: Placement, mayJoin: boolean): PlacedFolder {
  const { fileSystem, folder, name, onConflict, makeRoom } = placement
  for (let number = 1; ; number++) {
    const path = fileSystem.system(fileSystem.join(folder, numberedName(name, number, true)))
    try {
      announce(placement, path)
      mkdirSync(path, { mode: 0o700 })
      return { path, isNew: true }
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') throw error
    }
    const isFolder = lstatSync(path).isDirectory()
    if (isFolder && mayJoin) return { path, isNew: false }
    if (isFolder) continue
    if (onConflict === 'overwrite') {
      unlinkSync(path)
      number--
    } else if (number === 1 && makeRoom?.(path)) number--
  }
}

function firstFree(placement: Placement, make: (path: NativePath) => void): NativePath {
  const { fileSystem, folder, name, makeRoom } = placement
  let putBack: (() => void) | undefined
  for (let number = 1; ; number++) {
    const path = fileSystem.system(fileSystem.join(folder, numberedName(name, number, false)))
    try {
      make(path)
      return path
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') {
        // Better the old one than none.
        putBack?.()
        throw error
      }
      const room = number === 1 ? makeRoom?.(path) : undefined
      if (room === undefined) continue
      putBack = room
      number--
    }
  }
}

function announce({ onPlace }: Placement, path: NativePath): void {
  if (!onPlace) return
  if (isThere(path)) throw taken()
  onPlace(path)
}

/** A second name cannot replace anything, a rename would. Disks without second names (FAT) are asked first. */
function moveWithoutReplacing(from: NativePath, to: NativePath): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST' || isThere(to)) throw taken()
    renameSync(from, to)
    return
  }
  unlinkSync(from)
}

/** True also for a link to nowhere. Throws nothing: what cannot be looked at will fail by itself. */
export function isThere(path: NativePath): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

export const taken = (): Error => Object.assign(new Error('taken'), { code: 'EEXIST' })
