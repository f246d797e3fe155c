export {
  AppError,
  codeOf,
  type ErrorParams,
  exitCodeOf,
  fail,
  isAppError,
  type WireError,
  wireErrorSchema,
} from './app-error.ts'
export { type Action, type Code, codes } from './codes.ts'
