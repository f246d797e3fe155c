import { AppError } from '#shared/errors/index.ts'

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])
const NOT_ALLOWED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])

/** What a failure to write means for the whole recovery; undefined when it is no matter of room or permission. */
export function targetFailure(error: unknown): AppError | undefined {
  const code = systemCodeOf(error)
  if (code === undefined) return undefined
  if (NO_ROOM.has(code)) return new AppError('REST_102', {}, { cause: error })
  return NOT_ALLOWED.has(code) ? new AppError('REST_103', {}, { cause: error }) : undefined
}

/** True when one entry failed for want of room or because all of the target became read-only: going on is no use. */
export function endsRecovery(error: unknown): boolean {
  const code = systemCodeOf(error)
  return code !== undefined && (NO_ROOM.has(code) || code === 'EROFS')
}

export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
