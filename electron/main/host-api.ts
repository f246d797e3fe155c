import type { hostContract } from '#shared/contracts/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { Keychain } from './keychain/index.ts'

/** What main does for the engine: it keeps secrets, as only main reaches the person's keychain. */
export function hostApi(keychain: Keychain): Handlers<typeof hostContract> {
  return {
    readSecret: async ({ account }) => ({ secret: await keychain.read(account) }),
    writeSecret: async ({ account, secret }) => {
      await keychain.write(account, secret)
      return {}
    },
    probeKeychain: async () => ({ isAvailable: await keychain.probe() }),
  }
}
