/** Compared in this order in every table. */
export const toolNames = ['ours', 'restic', 'restic-0.14', 'borg'] as const
export type ToolName = (typeof toolNames)[number]

/** One program to run, in a process of its own, with an environment of its own. */
export type Command = {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** How one tool does each job on one repository. Every path is absolute. */
export type Repository = {
  /** What counts as stored. Caches and settings of the tool lie elsewhere. */
  readonly folder: string
  init(): Command
  /** A new copy of the folder. */
  copy(source: string): Command
  /** The newest copy, below `target`, under the full path it had. */
  restoreAll(target: string): Command
  /** A file, or a folder with all below it. `copy` by the name the tool gave it; the newest when left out. */
  restoreOne(target: string, file: string, copy?: string): Command
  /** Reads and verifies every byte stored. */
  check(): Command
  /** Lists one folder of the newest copy. */
  list(folder: string): Command
}

export type Tool = {
  readonly name: ToolName
  /** Prints the version; also brings the program itself into memory before it is measured. */
  readonly version: Command
  /** A repository in a new folder, with everything the tool keeps for itself beside it. */
  repository(place: string): Repository
}

export const PASSWORD = 'quatro tigres tristes'

/** No settings of the person who measures. */
export const plainEnvironment = (home: string): Readonly<Record<string, string>> => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  LANG: 'C.UTF-8',
})
