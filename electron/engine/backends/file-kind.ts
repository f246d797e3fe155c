import type { FileKind, FileRef } from './backend.ts'

const FOLDERS = {
  key: 'keys',
  pack: 'data',
  index: 'index',
  snapshot: 'snapshots',
  lock: 'locks',
} as const satisfies Record<Exclude<FileKind, 'config'>, string>

/** The folders of a vault's root, in restic's layout. */
export const KIND_FOLDERS: readonly string[] = Object.values(FOLDERS)

const FILE_NAME = /^[0-9a-f]{64}$/

/** True for names that a vault file can have; all others in its folders are none of ours. */
export function isVaultFileName(name: string): boolean {
  return FILE_NAME.test(name)
}

/** Folder of a kind of file below the vault's root. */
export function folderOf(kind: Exclude<FileKind, 'config'>): string {
  return FOLDERS[kind]
}

/**
 * Path of a file below the vault's root, as separate parts (restic's default layout: packs are spread over `data/xx`).
 *
 * SECURITY: throws a TypeError for a name that is no id, so that no name can lead out of the vault.
 */
export function pathPartsOf(file: FileRef): readonly string[] {
  if (file.kind === 'config') return ['config']
  if (!isVaultFileName(file.name)) throw new TypeError('not the name of a vault file')
  const folder = FOLDERS[file.kind]
  return file.kind === 'pack' ? [folder, file.name.slice(0, 2), file.name] : [folder, file.name]
}
