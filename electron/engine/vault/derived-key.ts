import { hkdfSync } from 'node:crypto'
import { coreOf } from './core.ts'
import type { Vault } from './types.ts'

/** What a key is for; one never serves two ends. */
export type KeyPurpose =
  | 'disk-marker'
  | 'custody'
  | 'record-names'
  | 'kit-proof'
  | 'audit-seal'
  | 'audit-names'
  | 'diagnosis-signs'

/**
 * A key that everybody has who can open any replica of this vault, and nobody else: 32 bytes for signing what lies beside it.
 *
 * HKDF-SHA256 (RFC 5869) of the master key (encryption ‖ MAC k ‖ MAC r), without salt, with the purpose as info. Nothing leads back to the master key.
 */
export function derivedKey(vault: Vault, purpose: KeyPurpose): Uint8Array {
  const { encrypt, macK, macR } = coreOf(vault).masterKey
  const master = Buffer.concat([encrypt, macK, macR])
  return new Uint8Array(hkdfSync('sha256', master, Buffer.alloc(0), `salvaguarda/1/${purpose}`, 32))
}
