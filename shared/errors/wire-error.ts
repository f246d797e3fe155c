import type { Code } from './codes.ts'

/** The only form in which a failure crosses a process border: no stack, no path, no name, no cause. Its schema is `wireErrorSchema` of `wire`. */
export type WireError = { code: Code; params: Record<string, string | number> }
