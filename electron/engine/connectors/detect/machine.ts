/** One program that runs now. */
export type RunningProgram = {
  /** Full path of its file; empty where the system does not tell it to this user. */
  readonly path: string
  readonly args: readonly string[]
}

/** A Windows service, as the system describes it. */
export type Service = { readonly name: string; readonly command: string; readonly isRunning: boolean }

/** What detection may look at: read only, nothing is started or changed. */
export type Machine = {
  readonly platform: 'linux' | 'win32' | 'other'
  programs(): Promise<readonly RunningProgram[]>
  services(): Promise<readonly Service[]>
  /** Whether anything answers on this port of this computer. */
  listens(port: number): Promise<boolean>
  isFile(path: string): Promise<boolean>
  /** The beginning of a small text file, or undefined. */
  readText(path: string): Promise<string | undefined>
}
