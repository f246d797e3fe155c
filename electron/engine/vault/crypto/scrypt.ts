import { scrypt } from 'node:crypto'
import type { SealKey } from './seal.ts'

/** Cost of turning a secret into a key (RFC 7914): memory is 128·N·r bytes, time grows with p too. */
export type ScryptCost = { readonly N: number; readonly r: number; readonly p: number }

/** 64 MiB and about a quarter of a second on a clinic's PC. */
export const DEFAULT_SCRYPT_COST: ScryptCost = { N: 65536, r: 8, p: 1 }
export const SALT_BYTES = 64

const MAX_MEMORY_BYTES = 1024 ** 3
const MAX_TOTAL_WORK = 16 * (MAX_MEMORY_BYTES / 128)

/** True for costs that restic accepts and that no foreign key file can freeze or exhaust a small PC with. */
export function isBearableCost({ N, r, p }: ScryptCost): boolean {
  const isWhole = [N, r, p].every((value) => Number.isSafeInteger(value) && value >= 1)
  if (!isWhole || N < 2 || !Number.isInteger(Math.log2(N))) return false
  return N * r * 128 <= MAX_MEMORY_BYTES && r * p < 2 ** 30 && N * r * p <= MAX_TOTAL_WORK
}

/** The key set that a secret stands for. */
export async function deriveKey(secret: string, salt: Uint8Array, cost: ScryptCost): Promise<SealKey> {
  const { N, r, p } = cost
  const maxmem = 128 * N * r + 128 * r * p + 256 * r + 1024 ** 2
  const bytes = await new Promise<Uint8Array>((resolve, reject) => {
    scrypt(secret, salt, 64, { N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)))
  })
  return { encrypt: bytes.subarray(0, 32), macK: bytes.subarray(32, 48), macR: bytes.subarray(48, 64) }
}
