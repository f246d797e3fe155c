import { constants } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { fail } from '#shared/errors/index.ts'

const ENDING = process.platform === 'win32' ? '.exe' : ''

export type ToolSearch = {
  /** The same tool under its names, the best first. */
  readonly names: readonly string[]
  /** Only here, when a technician said so: the tools beside the server are of its version. */
  readonly folder: string | undefined
  /** Folders whose subfolders are one version each: `/usr/lib/postgresql` + `bin`. The highest version comes first. */
  readonly versioned?: readonly { readonly parent: string; readonly below: string }[]
}

/** The full path of a tool. Throws DB_108. */
export async function findTool({ names, folder, versioned = [] }: ToolSearch): Promise<string> {
  const folders = folder === undefined ? [...(await versionFolders(versioned)), ...pathFolders()] : [folder]
  for (const place of folders)
    for (const name of names) {
      const path = join(place, name + ENDING)
      if (await isRunnable(path)) return path
    }
  fail('DB_108')
}

// SECURITY: a part of the path that is no whole path would mean a folder in whatever disk somebody works on.
const pathFolders = () => (process.env.PATH ?? process.env.Path ?? '').split(delimiter).filter(isAbsolute)

async function versionFolders(versioned: NonNullable<ToolSearch['versioned']>): Promise<readonly string[]> {
  const found: { version: number; folder: string }[] = []
  for (const { parent, below } of versioned)
    for (const name of await readdir(parent).catch(() => []))
      found.push({
        version: Number.parseFloat(/\d+(\.\d+)?/.exec(name)?.[0] ?? '0'),
        folder: join(parent, name, below),
      })
  return found.sort((left, right) => right.version - left.version).map(({ folder }) => folder)
}

const isRunnable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
