import type { Backend } from '#engine/backends/index.ts'
import { fail } from '#shared/errors/index.ts'
import { coreOf, type VaultCore } from '../core.ts'
import { IV_BYTES, seal, unseal } from '../crypto/seal.ts'
import { decodeConfig, encodeConfig } from '../format/config.ts'
import { isSameKey, listSlots, storeSlot } from '../key-slots.ts'
import { kindsIn, makeCore } from '../open-vault.ts'
import type { Vault, VaultConfig } from '../types.ts'
import { OpenVault } from '../vault.ts'

const CONFIG = { kind: 'config', name: '' } as const

/**
 * Makes an empty second repository of the same vault: same master key, same polynomial, same ways in, an id of its own.
 *
 * Keys first, config last; what an interrupted try left is taken up. Throws VAULT_108 where anything else of a vault
 * exists, VAULT_112, DEST_….
 */
export async function createReplica(source: Vault, backend: Backend): Promise<Vault> {
  const core = coreOf(source)
  const { slots } = await listSlots(core.backend)
  await backend.create()
  await refuseOtherVault(
    backend,
    slots.map(({ slot }) => slot.id),
  )
  for (const { slot } of slots) {
    const bytes = await core.backend.read({ kind: 'key', name: slot.id })
    if (bytes) await storeSlot(backend, bytes)
  }
  const id = Buffer.from(core.random.bytes(32)).toString('hex')
  const config: VaultConfig = { version: 2, id, chunkerPolynomial: core.config.chunkerPolynomial }
  const replica = makeCore(backend, core.masterKey, config, core)
  await writeConfig(replica)
  const { junkKeys } = await listSlots(backend)
  return new OpenVault(replica, { openedWith: source.openedWith, junkKeys })
}

async function refuseOtherVault(backend: Backend, ownKeys: readonly string[]): Promise<void> {
  if (await backend.stat(CONFIG)) fail('VAULT_108')
  if ((await kindsIn(backend)).some((kind) => kind !== 'key')) fail('VAULT_108')
  if ((await backend.list('key')).some(({ name }) => !ownKeys.includes(name))) fail('VAULT_108')
}

/** The moment from which the replica exists. What was written is read back; anything else leaves no config. */
async function writeConfig({ backend, masterKey, config, random }: VaultCore): Promise<void> {
  try {
    await backend.write(CONFIG, seal(masterKey, random.bytes(IV_BYTES), encodeConfig(config)))
    const sealed = await backend.read(CONFIG)
    const plain = sealed && unseal(masterKey, sealed)
    const read = plain && decodeConfig(plain)
    if (read?.kind !== 'config' || read.config.id !== config.id) fail('VAULT_112')
  } catch (error) {
    await backend.remove(CONFIG).catch(() => undefined)
    throw error
  }
}

/**
 * Throws VAULT_113 unless both are repositories of one vault, each with an id of its own: restic keeps its cache by that
 * id, so that two with the same one (a folder copied by hand) must not grow apart. VAULT_103 for a target of version 1.
 */
export function requireReplica(source: Vault, target: Vault): void {
  const [left, right] = [coreOf(source), coreOf(target)]
  if (!isSameKey(left.masterKey, right.masterKey) || left.config.id === right.config.id) fail('VAULT_113')
  if (right.config.version !== 2) fail('VAULT_103', { version: right.config.version })
}
