import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** Folders beside each other that are looked into; a disk has few at its top. */
const MOST_FOLDERS = 200
/** `disk/Salvaguarda/cofre`, and one more for a folder that holds several disks' copies. */
const DEPTH = 3

/**
 * Every vault in a folder: itself, or below it as deep as we ever put one. Opens nothing, follows no link out of a vault it found.
 *
 * What cannot be read counts as empty.
 */
export async function findVaults(folder: string): Promise<string[]> {
  const found: string[] = []
  const look = async (at: string, depth: number): Promise<void> => {
    if (await isVault(at)) {
      found.push(at)
      return
    }
    if (depth === 0) return
    const names = await readdir(at, { withFileTypes: true }).catch(() => [])
    const folders = names.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).slice(0, MOST_FOLDERS)
    for (const entry of folders.sort((left, right) => Number(isOurs(right.name)) - Number(isOurs(left.name))))
      await look(path.join(at, entry.name), depth - 1)
  }
  await look(folder, DEPTH)
  return found
}

const isOurs = (name: string) => name === 'Salvaguarda' || name === 'cofre'

/** A vault as it lies on a disk; `config` alone is many a program's file. */
async function isVault(folder: string): Promise<boolean> {
  const [config, keys] = await Promise.all([kindOf(path.join(folder, 'config')), kindOf(path.join(folder, 'keys'))])
  return config === 'file' && keys === 'folder'
}

const kindOf = (file: string): Promise<'file' | 'folder' | 'none'> =>
  stat(file).then(
    (facts) => (facts.isDirectory() ? 'folder' : 'file'),
    () => 'none',
  )
