import { openFileSystem, textOfName } from '#engine/sources/index.ts'

/** Where a folder or file of this computer stands in a copy. */
export function inCopy(nativePath: string): string {
  const levels = openFileSystem().levels(nativePath)
  return `/${levels.map(({ name }) => textOfName(name)).join('/')}`
}
