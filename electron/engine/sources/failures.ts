/** Why one entry stays out of a copy. */
export type SourceSkipCode = 'SRC_102' | 'SRC_104'

/** Tells an entry that vanished from one that may not or cannot be read. */
export function skipCodeOf(error: unknown): SourceSkipCode {
  const code = systemCodeOf(error)
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' ? 'SRC_104' : 'SRC_102'
}

/** True for a failure of the operating system about a file, as against a mistake of ours or of the vault. */
export const isSystemError = (error: unknown): boolean => systemCodeOf(error) !== undefined

function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
