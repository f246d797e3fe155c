/** What we use of keytar: one service's passwords by account. */
export type PasswordStore = {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/**
 * Loads the system keychain's bindings, late: where libsecret is missing the native module does not load,
 * and that must be a refusal to keep secrets, not an app that does not start.
 */
export async function loadKeytar(): Promise<PasswordStore> {
  const loaded: { default: PasswordStore } = await import('keytar')
  return loaded.default
}
