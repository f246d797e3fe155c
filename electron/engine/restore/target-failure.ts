import { AppError } from '#shared/errors/index.ts'

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])

/** What it means for a whole recovery that its target cannot be written: no room, or no way. */
export function targetFailure(error: unknown): AppError {
  return new AppError(NO_ROOM.has(systemCodeOf(error) ?? '') ? 'REST_102' : 'REST_103', {}, { cause: error })
}

/** True when one entry failed for want of room or because all of the target became read-only: going on is no use. */
export function endsRecovery(error: unknown): boolean {
  const code = systemCodeOf(error)
  return code !== undefined && (NO_ROOM.has(code) || code === 'EROFS')
}

export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
