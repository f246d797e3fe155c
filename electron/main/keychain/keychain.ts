import { randomBytes } from 'node:crypto'
import { AppError, isAppError } from '#shared/errors/index.ts'
import { loadKeytar, type PasswordStore } from './keytar.ts'

const SERVICE = 'Salvaguarda'
/** Long enough to type the password of a locked keyring into the system's own window. */
const PATIENCE_MS = 30_000

export type Keychain = {
  /** Null when there is no such secret. Throws KEY_103. */
  read(account: string): Promise<string | null>
  /** Stores and proves it by reading back. Throws KEY_103. */
  write(account: string, secret: string): Promise<void>
  /** Whether secrets can be kept here: one is stored, read back and removed. Throws nothing. */
  probe(): Promise<boolean>
  /** True while the keychain has not answered, maybe because the person has not answered it. */
  isAsking(): boolean
}

/**
 * Keeps secrets in the operating system's keychain and nowhere else.
 *
 * Every way of not having one (no bindings, no session bus, no secret service, a keyring that stays locked) is KEY_103.
 */
export function openKeychain(patienceMs = PATIENCE_MS): Keychain {
  let keytar: Promise<PasswordStore> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let asking = 0

  /** One at a time: a locked keyring hangs each call in a thread that file reading needs, too. */
  function ask<V>(work: (store: PasswordStore) => Promise<V>): Promise<V> {
    let isGivenUp = false
    const answered = last.then(async () => {
      if (isGivenUp) throw keyless('nobody waits any more')
      keytar ??= loadKeytar()
      asking++
      try {
        return await work(await keytar)
      } finally {
        asking--
      }
    })
    last = answered.catch(() => {})
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        isGivenUp = true
        reject(keyless('the keychain does not answer'))
      }, patienceMs)
      answered
        .then(resolve, (error) => reject(isAppError(error) ? error : keyless(error)))
        .finally(() => clearTimeout(timer))
    })
  }

  const write = async (account: string, secret: string) => {
    const kept = await ask(async (store) => {
      await store.setPassword(SERVICE, account, secret)
      return store.getPassword(SERVICE, account)
    })
    if (kept !== secret) throw keyless('what was stored does not read back')
  }

  return {
    read: (account) => ask((store) => store.getPassword(SERVICE, account)),
    write,
    probe: async () => {
      const account = `probe:${randomBytes(8).toString('hex')}`
      try {
        await write(account, randomBytes(16).toString('hex'))
        return await ask((store) => store.deletePassword(SERVICE, account))
      } catch {
        return false
      }
    },
    isAsking: () => asking > 0,
  }
}

const keyless = (cause: unknown) => new AppError('KEY_103', {}, { cause })
