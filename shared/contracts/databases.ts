import { z } from 'zod'
import {
  besideSchema,
  databaseFindingSchema,
  databaseScriptSchema,
  databaseServerSchema,
  jobIdSchema,
  sourceIdSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const ofSource = { sourceId: sourceIdSchema }
const password = z.string().min(1).max(500)

export const databaseCalls = {
  /** Servers of this computer that are not protected yet. Nothing is asked of them, no password is tried. */
  findDatabases: call(nothing, z.array(databaseFindingSchema)),
  /**
   * Signs in and begins a dump that is thrown away: the tools are there, the user may read everything. Nothing is kept or changed.
   *
   * With a password the answer's `secretRef` names it: it is held in memory until the database is protected, by `addDatabase` or at the end
   * of the set-up; only then it goes into the keychain. Null takes the one that is kept already.
   * Throws DB_101 to DB_109.
   */
  tryDatabase: call(
    z.object({ server: databaseServerSchema, password: password.nullable() }),
    z.object({ server: databaseServerSchema }),
  ),
  /** Protects a database that was tried, and copies it at once. Throws SET_101, DB_113, DB_107 without a password, KEY_103. */
  addDatabase: call(
    z.object({ label: z.string().trim().min(1).max(80), server: databaseServerSchema, beside: besideSchema }),
    z.object({ ...ofSource, jobId: jobIdSchema }),
  ),
  /** Tries a new password and only then keeps it. Throws what `tryDatabase` throws, DB_105 for a source that is none, KEY_103. */
  changeDatabasePassword: call(z.object({ ...ofSource, password }), nothing),
  /** What the clinic's system needs beside the database. Throws SET_101. */
  setBeside: call(z.object({ ...ofSource, beside: besideSchema }), nothing),
  /** A person looked and says that the database is meant to be this small: the next dump is believed. Throws SET_101. */
  acceptSmaller: call(z.object(ofSource), z.object({ jobId: jobIdSchema })),
  /** The commands for a user who may read everything and change nothing; null where the database needs none. */
  databaseScript: call(z.object({ server: databaseServerSchema }), databaseScriptSchema.nullable()),
}
