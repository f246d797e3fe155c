import { isAppError, type WireError } from '#shared/errors/index.ts'

/** What to say for anything that was thrown. */
export const toWireError = (error: unknown): WireError =>
  isAppError(error) ? error.wire : { code: 'APP_000', params: {} }
