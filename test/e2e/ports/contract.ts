import { z } from 'zod'
import { call, feed } from '#shared/wire/index.ts'

const nothing = z.object({})
const bytes = z.instanceof(Uint8Array)

/** Asked of the test's engine, over both ways of reaching it. */
export const echoContract = {
  echo: call(z.object({ text: z.string(), bytes }), z.object({ text: z.string(), bytes })),
  count: feed(z.object({ from: z.number() }), z.object({ value: z.number() })),
  never: call(nothing, nothing),
  /** The engine asks main and tells what it was told. */
  askHost: call(nothing, z.object({ secret: z.string() })),
  /** What the engine has seen end. */
  endings: call(nothing, z.object({ closedPorts: z.number(), stoppedFeeds: z.number(), cancelled: z.number() })),
  pid: call(nothing, z.object({ pid: z.number(), role: z.string() })),
}

export const echoHostContract = { secret: call(nothing, z.object({ secret: z.string() })) }
