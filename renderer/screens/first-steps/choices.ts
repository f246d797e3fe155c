import { type DestinationFindings, type FolderFindings, isInside, type NewSource } from '#shared/domain/index.ts'
import type { TriedDatabase } from '../../parts/databases/index.ts'
import { placeWords } from '../../parts/place-words.ts'

/** One folder the person chose, and the databases in it that are not to be treated as such. */
export type ChosenFolder = { readonly findings: FolderFindings; readonly databasesOff: ReadonlySet<string> }
export type ChosenPlace = Extract<DestinationFindings, { kind: 'empty' | 'has-other-things' }>

export type Added =
  | { readonly kind: 'added'; readonly folders: readonly ChosenFolder[] }
  /** The folder lies inside one that is chosen already. */
  | { readonly kind: 'already-inside'; readonly outer: string }
  /** The folder holds folders that were chosen before; it takes their place. */
  | { readonly kind: 'replaces-inner'; readonly folders: readonly ChosenFolder[] }

/** Adds a folder so that none is protected twice. */
export function addFolder(folders: readonly ChosenFolder[], findings: FolderFindings): Added {
  const outer = folders.find((chosen) => isInside(findings.path, chosen.findings.path))
  if (outer) return { kind: 'already-inside', outer: outer.findings.path }
  const apart = folders.filter((chosen) => !isInside(chosen.findings.path, findings.path))
  const all = [...apart, { findings, databasesOff: new Set<string>() }]
  return { kind: apart.length === folders.length ? 'added' : 'replaces-inner', folders: all }
}

export function switchDatabase(
  folders: readonly ChosenFolder[],
  folderPath: string,
  databasePath: string,
  isOn: boolean,
): readonly ChosenFolder[] {
  return folders.map((chosen) => {
    if (chosen.findings.path !== folderPath) return chosen
    const databasesOff = new Set(chosen.databasesOff)
    if (isOn) databasesOff.delete(databasePath)
    else databasesOff.add(databasePath)
    return { ...chosen, databasesOff }
  })
}

/** What the engine is asked to protect: each folder, and each database that is on as a thing of its own. */
export const sourcesOf = (folders: readonly ChosenFolder[], databases: readonly TriedDatabase[] = []): NewSource[] => [
  ...folders.flatMap(({ findings, databasesOff }): NewSource[] => [
    { kind: 'folder' as const, path: findings.path, label: labelOf(findings.path) },
    ...findings.databases
      .filter(({ path }) => !databasesOff.has(path))
      .map(({ path }) => ({ kind: 'sqlite' as const, path, label: labelOf(path) })),
  ]),
  ...databases.map((database): NewSource => ({ kind: 'server', ...database })),
]

/** Tells one chosen source from the others, also after the window was closed. */
export const keyOf = (source: NewSource): string => (source.kind === 'server' ? source.label : source.path)

export const bytesOf = (folders: readonly ChosenFolder[]): number =>
  folders.reduce((sum, { findings }) => sum + findings.bytes, 0)

/** Unequal for unequal choices: a kit is made for one set of choices. */
export const fingerprintOf = (clinicName: string, sources: readonly NewSource[], placePath: string): string =>
  JSON.stringify([clinicName, sources, placePath])

const LONGEST_LABEL = 80

function labelOf(path: string): string {
  const { name, driveLetter } = placeWords(path)
  const label = [...(name || driveLetter || path)].slice(0, LONGEST_LABEL).join('')
  return label.length > LONGEST_LABEL ? label.slice(0, LONGEST_LABEL / 2) : label
}
