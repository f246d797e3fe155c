import { z } from 'zod'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const account = z.string().regex(/^vault:[0-9a-f]{64}$/)

/** Served by main; asked by the engine. Secrets live in the system's keychain and travel only here. */
export const hostContract = {
  /** Null when the keychain has no such secret. Throws KEY_103 where there is no keychain or it stays locked. */
  readSecret: call(z.object({ account }), z.object({ secret: z.string().nullable() })),
  /** Stores and reads back. Throws KEY_103. */
  writeSecret: call(z.object({ account, secret: z.string().min(16).max(200) }), nothing),
  /** Whether secrets can be kept here at all; asked before set-up promises anything. Throws nothing. */
  probeKeychain: call(nothing, z.object({ isAvailable: z.boolean() })),
}
