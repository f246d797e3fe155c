import { compileGlob } from './glob.ts'
import { textOfName } from './names.ts'

/** What is never copied from inside a chosen folder, and why. Chosen folders and files themselves are always copied. */
export const builtInExclusions: readonly { readonly pattern: string; readonly reason: string }[] = [
  { pattern: 'Thumbs.db', reason: 'Windows makes its preview pictures anew' },
  { pattern: 'ehthumbs.db', reason: 'Windows makes its preview pictures anew' },
  { pattern: 'desktop.ini', reason: 'how Explorer shows the folder, nothing of the clinic' },
  { pattern: '.DS_Store', reason: 'how Finder shows the folder, nothing of the clinic' },
  { pattern: '._*', reason: 'side files macOS leaves on foreign disks; the real file stands beside them' },
  { pattern: '.Spotlight-V100', reason: 'search index of macOS, made anew' },
  { pattern: '.fseventsd', reason: 'change journal of macOS' },
  { pattern: '.TemporaryItems', reason: 'temporary folder of macOS' },
  { pattern: '.Trashes', reason: 'trash of a disk' },
  { pattern: '.Trash-*', reason: 'trash of a disk on Linux' },
  { pattern: '$RECYCLE.BIN', reason: 'trash of a disk on Windows' },
  { pattern: 'System Volume Information', reason: 'restore points of Windows; not readable by programs' },
  { pattern: 'lost+found', reason: "a file system's own repair folder" },
  { pattern: 'pagefile.sys', reason: 'memory swapped out by Windows' },
  { pattern: 'swapfile.sys', reason: 'memory swapped out by Windows' },
  { pattern: 'hiberfil.sys', reason: 'memory of a sleeping Windows' },
  { pattern: '*.tmp', reason: 'temporary by its own name; programs write the real file beside it' },
  { pattern: '~$*', reason: 'lock file of Microsoft Office while a document is open' },
  { pattern: '.~lock.*#', reason: 'lock file of LibreOffice while a document is open' },
  { pattern: '*.laccdb', reason: 'lock file of Microsoft Access while a database is open' },
  { pattern: '.*.sw[a-p]', reason: 'recovery file of an open editor' },
  { pattern: '.nfs????????*', reason: 'a deleted file that an NFS client still holds open' },
  { pattern: '*.crdownload', reason: 'unfinished download' },
  { pattern: '*.partial', reason: 'unfinished download' },
  { pattern: '*.part', reason: 'unfinished download' },
]

/** True when an entry, given by its names from the top of the copy, stays out of the copy together with all below it. */
export type Exclusions = (names: readonly Uint8Array[]) => boolean

/**
 * The built-in list and the person's own patterns (see `compileGlob`).
 * Built-in names are compared without regard to case everywhere, own patterns only on Windows.
 */
export function compileExclusions(patterns: readonly string[] = [], platform: 'posix' | 'win32' = 'posix'): Exclusions {
  const builtIn = builtInExclusions.map(({ pattern }) => compileGlob(pattern, { ignoreCase: true }))
  const own = patterns
    .map((pattern) => (platform === 'win32' ? slashedPattern(pattern) : pattern))
    .map((pattern) => compileGlob(pattern, { ignoreCase: platform === 'win32' }))
  return (names) => {
    const name = names.at(-1)
    if (name === undefined) return false
    const last = `/${textOfName(name)}`
    if (builtIn.some((matches) => matches(last))) return true
    if (own.length === 0) return false
    const path = `/${names.map(textOfName).join('/')}`
    return own.some((matches) => matches(path))
  }
}

/** `C:\Clinica\*.bak` as a path inside the copy: `/C/Clinica/*.bak`. */
function slashedPattern(pattern: string): string {
  const slashed = pattern.replaceAll('\\', '/')
  return slashed.replace(/^([a-z]):\//i, '/$1/')
}
