export type PlaceWords = {
  readonly name: string
  /** What it lies in, outermost first. */
  readonly parents: readonly string[]
  /** The letter of a Windows disk, when the path begins with one. */
  readonly driveLetter: string | null
}

/** Takes a native path apart for showing: nobody at the counter reads slashes. Works for Windows paths on any system. */
export function placeWords(path: string): PlaceWords {
  const drive = /^([A-Za-z]):(?=[\\/]|$)/.exec(path)
  const isWindows = drive !== null || path.startsWith('\\\\')
  const parts = (drive ? path.slice(2) : path).split(isWindows ? /[\\/]+/ : /\/+/).filter((part) => part !== '')
  return {
    name: parts.at(-1) ?? '',
    parents: parts.slice(0, -1),
    driveLetter: drive?.[1]?.toUpperCase() ?? null,
  }
}

/** The folder a person chose for the copies, given the vault that was made in it. */
export const placeOfVault = (vaultPath: string): string =>
  vaultPath.replace(/(?<=.)[\\/]Salvaguarda[\\/]cofre[\\/]?$/, '')
