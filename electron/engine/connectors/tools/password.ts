import { fail } from '#shared/errors/index.ts'
import type { Secrets } from '../database-connector.ts'

/** The password of a source, for the moment a tool needs it. Throws DB_107 when the keychain has none: nothing could come in without. */
export async function passwordOf(secrets: Secrets, secretRef: string): Promise<string> {
  return (await secrets.read(secretRef)) ?? fail('DB_107')
}
