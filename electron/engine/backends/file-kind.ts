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
type FolderKind = Exclude<FileKind, SingleKind>

/** The folders of a vault's root: restic's layout, and our trash. */
export const KIND_FOLDERS: readonly string[] = Object.values(FOLDERS)
/** Everything of ours that can stand in a vault's root. */
export const ROOT_NAMES: readonly string[] = [...KIND_FOLDERS, ...Object.values(SINGLE_FILES)]

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
