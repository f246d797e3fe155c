import {
  type Backend,
  isOpenPlace,
  type LockedPlace,
  lockedPlace,
  mayRemove,
  type NetworkUse,
  openBackend,
  type PlaceAccess,
  proveImmutability,
} from '#engine/backends/index.ts'
import type { Log } from '#engine/kernel/index.ts'
import { derivedKey, type Vault } from '#engine/vault/index.ts'
import { type Resolved, requireHere, resolvePlace, type Volume } from '#engine/volumes/index.ts'
import type { hostContract } from '#shared/contracts/index.ts'
import {
  type CleaningKey,
  type DiskFolder,
  type ImmutabilityProof,
  type Place,
  type PlaceOf,
  withCleaningKey,
} from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import type { Client } from '#shared/wire/index.ts'

export type PlacesParts = {
  readonly host: Pick<Client<typeof hostContract>, 'readSecret'>
  /** What is attached right now. Without it a disk is taken to be where it was last. */
  readonly volumes?: { current(): Promise<readonly Volume[]> }
  readonly network?: () => NetworkUse
  readonly log?: Log
}

/** Opens written-down places. What the keychain told of them stays in this object and goes to nobody but the backend. */
export class Places {
  readonly #parts: PlacesParts
  readonly #secrets = new Map<string, string>()
  #markerKey: Uint8Array | undefined

  constructor(parts: PlacesParts) {
    this.#parts = parts
  }

  /**
   * Nothing of the place is written to yet. Throws DEST_105 when the keychain lost its password, KEY_103 without a keychain,
   * DEST_101 for a disk that is away, DEST_111 for another one in its place.
   */
  async open(place: Place, secret?: string): Promise<Backend> {
    const reached = await this.reach(place)
    return isOpenPlace(reached) ? openBackend(reached, await this.#accessTo(reached, secret)) : fail('DEST_104')
  }

  /** With the owner's key, which is not remembered. Nothing of the place is touched yet. Throws DEST_104 for a kind that knows no such key. */
  openForCleaning(place: Place, key: CleaningKey): Backend {
    const { owned, access } = this.#asOwner(place, key)
    return isOpenPlace(owned) ? openBackend(owned, access) : fail('DEST_104')
  }

  /** Throws RET_107 for a key that the place refuses or that may not erase there, DEST_… when it cannot be asked. */
  async requireCleaning(place: Place, key: CleaningKey): Promise<void> {
    const { owned, access } = this.#asOwner(place, key)
    if (!isOpenPlace(owned)) return fail('DEST_104')
    const isLet = await mayRemove(owned, access).catch((error: unknown) => {
      if (codeOf(error) === 'DEST_105') return false
      throw error
    })
    if (!isLet) fail('RET_107')
  }

  #asOwner(place: Place, key: CleaningKey): { readonly owned: Place; readonly access: PlaceAccess } {
    const { log } = this.#parts
    const access = { network: this.network, ...(log && { log }), secret: key.secret, isCleaning: true }
    return { owned: withCleaningKey(place, key), access }
  }

  /** A place as it is reached right now. Throws DEST_101, DEST_111. */
  async reach<P extends Place>(place: P): Promise<P> {
    const resolved = await this.#resolve(place)
    return resolved ? { ...place, path: requireHere(resolved) } : place
  }

  /** What is attached right now; nothing is known of it where nobody watches. */
  async attached(): Promise<readonly Volume[]> {
    return (await this.#parts.volumes?.current()) ?? []
  }

  /** With the vault of a disk open its signature can be judged. To be done before anything is written. Throws DEST_101, DEST_111. */
  async prove(place: Place, vault: Vault): Promise<Resolved | undefined> {
    this.#markerKey = derivedKey(vault, 'disk-marker')
    const resolved = await this.#resolve(place)
    if (resolved) requireHere(resolved)
    return resolved
  }

  /** What signs the markers of this vault's disks; undefined until one of them was open. */
  get markerKey(): Uint8Array | undefined {
    return this.#markerKey
  }

  async #resolve(place: Place): Promise<Resolved | undefined> {
    if (!isOnDisk(place) || this.#parts.volumes === undefined) return undefined
    return resolvePlace(place, { attached: await this.attached(), key: this.#markerKey })
  }

  /** Tries whether this computer's own key can erase there. */
  async proveImmutability(place: PlaceOf<'s3'>): Promise<ImmutabilityProof> {
    return proveImmutability(place, await this.#accessTo(place))
  }

  async openLocked(place: PlaceOf<'s3'>): Promise<LockedPlace> {
    return lockedPlace(place, await this.#accessTo(place))
  }

  /** The keychain holds another password now. */
  forgetSecret(secretRef: string): void {
    this.#secrets.delete(secretRef)
  }

  /** How places on a network are reached right now. */
  get network(): NetworkUse {
    return this.#parts.network?.() ?? {}
  }

  async #accessTo(place: Place, typed?: string): Promise<PlaceAccess> {
    if (place.kind === 'local') return {}
    const { log } = this.#parts
    const secret = typed ?? (place.secretRef === undefined ? undefined : await this.#secret(place.secretRef))
    return { network: this.network, ...(log && { log }), ...(secret !== undefined && { secret }) }
  }

  async #secret(account: string): Promise<string> {
    const known = this.#secrets.get(account)
    if (known !== undefined) return known
    const { secret } = await this.#parts.host.readSecret({ account })
    if (secret === null) return fail('DEST_105')
    this.#secrets.set(account, secret)
    return secret
  }
}

/** A place that is known by its disk. */
export type DiskPlace = PlaceOf<'local'> & { readonly volume: DiskFolder }
export const isOnDisk = (place: Place): place is DiskPlace => place.kind === 'local' && place.volume !== undefined
