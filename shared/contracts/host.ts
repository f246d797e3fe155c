import { z } from 'zod'
import { noticeSchema, noticeSubjectSchema } from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const vaultAccount = z.string().regex(/^vault:[0-9a-f]{64}$/)
/** The password of the server that sends notices by e-mail. */
const mailAccount = z.string().regex(/^mail:[0-9a-f-]{36}$/)
/** The password of a database's server. */
const databaseAccount = z.string().regex(/^database:[0-9a-f-]{36}$/)
/** Password or key of a place that keeps copies. */
const placeAccount = z.string().regex(/^place:[\w-]{1,80}$/)
const account = z.union([vaultAccount, mailAccount, databaseAccount, placeAccount])

/** Served by main; asked by the engine. Secrets live in the system's keychain and travel only here. */
export const hostContract = {
  /** Null when the keychain has no such secret. Throws KEY_103 where there is no keychain or it stays locked. */
  readSecret: call(z.object({ account }), z.object({ secret: z.string().nullable() })),
  /** Stores and reads back. Throws KEY_103. */
  writeSecret: call(
    z.union([
      z.object({ account: vaultAccount, secret: z.string().min(16).max(200) }),
      z.object({ account: mailAccount, secret: z.string().min(1).max(200) }),
      // Others choose these: Firebird's old ones have 8 characters, and Windows keeps no more than 1,280.
      z.object({ account: databaseAccount, secret: z.string().min(1).max(500) }),
      // A private key is a page of text.
      z.object({ account: placeAccount, secret: z.string().min(1).max(16_384) }),
    ]),
    nothing,
  ),
  /** Whether secrets can be kept here at all; asked before set-up promises anything. Throws nothing. */
  probeKeychain: call(nothing, z.object({ isAvailable: z.boolean() })),
  /** Shows a notice on the desktop, in the place of an earlier one on the same subject. */
  showNotice: call(z.object({ notice: noticeSchema }), nothing),
  /** Prints `prontuario.html` of an export folder into `prontuario.pdf` beside it. Throws REST_103 where that cannot be. */
  printRecord: call(z.object({ folder: z.string().min(1).max(4096) }), nothing),
  /** Ends the app, installs the version that is ready and opens it again; answers before it begins. Throws UPD_103, UPD_104. */
  installUpdate: call(nothing, nothing),
  /** Takes the notice on a subject off the desktop. One that is not there is fine. */
  withdrawNotice: call(z.object({ subject: noticeSubjectSchema }), nothing),
}
