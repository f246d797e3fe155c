export { AppError, codeOf, type ErrorParams, exitCodeOf, fail, isAppError } from './app-error.ts'
export { type Action, type Code, codes } from './codes.ts'
export { traceOf } from './trace.ts'
export type { WireError } from './wire-error.ts'
