import type { Backend } from '#engine/backends/index.ts'
import { fail } from '#shared/errors/index.ts'
import { coreOf, type VaultCore } from '../core.ts'
import { IV_BYTES, seal, unseal } from '../crypto/seal.ts'
import { decodeConfig, encodeConfig } from '../format/config.ts'
import { isSameKey, listSlots, storeSlot } from '../key-slots.ts'
import { kindsIn, makeCore } from '../open-vault.ts'
import type { Id, Vault, VaultConfig } from '../types.ts'
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
  const slots = await slotsOf(core)
  await backend.create()
  await refuseOtherVault(
    backend,
    slots.map(({ id }) => id),
  )
  for (const { bytes } of slots) await storeSlot(backend, bytes)
  const id = Buffer.from(core.random.bytes(32)).toString('hex')
  const config: VaultConfig = { version: 2, id, chunkerPolynomial: core.config.chunkerPolynomial }
  const replica = makeCore(backend, core.masterKey, config, core)
  await writeConfig(replica)
  const { junkKeys } = await listSlots(backend)
  return new OpenVault(replica, { openedWith: source.openedWith, junkKeys })
}

/**
 * Gives a repository of the same vault the ways in that it lacks: a disk that lay in a drawer while a new computer went on knows that
 * computer's key not yet. What proves that it is the same vault is its master key, which opens its config.
 *
 * False where it is another vault; nothing is written there. Throws VAULT_112, DEST_….
 */
export async function shareKeys(source: Vault, backend: Backend): Promise<boolean> {
  const core = coreOf(source)
  const sealed = await backend.read(CONFIG)
  const plain = sealed && unseal(core.masterKey, sealed)
  if (!plain || decodeConfig(plain)?.kind !== 'config') return false
  const there = new Set((await backend.list('key')).map(({ name }) => name))
  for (const { id, bytes } of await slotsOf(core)) if (!there.has(id)) await storeSlot(backend, bytes)
  return true
}

async function slotsOf({ backend }: VaultCore): Promise<readonly { readonly id: Id; readonly bytes: Uint8Array }[]> {
  const found: { id: Id; bytes: Uint8Array }[] = []
  for (const { slot } of (await listSlots(backend)).slots) {
    const bytes = await backend.read({ kind: 'key', name: slot.id })
    if (bytes) found.push({ id: slot.id, bytes })
  }
  return found
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
