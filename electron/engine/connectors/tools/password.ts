import { fail } from '#shared/errors/index.ts'
import type { Secrets } from '../database-connector.ts'

/** The password of a source, for the moment a tool needs it. Throws DB_107 when the keychain has none: nothing could come in without. */
export async function passwordOf(secrets: Secrets, secretRef: string): Promise<string> {
  // A keychain that does not open is this database's trouble; the rest of the copy goes on.
  const password = await secrets.read(secretRef).catch((cause: unknown) => fail('DB_107', {}, { cause }))
  return password ?? fail('DB_107')
}
