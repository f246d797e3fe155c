import type { hostContract } from '#shared/contracts/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { Keychain } from './keychain/index.ts'
import type { Notifications } from './notifications.ts'
import type { Updates } from './update/index.ts'

/** What main does for the engine: only main reaches the person's keychain and desktop. */
export function hostApi(
  keychain: Keychain,
  notifications: Notifications,
  printRecord: (folder: string) => Promise<void>,
  installUpdate: Updates['install'],
): Handlers<typeof hostContract> {
  return {
    readSecret: async ({ account }) => ({ secret: await keychain.read(account) }),
    writeSecret: async ({ account, secret }) => {
      await keychain.write(account, secret)
      return {}
    },
    probeKeychain: async () => ({ isAvailable: await keychain.probe() }),
    showNotice: async ({ notice }) => {
      await notifications.show(notice)
      return {}
    },
    printRecord: async ({ folder }) => {
      await printRecord(folder)
      return {}
    },
    async installUpdate() {
      await installUpdate()
      return {}
    },
    withdrawNotice: async ({ subject }) => {
      notifications.withdraw(subject)
      return {}
    },
  }
}
