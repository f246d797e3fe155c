import type { Host } from '#engine/session/index.ts'
import { openKeychain } from '../../electron/main/keychain/index.ts'

/** Stands where main stands, with main's own keychain: what the demo stores there the app finds when it opens. */
export function keychainHost(): Host {
  const keychain = openKeychain()
  return {
    readSecret: async ({ account }) => ({ secret: await keychain.read(account) }),
    writeSecret: async ({ account, secret }) => {
      await keychain.write(account, secret)
      return {}
    },
    probeKeychain: async () => ({ isAvailable: await keychain.probe() }),
    // Nobody sits at the demo's desktop.
    showNotice: async () => ({}),
    withdrawNotice: async () => ({}),
    printRecord: async () => ({}),
    installUpdate: async () => ({}),
  }
}
