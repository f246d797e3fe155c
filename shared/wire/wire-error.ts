import { z } from 'zod'
import { type Code, codes, type WireError } from '../errors/index.ts'

/** Checks a failure that crosses a process border. Here and not beside the codes: threads need those, and would load all of zod with it. */
export const wireErrorSchema = z.object({
  code: z.enum(Object.keys(codes) as [Code, ...Code[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
}) satisfies z.ZodType<WireError>
