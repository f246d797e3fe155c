import { type Code, codes } from './codes.ts'
import type { WireError } from './wire-error.ts'

export type ErrorParams = WireError['params']

const BRAND = Symbol.for('salvaguarda.app-error')

/** An expected failure. `message` is for the log (the code and nothing of the clinic's); people see the text of `code`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly [BRAND] = true
  readonly code: Code
  readonly params: ErrorParams

  constructor(code: Code, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options)
    this.code = code
    this.params = params
  }

  get wire(): WireError {
    return { code: this.code, params: this.params }
  }
}

/**
 * Ends the work with a coded failure.
 *
 * `params` fill the placeholders of the code's sentence: counts, positions, versions, never a path, a file name or anything of a patient.
 */
export function fail(code: Code, params: ErrorParams = {}, options?: { cause?: unknown }): never {
  throw new AppError(code, params, options)
}

/** True for our own failures, also when they were made by another copy of this module (another bundle, another realm). */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && BRAND in error
}

/** The code to show for anything that was thrown; what is not ours is APP_000. */
export function codeOf(error: unknown): Code {
  return isAppError(error) ? error.code : 'APP_000'
}

/** Which number a command line ends with after this failure. */
export function exitCodeOf(error: unknown): number {
  return codes[codeOf(error)].exitCode
}
