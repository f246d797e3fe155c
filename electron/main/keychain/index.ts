export { type Keychain, openKeychain } from './keychain.ts'
