import { z } from 'zod'
import { wireErrorSchema } from './wire-error.ts'

const id = z.number().int().nonnegative()

export const toServer = z.discriminatedUnion('t', [
  z.object({ t: z.literal('call'), id, name: z.string(), input: z.unknown() }),
  z.object({ t: z.literal('cancel'), id }),
  z.object({ t: z.literal('sub'), id, name: z.string(), input: z.unknown() }),
  z.object({ t: z.literal('unsub'), id }),
])

export const toClient = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ok'), id, value: z.unknown() }),
  z.object({ t: z.literal('err'), id, error: wireErrorSchema }),
  z.object({ t: z.literal('event'), id, value: z.unknown() }),
])
export type ToServer = z.infer<typeof toServer>
export type ToClient = z.infer<typeof toClient>
