import { type Backend, type FileKind, patientBackend } from '#engine/backends/index.ts'
import { type Clock, type Log, type Random, silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { isIrreducible } from './chunker/index.ts'
import type { VaultCore } from './core.ts'
import { DEFAULT_SCRYPT_COST, type ScryptCost } from './crypto/scrypt.ts'
import { type SealKey, unseal } from './crypto/seal.ts'
import { decodeConfig } from './format/config.ts'
import { listSlots, MAX_KEY_BYTES, unlock } from './key-slots.ts'
import { type Confirmable, guardedBackend } from './lock/guarded-backend.ts'
import type { Vault, VaultConfig } from './types.ts'
import { OpenVault } from './vault.ts'
import { Crew, type Pace } from './workers/index.ts'

export type VaultOptions = {
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
  /** Cost of new key slots; tests take a cheap one. */
  readonly scryptCost?: ScryptCost
  /** Packs are closed once they hold this much. */
  readonly packTargetBytes?: number
  /** An index file is closed before it names more blobs than this. */
  readonly maxIndexBlobs?: number
  /** How much of the computer big work may take; `full` unless said otherwise. */
  readonly pace?: Pace
  /** Threads for big work; by the pace and the computer's cores unless said otherwise. */
  readonly workers?: number
}

const PACK_TARGET_BYTES = 16 * 1024 ** 2
/** restic's own limit. */
const MAX_INDEX_BLOBS = 50_000
/** A config has some 150 bytes. */
const MAX_CONFIG_BYTES = MAX_KEY_BYTES
const CONFIG = { kind: 'config', name: '' } as const

/**
 * Opens an existing vault by the secret of any of its slots.
 *
 * Throws DEST_101 for a place that is gone, VAULT_101 for an empty one, VAULT_102 for a folder of something else,
 * KEY_101 for a wrong secret, VAULT_104 when a damaged slot may be why none opens, VAULT_103 for a future version,
 * VAULT_107 for a damaged config. Writes nothing.
 */
export async function openVault(backend: Backend, secret: string, options: VaultOptions = {}): Promise<Vault> {
  const place = patientBackend(backend, options.clock ?? systemClock)
  const sealedConfig = await place.read(CONFIG, { offset: 0, length: MAX_CONFIG_BYTES })
  if (!sealedConfig) return failWithoutConfig(place)
  const listing = await listSlots(place)
  const { slot, masterKey } = await unlock(listing, secret)
  const config = readConfig(masterKey, sealedConfig)
  const { junkKeys } = listing
  if (junkKeys.length > 0) options.log?.warn('vault.junk-keys', { count: junkKeys.length })
  return new OpenVault(makeCore(backend, masterKey, config, options), { openedWith: slot, junkKeys })
}

/** Fills in what a caller of `openVault` or `createVault` left to us. */
export function makeCore(backend: Backend, masterKey: SealKey, config: VaultConfig, options: VaultOptions): VaultCore {
  const packTargetBytes = options.packTargetBytes ?? PACK_TARGET_BYTES
  const clock = options.clock ?? systemClock
  const locks = new Set<Confirmable>()
  return {
    backend: guardedBackend(patientBackend(backend, clock), locks),
    locks,
    masterKey,
    config,
    crew: new Crew(masterKey, packTargetBytes, options),
    clock,
    random: options.random ?? systemRandom,
    log: options.log ?? silentLog,
    scryptCost: options.scryptCost ?? DEFAULT_SCRYPT_COST,
    packTargetBytes,
    maxIndexBlobs: options.maxIndexBlobs ?? MAX_INDEX_BLOBS,
  }
}

/** The kinds of files a place holds, `config` apart. */
export async function kindsIn(backend: Backend): Promise<readonly FileKind[]> {
  const kinds = ['key', 'snapshot', 'index', 'pack'] as const
  const listings = await Promise.all(kinds.map((kind) => backend.list(kind)))
  return kinds.filter((_, at) => (listings[at]?.length ?? 0) > 0)
}

async function failWithoutConfig(backend: Backend): Promise<never> {
  if ((await kindsIn(backend)).length > 0) fail('VAULT_107', { kind: 'config' })
  return fail((await backend.holdsForeignThings()) ? 'VAULT_102' : 'VAULT_101')
}

function readConfig(masterKey: SealKey, sealed: Uint8Array): VaultConfig {
  const plain = unseal(masterKey, sealed)
  const read = plain && decodeConfig(plain)
  if (read?.kind === 'other-version') fail('VAULT_103', { version: read.version })
  if (read?.kind !== 'config' || !isIrreducible(read.config.chunkerPolynomial))
    return fail('VAULT_107', { kind: 'config' })
  return read.config
}
