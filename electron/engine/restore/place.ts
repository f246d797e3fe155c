import { link, lstat, mkdir, rename, rm, unlink } from 'node:fs/promises'
import type { FileSystem, NativePath } from '#engine/sources/index.ts'
import { numberedName } from './safe-name.ts'
import { systemCodeOf } from './target-failure.ts'
import type { RestoreRequest } from './types.ts'

/** A folder of the target and the name that something should get in it. */
export type Placement = {
  readonly fileSystem: FileSystem
  readonly folder: NativePath
  readonly name: Uint8Array
  readonly onConflict: RestoreRequest['onConflict']
}

/**
 * Gives a finished file its name. What had the name stays, unless the request says to replace it. Resolves to the final path.
 *
 * `oldLogs` names what would spoil the file under that name: it goes with what is replaced, and otherwise makes the name a taken one.
 */
export async function placeFile(
  placement: Placement,
  temporary: NativePath,
  oldLogs: (path: NativePath) => Promise<readonly string[]> = async () => [],
): Promise<NativePath> {
  const { fileSystem, folder, name, onConflict } = placement
  if (onConflict === 'rename')
    return firstFree(placement, async (path) => {
      if ((await oldLogs(path)).length > 0) throw taken()
      await moveWithoutReplacing(temporary, path)
    })
  const path = fileSystem.system(fileSystem.join(folder, name))
  for (const log of await oldLogs(path)) await rm(log, { force: true })
  await rename(temporary, path)
  // Renaming onto another name of the very same file leaves both.
  await rm(temporary, { force: true })
  return path
}

/** Makes something that fails by itself where its name is taken (a link). */
export async function makeAt(
  placement: Placement,
  temporary: NativePath,
  make: (path: NativePath) => Promise<void>,
): Promise<NativePath> {
  if (placement.onConflict === 'rename') return firstFree(placement, make)
  await make(temporary)
  return placeFile(placement, temporary).catch(async (error: unknown) => {
    await rm(temporary, { force: true })
    throw error
  })
}

export type PlacedFolder = { readonly path: NativePath; readonly isNew: boolean }

/** Makes a folder, or joins one that is there. `mayJoin` false gives ours a number instead. A link is never taken for a folder. */
export async function placeFolder(placement: Placement, mayJoin: boolean): Promise<PlacedFolder> {
  const { fileSystem, folder, name, onConflict } = placement
  for (let number = 1; ; number++) {
    const path = fileSystem.system(fileSystem.join(folder, numberedName(name, number, true)))
    try {
      await mkdir(path, { mode: 0o700 })
      return { path, isNew: true }
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') throw error
    }
    const isFolder = (await lstat(path)).isDirectory()
    if (isFolder && mayJoin) return { path, isNew: false }
    if (!isFolder && onConflict === 'overwrite') {
      await unlink(path)
      number--
    }
  }
}

async function firstFree(placement: Placement, make: (path: NativePath) => Promise<void>): Promise<NativePath> {
  const { fileSystem, folder, name } = placement
  for (let number = 1; ; number++) {
    const path = fileSystem.system(fileSystem.join(folder, numberedName(name, number, false)))
    try {
      await make(path)
      return path
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') throw error
    }
  }
}

/** A second name cannot replace anything, a rename would. Disks without second names (FAT) are asked first. */
async function moveWithoutReplacing(from: NativePath, to: NativePath): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') throw error
    const isTaken = await lstat(to).then(
      () => true,
      () => false,
    )
    if (isTaken) throw taken()
    await rename(from, to)
    return
  }
  await unlink(from)
}

const taken = () => Object.assign(new Error('taken'), { code: 'EEXIST' })
