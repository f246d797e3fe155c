import type { Backend } from '#engine/backends/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import type { ScryptCost } from './crypto/scrypt.ts'
import type { SealKey } from './crypto/seal.ts'
import type { Confirmable } from './lock/guarded-backend.ts'
import type { Vault, VaultConfig } from './types.ts'
import type { Crew } from './workers/index.ts'

/** What all parts of an open vault share. The master key never leaves this room. */
export type VaultCore = {
  /** Gives up on a place that hangs; commits and destroys only while `locks` stand. */
  readonly backend: Backend
  /** The locks held on this vault right now. */
  readonly locks: Set<Confirmable>
  readonly masterKey: SealKey
  readonly config: VaultConfig
  /** Seals, opens and judges; ends with the vault. */
  readonly crew: Crew
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Cost of the slots that `addKey` makes. */
  readonly scryptCost: ScryptCost
  readonly packTargetBytes: number
  readonly maxIndexBlobs: number
}

const cores = new WeakMap<Vault, VaultCore>()

export function bindCore(vault: Vault, core: VaultCore): void {
  cores.set(vault, core)
}

/** The inside of a vault that this room opened; throws TypeError for any other object. */
export function coreOf(vault: Vault): VaultCore {
  const core = cores.get(vault)
  if (!core) throw new TypeError('not a vault of this room')
  return core
}
