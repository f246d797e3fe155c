import type { FileKind, FileRef } from './backend.ts'

const FOLDERS = {
  key: 'keys',
  pack: 'data',
  index: 'index',
  snapshot: 'snapshots',
  lock: 'locks',
  trash: 'trash',
} as const satisfies Record<FolderKind, string>
const SINGLE_FILES = { config: 'config', reserve: 'reserve' } as const satisfies Record<SingleKind, string>

/** Kinds of which a vault has one file, without a name. */
export type SingleKind = 'config' | 'reserve'
export type FolderKind = Exclude<FileKind, SingleKind>

/** The folders of a vault's root: restic's layout, and our trash. */
export const KIND_FOLDERS: readonly string[] = Object.values(FOLDERS)
/** Everything of ours that can stand in a vault's root. */
const ROOT_NAMES: readonly string[] = [...KIND_FOLDERS, ...Object.values(SINGLE_FILES)]

const FILE_NAME = /^[0-9a-f]{64}$/

/** True for names that a vault file can have; all others in its folders are none of ours. */
export function isVaultFileName(name: string): boolean {
  return FILE_NAME.test(name)
}

/** Folder of a kind of file below the vault's root. */
export function folderOf(kind: FolderKind): string {
  return FOLDERS[kind]
}

export function isSingle(kind: FileKind): kind is SingleKind {
  return kind in SINGLE_FILES
}

/**
 * Path of a file below the vault's root, as separate parts (restic's default layout: packs are spread over `data/xx`).
 *
 * SECURITY: throws a TypeError for a name that is no id, so that no name can lead out of the vault.
 */
export function pathPartsOf(file: FileRef): readonly string[] {
  if (isSingle(file.kind)) return [SINGLE_FILES[file.kind]]
  if (!isVaultFileName(file.name)) throw new TypeError('not the name of a vault file')
  const folder = FOLDERS[file.kind]
  return file.kind === 'pack' ? [folder, file.name.slice(0, 2), file.name] : [folder, file.name]
}

/** True for the folders that packs are spread over. */
export function isSpreadFolder(name: string): boolean {
  return /^[0-9a-f]{2}$/.test(name)
}

/** True for temporary files of interrupted writes, ours and restic's: the name of a vault file, `-tmp-`, and some digits. */
export function isLeftover(name: string): boolean {
  const marked = /^(.+)-tmp-[0-9a-f]+$/.exec(name)?.[1]
  return marked !== undefined && (isVaultFileName(marked) || isSingleName(marked))
}

const isSingleName = (name: string) => Object.values(SINGLE_FILES).some((single) => single === name)

/** Lost property of operating systems, found at the root of nearly every disk. */
const SYSTEM_THINGS =
  /^(lost\+found|\..*|thumbs\.db|desktop\.ini|autorun\.inf|system volume information|\$recycle\.bin|found\.\d+)$/i

/** True for what stands in a vault's root and is neither the vault's nor an operating system's. */
export function isForeignThing(name: string): boolean {
  return !ROOT_NAMES.includes(name) && !SYSTEM_THINGS.test(name)
}
