import type { hostContract } from '#shared/contracts/index.ts'
import type { Client } from '#shared/wire/index.ts'

type SecretHost = Pick<Client<typeof hostContract>, 'readSecret' | 'writeSecret'>

export type MailPassword = {
  /** Null when there is none. Throws KEY_103 where the keychain does not answer. */
  read(): Promise<string | null>
  /** Throws KEY_103. */
  keep(password: string): Promise<void>
  /** Throws nothing. */
  isKept(): Promise<boolean>
}

/** The mail server's password, in the system's keychain and nowhere else. `id` is the book's. */
export function mailPassword(host: SecretHost, id: string): MailPassword {
  const account = `mail:${id}`
  const read = async () => (await host.readSecret({ account })).secret
  return {
    read,
    keep: async (secret) => {
      await host.writeSecret({ account, secret })
    },
    isKept: () =>
      read().then(
        (secret) => secret !== null,
        () => false,
      ),
  }
}
