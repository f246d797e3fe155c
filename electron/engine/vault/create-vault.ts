import type { Backend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { CHUNKER_DEGREE, degreeOf, isIrreducible, type Polynomial, randomPolynomial } from './chunker/index.ts'
import { IV_BYTES, type SealKey, seal } from './crypto/seal.ts'
import { encodeConfig } from './format/config.ts'
import { normalizeSecret, prepareSlot, type SlotLabel, storeSlot } from './key-slots.ts'
import { kindsIn, makeCore, openVault, type VaultOptions } from './open-vault.ts'
import type { Vault } from './types.ts'

export type CreateVaultOptions = VaultOptions & {
  /** One slot each; the vault is handed back opened with the first. */
  readonly secrets: readonly [NewSlot, ...NewSlot[]]
  /** Another vault's polynomial, so that both cut files alike; a fresh one by default. */
  readonly chunkerPolynomial?: Polynomial
}
export type NewSlot = { readonly secret: string; readonly label: SlotLabel }

const CONFIG = { kind: 'config', name: '' } as const

/**
 * Makes a new vault and proves that every secret opens it.
 *
 * Throws KEY_106 for a secret that restic could not take, VAULT_108 where anything of a vault exists, VAULT_112, DEST_….
 * After a failure nothing of the new vault is left.
 */
export async function createVault(backend: Backend, options: CreateVaultOptions): Promise<Vault> {
  for (const { secret } of options.secrets) normalizeSecret(secret)
  const random = options.random ?? systemRandom
  const chunkerPolynomial = options.chunkerPolynomial ?? randomPolynomial(random)
  if (degreeOf(chunkerPolynomial) !== CHUNKER_DEGREE || !isIrreducible(chunkerPolynomial))
    throw new TypeError('a vault needs an irreducible polynomial of degree 53')

  await backend.create()
  if ((await backend.stat(CONFIG)) || (await kindsIn(backend)).length > 0) fail('VAULT_108')

  const config = { version: 2, id: Buffer.from(random.bytes(32)).toString('hex'), chunkerPolynomial } as const
  const masterKey: SealKey = { encrypt: random.bytes(32), macK: random.bytes(16), macR: random.bytes(16) }
  const core = makeCore(backend, masterKey, config, options)
  // The slow work comes first: the time in which a vault has keys but no config yet is short.
  const prepared = await Promise.all(
    options.secrets.map(({ secret, label }) => prepareSlot(core, masterKey, secret, label)),
  )
  const stored: string[] = []
  try {
    for (const bytes of prepared) stored.push((await storeSlot(backend, bytes)).id)
    await backend.write(CONFIG, seal(masterKey, random.bytes(IV_BYTES), encodeConfig(config)))
    return await openVault(backend, options.secrets[0].secret, options)
  } catch (error) {
    await backend.remove(CONFIG).catch(() => undefined)
    for (const name of stored) await backend.remove({ kind: 'key', name }).catch(() => undefined)
    throw error
  }
}
