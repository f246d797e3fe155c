import nodePath, { type PlatformPath } from 'node:path'

export type AssetPath = { kind: 'file'; file: string } | { kind: 'refused' }

/**
 * Finds the file of the bundle that a URL path names; a path that would leave the bundle's folder is refused.
 *
 * `path` is the platform's path module, so that Windows' rules can be tested anywhere.
 */
export function assetPath(folder: string, urlPath: string, path: PlatformPath = nodePath): AssetPath {
  let name: string
  try {
    name = urlPath === '/' ? '/index.html' : decodeURIComponent(urlPath)
  } catch {
    return { kind: 'refused' }
  }
  const file = path.normalize(path.join(folder, name))
  // SECURITY: encoded dots, slashes and (on Windows) backslashes only become a path here, so only here they can be judged.
  const isInside = file.startsWith(folder + path.sep) && !name.includes('\0') && !name.slice(1).includes(':')
  return isInside ? { kind: 'file', file } : { kind: 'refused' }
}
