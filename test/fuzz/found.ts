import type { InputName } from './inputs.ts'

/** Inputs that once broke a parser. Those of which the making changed since stand in the parsers' own tests. */
export const FOUND: readonly InputName[] = [{ format: 'lock', seed: '29d7326a', number: 23441 }]
