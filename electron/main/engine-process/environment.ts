/** What a program needs to find its home, its language and its temporary folder, on any of the three systems. */
const NEEDED = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TMP', 'TEMP'],
  ...['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_DOCUMENTS_DIR'],
  ...['SystemRoot', 'SystemDrive', 'windir', 'COMSPEC', 'PATHEXT', 'USERNAME', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH'],
  ...['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'COMPUTERNAME', 'NUMBER_OF_PROCESSORS'],
]

type Given = { readonly dataFolder: string; readonly version: string; readonly isPackaged: boolean }

/**
 * The environment the engine's process gets: what it needs and our own words to it, nothing else of this computer's.
 *
 * Only where the app is not packaged do other SALVAGUARDA_ variables pass, for tests and for a technician's trial.
 */
export function engineEnvironment(own: NodeJS.ProcessEnv, given: Given): Record<string, string> {
  // SECURITY: no NODE_OPTIONS, no LD_PRELOAD, no tokens of other programs reach the process that holds the vault's key.
  const isPassed = (name: string) =>
    NEEDED.some((needed) => needed.toLowerCase() === name.toLowerCase()) ||
    (!given.isPackaged && name.startsWith('SALVAGUARDA_'))
  const passed = Object.entries(own).filter((entry): entry is [string, string] => {
    const [name, value] = entry
    return value !== undefined && isPassed(name)
  })
  return {
    ...Object.fromEntries(passed),
    // Linux: each thread would keep a heap of its own. 282 MB instead of 343 after a first copy, at the same CPU.
    MALLOC_ARENA_MAX: '2',
    SALVAGUARDA_DATA_FOLDER: given.dataFolder,
    SALVAGUARDA_VERSION: given.version,
  }
}
