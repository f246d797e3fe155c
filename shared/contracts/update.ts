import { z } from 'zod'
import { call, feed, wireErrorSchema } from '../wire/index.ts'

const nothing = z.object({})

/** What is known of newer versions of the app. */
export const updateStateSchema = z.discriminatedUnion('kind', [
  /** None is looked for: not installed by a package that can be exchanged; built without an address; the address cannot be trusted. */
  z.object({ kind: z.literal('off'), why: z.enum(['not-installed', 'no-address', 'unsafe']) }),
  z.object({ kind: z.literal('current'), isChecked: z.boolean() }),
  /** It is here, whole and as announced; nothing of it is installed. */
  z.object({ kind: z.literal('ready'), version: z.string() }),
  z.object({ kind: z.literal('failed'), error: wireErrorSchema }),
])
export type UpdateState = z.infer<typeof updateStateSchema>

/** Part of what main does for the window; installing goes by way of the engine, which knows who asks. */
export const updateCalls = {
  /** How it is now, and each change. */
  updates: feed(nothing, updateStateSchema),
  /** Looks for a newer version and fetches it; answers with what came of it. */
  lookForUpdate: call(nothing, updateStateSchema),
}

/** Asked of the engine, which passes it on to main. */
export const installCalls = {
  /**
   * Ends the app, installs what is ready and opens it again. Throws UPD_103 while the engine works, UPD_105 while a rehearsal is open,
   * UPD_104 when nothing is ready.
   */
  installUpdate: call(nothing, nothing),
}
