import { z } from 'zod'
import { type Code, codes } from './codes.ts'

/** The only form in which a failure crosses a process border: no stack, no path, no name, no cause. */
export const wireErrorSchema = z.object({
  code: z.enum(Object.keys(codes) as [Code, ...Code[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type WireError = z.infer<typeof wireErrorSchema>
