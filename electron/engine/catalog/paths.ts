/** One file of a copy, for the index. `path` has `/` before each name; `rawPath` is there only when the names are not text. */
export type CopyEntry = {
  readonly path: string
  readonly rawPath?: Uint8Array
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  /** Equal for equal bytes: a hash in hex of the list of chunks. */
  readonly contentKey: string
  readonly kind: 'file' | 'database'
}

/** A path cut before its last name; `shown` is null where the exact bytes are the text. */
export type SplitPath = {
  readonly folder: { readonly raw: Buffer; readonly shown: string | null }
  readonly name: { readonly raw: Buffer; readonly shown: string | null }
}

const SLASH = 0x2f

/** Cuts the exact bytes and the shown text at the same place: a `/` byte is never part of another character. */
export function splitPath({ path, rawPath }: Pick<CopyEntry, 'path' | 'rawPath'>): SplitPath {
  const raw = rawPath ? Buffer.from(rawPath) : Buffer.from(path)
  const cut = raw.lastIndexOf(SLASH)
  const shownCut = path.lastIndexOf('/')
  return {
    folder: part(raw.subarray(0, cut), path.slice(0, shownCut)),
    name: part(raw.subarray(cut + 1), path.slice(shownCut + 1)),
  }
}

const part = (raw: Buffer, shown: string) => ({ raw, shown: raw.equals(Buffer.from(shown)) ? null : shown })

export const shownText = (raw: Uint8Array, shown: string | null): string => shown ?? Buffer.from(raw).toString('utf8')

/** A folder of a copy as this computer writes it: `/C/Clínica` is `C:\Clínica` on Windows. */
export function nativeFolder(folder: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return folder === '' ? '/' : folder
  const [, first = '', ...rest] = folder.split('/')
  const root = /^[A-Za-z]$/.test(first) ? `${first}:` : first
  return rest.length > 0 ? [root, ...rest].join('\\') : `${root}\\`
}
