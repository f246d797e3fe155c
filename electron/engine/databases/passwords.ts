import type { Secrets } from '#engine/connectors/index.ts'
import type { Random } from '#engine/kernel/index.ts'
import type { hostContract } from '#shared/contracts/index.ts'
import { type DatabaseServer, secretRefOf } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import type { Client } from '#shared/wire/index.ts'

type SecretHost = Pick<Client<typeof hostContract>, 'readSecret' | 'writeSecret'>
/** SECURITY: the window names these, and no other secret of the keychain may be had by naming it. */
const ACCOUNT = /^database:[0-9a-f-]{36}$/

/** The passwords of the copy's users in the clinic's databases: in the keychain, and in this process until they are there. */
export class DatabasePasswords implements Secrets {
  readonly #host: SecretHost
  readonly #random: Random
  readonly #held = new Map<string, string>()

  constructor(host: SecretHost, random: Random) {
    this.#host = host
    this.#random = random
  }

  /** Holds a typed password in memory and gives it its name. */
  hold(password: string): string {
    const secretRef = `database:${this.#random.uuid()}`
    this.#held.set(secretRef, password)
    return secretRef
  }

  /** Throws KEY_103 where the keychain does not answer. */
  async read(secretRef: string): Promise<string | null> {
    const held = this.#held.get(secretRef)
    if (held !== undefined) return held
    if (!ACCOUNT.test(secretRef)) return null
    return (await this.#host.readSecret({ account: secretRef })).secret
  }

  /**
   * Puts the password of a database that was tried into the keychain. Where a clinic does without one, it stays in memory until the app
   * ends, as the vault's key does. Throws DB_107 when nobody typed it, KEY_103.
   */
  async keep(server: DatabaseServer, isKeychainMissing: boolean): Promise<void> {
    const secretRef = secretRefOf(server)
    if (secretRef === undefined) return
    await this.#write(secretRef, this.#held.get(secretRef) ?? fail('DB_107'), isKeychainMissing)
  }

  /** Puts another password in the place of one that is kept. Throws KEY_103. */
  async replace(secretRef: string, password: string, isKeychainMissing: boolean): Promise<void> {
    await this.#write(secretRef, password, isKeychainMissing)
    this.#held.set(secretRef, password)
  }

  async #write(account: string, secret: string, isKeychainMissing: boolean): Promise<void> {
    if (!ACCOUNT.test(account)) fail('DB_107')
    await this.#host.writeSecret({ account, secret }).catch((error: unknown) => {
      if (!isKeychainMissing || codeOf(error) !== 'KEY_103') throw error
    })
  }
}
