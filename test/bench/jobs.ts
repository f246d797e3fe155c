import { type Clinic, changeDatabase, changeOnePercent, onePhoto, oneSmallFile, renamePhotoFolder } from './changes.ts'
import type { Command, Repository } from './tools/tool.ts'

export const setNames = ['clinic', 'small-files', 'scale', 'record'] as const
export type SetName = (typeof setNames)[number]
export const jobNames = [
  ...(['open', 'first-copy', 'unchanged', 'one-percent', 'renamed', 'database'] as const),
  ...(['restore-all', 'restore-one', 'restore-old', 'restore-folder', 'read-record', 'check'] as const),
] as const
export type JobName = (typeof jobNames)[number]

export const jobTitles: Readonly<Record<JobName, string>> = {
  'first-copy': 'first copy',
  unchanged: 'unchanged',
  'one-percent': '1 % of files changed',
  renamed: 'photo folder renamed',
  database: '1 % of database rows changed',
  'restore-all': 'restore all',
  'restore-one': 'restore one file',
  'restore-old': 'restore one file as it was nine years ago',
  'restore-folder': "restore a patient's folder as it was nine years ago",
  'read-record': "one patient's record out of the database of nine years ago; restic: only the database",
  check: 'check reading everything',
  open: 'open and list a folder',
}

export type Job = {
  readonly name: JobName
  /** Changes the data, once for all tools. */
  readonly prepare?: (source: Clinic, seed: number) => void
  readonly command: (on: Repository, source: Clinic, target: string) => Command
  /** What of the source must now lie below the target, byte for byte. */
  readonly restores?: (source: Clinic) => { readonly kind: 'tree' | 'file'; readonly path: string }
}

const copy: Job['command'] = (on, { root }) => on.copy(root)

/** A clinic's day, in this order: each job finds what the one before left. */
export const clinicJobs: readonly Job[] = [
  { name: 'first-copy', command: copy },
  { name: 'unchanged', command: copy },
  { name: 'one-percent', prepare: changeOnePercent, command: copy },
  { name: 'renamed', prepare: renamePhotoFolder, command: copy },
  { name: 'database', prepare: changeDatabase, command: copy },
  {
    name: 'restore-all',
    command: (on, _, target) => on.restoreAll(target),
    restores: ({ root }) => ({ kind: 'tree', path: root }),
  },
  {
    name: 'restore-one',
    command: (on, source, target) => on.restoreOne(target, onePhoto(source)),
    restores: (source) => ({ kind: 'file', path: onePhoto(source) }),
  },
  { name: 'check', command: (on) => on.check() },
]

export const smallFilesJobs: readonly Job[] = [
  { name: 'first-copy', command: copy },
  { name: 'unchanged', command: copy },
  {
    name: 'restore-one',
    command: (on, { root }, target) => on.restoreOne(target, oneSmallFile(root)),
    restores: ({ root }) => ({ kind: 'file', path: oneSmallFile(root) }),
  },
]
