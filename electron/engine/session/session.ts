import path from 'node:path'
import type { Backend, LockedPlace, NetworkUse } from '#engine/backends/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { readKit } from '#engine/kit/index.ts'
import type { Settings, SettingsFile, VaultPlace } from '#engine/settings/index.ts'
import { openVault, type Pace, type ScryptCost, type Vault } from '#engine/vault/index.ts'
import type { Volume } from '#engine/volumes/index.ts'
import type { EngineState, hostContract } from '#shared/contracts/index.ts'
import type { CleaningKey, ImmutabilityProof, Place, PlaceOf, ReplicaId } from '#shared/domain/index.ts'
import { codeOf, fail, isAppError, type WireError } from '#shared/errors/index.ts'
import type { Client } from '#shared/wire/index.ts'
import { bindDisk } from './bind-disk.ts'
import { isPlaceTrouble } from './place-trouble.ts'
import { isOnDisk, Places } from './places.ts'

export type Host = Client<typeof hostContract>

export type SessionParts = {
  readonly settings: SettingsFile
  readonly host: Host
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** What is attached right now. Without it a disk is taken to be where it was last. */
  readonly volumes?: { current(): Promise<readonly Volume[]> }
  /** How places on a network are reached; without it as they are. */
  readonly network?: () => NetworkUse
  /** Cost of the keys this app makes; tests take a cheap one. */
  readonly scryptCost?: ScryptCost
  /** Hears of each opening of the clinic's own vault: some keys hang on it. */
  readonly onOpen?: (vault: Vault) => void
}

/** Which of the vault's disks, and how much of the computer work on it may take. */
export type VaultUse = {
  /** The main one by default. */
  readonly replicaId?: ReplicaId
  readonly pace?: Pace
  /** The owner's, with which the place lets things be removed. It is used for this and forgotten. */
  readonly cleaningKey?: CleaningKey
}

type State =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'locked'; readonly settings: Settings; readonly error: WireError }
  | { readonly kind: 'ready'; readonly settings: Settings; readonly secret: string }

/**
 * Who may open the vault right now: nobody yet, nobody until the kit is typed, or this app.
 *
 * The secret stays in this object and is never told to anybody else.
 */
export class Session {
  readonly #parts: SessionParts
  readonly #places: Places
  #state: State = { kind: 'fresh' }
  #lastChange: Promise<unknown> = Promise.resolve()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#places = new Places(parts)
  }

  /** Reads the settings and asks the keychain. Never throws for a missing key: that is a state. */
  async start(): Promise<void> {
    const settings = await this.#parts.settings.load()
    if (settings === undefined) return
    await this.adopt(settings)
  }

  /** Takes settings that are already saved into use. */
  async adopt(settings: Settings, secret?: string): Promise<void> {
    if (secret !== undefined) {
      this.#state = { kind: 'ready', settings, secret }
      return
    }
    const found = await this.#secretFromKeychain(settings)
    this.#state =
      typeof found === 'string'
        ? { kind: 'ready', settings, secret: found }
        : { kind: 'locked', settings, error: found }
  }

  get state(): EngineState {
    if (this.#state.kind === 'fresh') return { kind: 'fresh' }
    const { clinicName } = this.#state.settings
    return this.#state.kind === 'locked'
      ? { kind: 'locked', clinicName, error: this.#state.error }
      : { kind: 'ready', clinicName }
  }

  get settings(): Settings | undefined {
    return this.#state.kind === 'fresh' ? undefined : this.#state.settings
  }

  /** The settings, or SET_101 before set-up. */
  requireSettings(): Settings {
    return this.settings ?? fail('SET_101')
  }

  /**
   * Runs work on the open vault and closes it afterwards. The disk may have gone and come back since the last time, so every piece of work opens anew.
   *
   * Throws SET_101 before set-up, the state's own code while locked, VAULT_113 for a disk that is none of the vault's, DEST_111 for
   * another disk in its place, and what `openVault` throws.
   */
  async withVault<T>(work: (vault: Vault, settings: Settings) => Promise<T>, use: VaultUse = {}): Promise<T> {
    const state = this.#state
    if (state.kind === 'fresh') fail('SET_101')
    if (state.kind === 'locked') fail(state.error.code, state.error.params)
    const vault = await this.#open(placeOf(state.settings, use.replicaId), state.secret, use)
    try {
      return await work(vault, state.settings)
    } finally {
      await vault.close()
    }
  }

  /**
   * Opens a locked app with the words of the kit, and gives this computer a key of its own again where the keychain works.
   *
   * Throws KEY_102 for words that are no kit, KEY_101 for another vault's kit, DEST_101 while the disk is away. Nothing changes then.
   */
  async unlockWithKit(typed: string): Promise<void> {
    const kit = readKit(typed)
    const vault = await this.#openFirst(kit.password)
    const settings = this.requireSettings()
    try {
      // The other places get their keys from the main one.
      const isMain = vault.config.id === settings.vault.id
      const renewed = isMain ? await this.#renewMachineKey(vault, settings) : undefined
      this.#state = { kind: 'ready', settings: renewed?.settings ?? settings, secret: renewed?.secret ?? kit.password }
    } finally {
      await vault.close()
    }
  }

  /**
   * The bytes of a written-down place, its secret fetched from the keychain unless it is given. Everything that works on places gets them here.
   *
   * Nothing of the place is touched yet. Throws DEST_105 when the keychain lost its password, KEY_103 without a keychain.
   */
  openPlace(place: Place, secret?: string): Promise<Backend> {
    return this.#places.open(place, secret)
  }

  /**
   * Whether the owner's key may erase in a place, and whether the vault there is the one that is meant. Nothing is changed.
   * Throws RET_107 for a key that may not, VAULT_113, DEST_….
   */
  async requireCleaning(replicaId: ReplicaId, cleaningKey: CleaningKey): Promise<void> {
    await this.#places.requireCleaning(placeOf(this.requireSettings(), replicaId).place, cleaningKey)
    await this.withVault(async () => undefined, { replicaId, cleaningKey })
  }

  /** A place as it is reached right now: a disk under its letter of today. Throws DEST_101, DEST_111. */
  reachPlace(place: Place): Promise<Place> {
    return this.#places.reach(place)
  }

  /** The keychain holds another secret for a place now. */
  forgetPlaceSecret(secretRef: string): void {
    this.#places.forgetSecret(secretRef)
  }

  /** Tries whether this computer's own key can erase what lies in a place. Throws as `openPlace` does, and DEST_…. */
  proveImmutability(place: PlaceOf<'s3'>): Promise<ImmutabilityProof> {
    return this.#places.proveImmutability(place)
  }

  /** Prolongs until when files of a place cannot be erased. Throws as `openPlace` does. */
  openLocked(place: PlaceOf<'s3'>): Promise<LockedPlace> {
    return this.#places.openLocked(place)
  }

  /** How places on a network are reached right now. */
  network(): NetworkUse {
    return this.#places.network
  }

  /** What is attached right now, and what the markers of this vault's disks are signed with, once one of them was open. */
  async disks(): Promise<{ readonly attached: readonly Volume[]; readonly key: Uint8Array | undefined }> {
    return { attached: await this.#places.attached(), key: this.#places.markerKey }
  }

  /** Settings show each disk where it is now. Only for the eye: a disk is found by what it is. */
  async followDisks(): Promise<void> {
    const settings = this.requireSettings()
    const moved = new Map<ReplicaId, VaultPlace>()
    for (const replica of [settings.vault, ...settings.replicas]) {
      const { place: known } = replica
      if (!isOnDisk(known)) continue
      const place = await this.#places.reach(known).catch(() => known)
      if (place.path !== known.path) moved.set(replica.id, { ...replica, place })
    }
    if (moved.size > 0) await this.#renewPlaces(moved)
  }

  /** Writes a folder down by its disk from now on, where it lies on one that can be told from others. The vault in it is the one given. */
  async bindDisk(vault: Vault, place: PlaceOf<'local'>, label?: string): Promise<PlaceOf<'local'>> {
    const reached = await this.#places.reach(place)
    return bindDisk(vault, reached, { ...this.#parts, attached: await this.#places.attached(), label })
  }

  /** Opens whatever vault lies in a place with this app's secret. Throws what `openVault` throws, and while fresh or locked. */
  async openAt(place: Place, secret?: string): Promise<Vault> {
    const state = this.#state
    if (state.kind === 'fresh') return fail('SET_101')
    if (state.kind === 'locked') return fail(state.error.code, state.error.params)
    return openVault(await this.openPlace(place, secret), state.secret, this.#parts)
  }

  /** Keeps changed decisions and works by them from now on, one change after the other. Throws SET_101 before set-up. */
  changeSettings(change: (settings: Settings) => Settings): Promise<Settings> {
    // Side by side, each would be made on what the other has not written yet, and the later one would undo the earlier.
    const changed = this.#lastChange.then(() => this.#change(change))
    this.#lastChange = changed.catch(() => undefined)
    return changed
  }

  async #change(change: (settings: Settings) => Settings): Promise<Settings> {
    const state = this.#state
    if (state.kind === 'fresh') return fail('SET_101')
    const settings = change(state.settings)
    await this.#parts.settings.save(settings)
    this.#state = { ...state, settings }
    return settings
  }

  /** The first place that answers, in the plan's order. */
  async #openFirst(secret: string): Promise<Vault> {
    const { vault, replicas } = this.requireSettings()
    let first: unknown
    for (const replica of [vault, ...replicas]) {
      try {
        return await this.#open(replica, secret)
      } catch (error) {
        if (!isPlaceTrouble(codeOf(error))) throw error
        first ??= error
      }
    }
    throw first
  }

  async #open(replica: VaultPlace, secret: string, { pace, cleaningKey }: VaultUse = {}): Promise<Vault> {
    const options = { ...this.#parts, ...(pace && { pace }) }
    const { place } = replica
    const backend = cleaningKey ? this.#places.openForCleaning(place, cleaningKey) : await this.openPlace(place)
    const vault = await openVault(backend, secret, options)
    try {
      // Another vault at the same place (a disk swapped for its twin) must never get this clinic's copies.
      if (vault.config.id !== replica.id) fail('DEST_111')
      await this.#proveDisk(replica, vault)
      this.#parts.onOpen?.(vault)
      return vault
    } catch (error) {
      await vault.close()
      throw error
    }
  }

  /** Throws DEST_111. A disk from before disks had markers gets one now, and so does one whose marker somebody deleted. */
  async #proveDisk(replica: VaultPlace, vault: Vault): Promise<void> {
    const { place } = replica
    if (place.kind !== 'local') return
    const resolved = await this.#places.prove(place, vault)
    if (isOnDisk(place) && !(resolved?.kind === 'here' && resolved.verdict.kind === 'no-marker')) return
    const bound = await this.bindDisk(vault, place, replica.name)
    if (bound.volume === undefined || bound.volume.diskId === place.volume?.diskId) return
    await this.#renewPlaces(new Map([[replica.id, { ...replica, place: bound }]]))
  }

  async #renewPlaces(places: ReadonlyMap<ReplicaId, VaultPlace>): Promise<void> {
    const renew = (known: VaultPlace) => ({ ...known, place: places.get(known.id)?.place ?? known.place })
    await this.changeSettings((settings) => ({
      ...settings,
      vault: renew(settings.vault),
      replicas: settings.replicas.map(renew),
    }))
  }

  async #secretFromKeychain(settings: Settings): Promise<string | WireError> {
    if (settings.key.kind === 'kit-each-start') return { code: 'KEY_103', params: {} }
    try {
      const { secret } = await this.#parts.host.readSecret({ account: settings.key.account })
      return secret ?? { code: 'KEY_104', params: {} }
    } catch (error) {
      this.#parts.log.warn('keychain.unavailable', { code: codeOf(error) })
      return isAppError(error) ? error.wire : { code: 'KEY_103', params: {} }
    }
  }

  /** New key first, proven by `addKey`; only then the old slot goes. Failing to renew is no failure of unlocking: the kit has opened the app. */
  async #renewMachineKey(
    vault: Vault,
    settings: Settings,
  ): Promise<{ settings: Settings; secret: string } | undefined> {
    if (settings.key.kind !== 'keychain') return undefined
    const { host, log, random } = this.#parts
    try {
      const { isAvailable } = await host.probeKeychain({})
      if (!isAvailable) return undefined
      const secret = newMachineSecret(random)
      // The sign of a take-over is the key's label: it goes on with the new key.
      const isSign = settings.takeOver?.signId === settings.key.slotId
      const slot = await vault.addKey(secret, isSign ? takeOverKeyLabel(settings.planTag) : machineKeyLabel())
      await host.writeSecret({ account: settings.key.account, secret })
      const renewed: Settings = {
        ...settings,
        key: { ...settings.key, slotId: slot.id },
        ...(isSign && settings.takeOver && { takeOver: { ...settings.takeOver, signId: slot.id } }),
      }
      await this.#parts.settings.save(renewed)
      await this.#retireKey(vault, settings.key.slotId)
      return { settings: renewed, secret }
    } catch (error) {
      log.warn('machine-key.not-renewed', { code: codeOf(error) })
      return undefined
    }
  }

  async #retireKey(vault: Vault, slotId: string): Promise<void> {
    try {
      const lock = await vault.lock('exclusive')
      try {
        await vault.removeKey(slotId)
      } finally {
        await lock.release()
      }
    } catch (error) {
      // A slot too many is harmless: its secret is gone with the keychain entry.
      this.#parts.log.warn('machine-key.old-slot-kept', { code: codeOf(error) })
    }
  }
}

const placeOf = (settings: Settings, replicaId: ReplicaId = settings.vault.id): VaultPlace =>
  [settings.vault, ...settings.replicas].find(({ id }) => id === replicaId) ?? fail('VAULT_113')

/** 256 random bits as text without blanks, so that it is a restic password like any other. */
export function newMachineSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url')
}

/** What a key slot says of itself, readable by whoever holds the disk: no person's name, no computer's name. */
export const machineKeyLabel = () => ({ username: 'salvaguarda', hostname: 'computador' })
/** The key of a computer that went on with another one's copies; the other one reads it there. Which plan's copies: a vault may hold several. */
export const takeOverKeyLabel = (planTag: string) => ({
  username: 'salvaguarda',
  hostname: `computador-novo-${planTag.replace(/^plano-/, '').slice(0, 8)}`,
})
export const kitKeyLabel = () => ({ username: 'salvaguarda', hostname: 'kit' })

/** Where the vault goes inside the folder that a person chose. */
export const vaultFolderIn = (chosen: string) => path.join(chosen, 'Salvaguarda', 'cofre')
