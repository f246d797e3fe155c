import { z } from 'zod'

/** Who is at the other end of a port of the engine. `host` is the one on which the engine asks and main answers. */
export const engineRoleSchema = z.enum(['window', 'main', 'host'])
export type EngineRole = z.infer<typeof engineRoleSchema>

/** Numbers a relayed port, where ports themselves cannot be handed to the engine's process. */
const channel = z.number().int().positive()
const data = z.object({ kind: z.literal('data'), channel, data: z.unknown() })
const close = z.object({ kind: z.literal('close'), channel })

/** What main says to the engine's process itself. `open` comes with a port, or with the channel that stands for one. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), role: engineRoleSchema, channel: channel.optional() }),
  z.object({ kind: z.literal('stop') }),
  data,
  close,
])
export type ToEngine = z.infer<typeof toEngineSchema>

/** What the engine's process says to main. `ready` once, as soon as it takes ports. */
export const fromEngineSchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('ready') }), data, close])
export type FromEngine = z.infer<typeof fromEngineSchema>
