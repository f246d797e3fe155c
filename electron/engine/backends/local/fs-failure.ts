import { type Code, fail, isAppError } from '#shared/errors/index.ts'

const CODES: Readonly<Record<string, Code>> = {
  ENOSPC: 'DEST_102',
  EDQUOT: 'DEST_102',
  EFBIG: 'DEST_102',
  EACCES: 'DEST_103',
  EPERM: 'DEST_103',
  EROFS: 'DEST_103',
  ENODEV: 'DEST_101',
  ENXIO: 'DEST_101',
  ENOTCONN: 'DEST_101',
  ESTALE: 'DEST_101',
  EHOSTDOWN: 'DEST_101',
  EHOSTUNREACH: 'DEST_101',
  ENETUNREACH: 'DEST_101',
}

/** The operating system's name of a failure ('ENOENT'), or '' for anything else that was thrown. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Ends the call with the DEST_… code that a failure of the file system means; a root that is gone explains any of them. */
export function failFs(error: unknown, rootIsThere: boolean): never {
  if (isAppError(error) || error instanceof TypeError) throw error
  return fail(rootIsThere ? (CODES[errnoOf(error)] ?? 'DEST_104') : 'DEST_101', {}, { cause: error })
}
