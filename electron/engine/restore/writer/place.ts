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
  if (placement.onConflict === 'rename')
    return firstFree(placement, (path) => {
      if (!isFree(path)) throw taken()
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
  if (placement.onConflict === 'rename') return firstFree(placement, make)
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
  const { fileSystem, folder, name, onConflict } = placement
  for (let number = 1; ; number++) {
    const path = fileSystem.system(fileSystem.join(folder, numberedName(name, number, true)))
    try {
      mkdirSync(path, { mode: 0o700 })
      return { path, isNew: true }
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') throw error
    }
    const isFolder = lstatSync(path).isDirectory()
    if (isFolder && mayJoin) return { path, isNew: false }
    if (!isFolder && onConflict === 'overwrite') {
      unlinkSync(path)
      number--
    }
  }
}

function firstFree(placement: Placement, make: (path: NativePath) => void): NativePath {
  const { fileSystem, folder, name } = placement
  for (let number = 1; ; number++) {
    const path = fileSystem.system(fileSystem.join(folder, numberedName(name, number, false)))
    try {
      make(path)
      return path
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') throw error
    }
  }
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

const taken = () => Object.assign(new Error('taken'), { code: 'EEXIST' })
