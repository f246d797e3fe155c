import type { Backend } from '#engine/backends/index.ts'
import type { Random } from '#engine/kernel/index.ts'
import type { Host, Session } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import { createReplica, type Vault } from '#engine/vault/index.ts'
import type { Place, ReplicaId } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { openOwn } from './add-replica.ts'

export type PlaceParts = { readonly session: Session; readonly host: Host; readonly random: Random }
export type NewPlace = {
  /** Its `secretRef` is given anew. */
  readonly place: Place
  /** Password or key; absent for a place that asks for none. */
  readonly secret?: string | undefined
  readonly name?: string | undefined
  readonly outside?: boolean | undefined
}

/**
 * Makes one more place on a network keep the whole vault from now on. Nothing is copied yet.
 *
 * The place is tried first with the typed secret, the keychain gets it when everything else is done, the settings last. A place that
 * already is a replica of this vault is taken up. Throws DEST_…, KEY_103, VAULT_102 where other things lie, VAULT_108 for a vault of
 * somebody else or one that is in use already. Nothing is changed then.
 */
export async function addPlace(parts: PlaceParts, added: NewPlace): Promise<ReplicaId> {
  const { session, host } = parts
  const { vault: main, replicas } = session.requireSettings()
  const place = withSecretRef(added, parts.random)
  if ('secretRef' in place && !(await host.probeKeychain({})).isAvailable) fail('KEY_103')
  await tryPlace(session, place, added.secret)
  return session.withVault(async (source) => {
    const replica = await openOrCreate(session, source, place, added.secret)
    const { id } = replica.config
    await replica.close()
    if ([main, ...replicas].some((known) => known.id === id)) fail('VAULT_108')
    if ('secretRef' in place && place.secretRef !== undefined && added.secret !== undefined)
      await host.writeSecret({ account: place.secretRef, secret: added.secret })
    const { name, outside } = added
    const kept: VaultPlace = { id, place, ...(name && { name }), ...(outside !== undefined && { outside }) }
    await session.changeSettings((settings) => ({ ...settings, replicas: [...settings.replicas, kept] }))
    return id
  })
}

/**
 * Another password or key for a place that is in use. It is tried first: throws DEST_… and changes nothing when it does not open the
 * place, DEST_111 when another vault lies there, VAULT_113 for a place that has no password.
 */
export async function changePlaceSecret(parts: PlaceParts, replicaId: ReplicaId, secret: string): Promise<void> {
  const { session, host } = parts
  const { vault, replicas } = session.requireSettings()
  const replica = [vault, ...replicas].find(({ id }) => id === replicaId)
  if (replica === undefined || !('secretRef' in replica.place) || replica.place.secretRef === undefined)
    return fail('VAULT_113')
  const { place } = replica
  const found = await session.openAt(place, secret)
  await found.close()
  if (found.config.id !== replicaId) fail('DEST_111')
  await host.writeSecret({ account: replica.place.secretRef, secret })
  session.forgetPlaceSecret(replica.place.secretRef)
}

/** Does not use a place any more. What lies there stays, to the last byte. Throws VAULT_113 for an unknown one, SET_105 for the only one. */
export async function removePlace({ session }: PlaceParts, replicaId: ReplicaId): Promise<void> {
  const { vault, replicas, diskSet } = session.requireSettings()
  const isRotated = diskSet?.disks.some((disk) => disk.replicaId === replicaId) ?? false
  if (isRotated || ![vault, ...replicas].some(({ id }) => id === replicaId)) fail('VAULT_113')
  const rotated = new Set(diskSet?.disks.map((disk) => disk.replicaId))
  const others = replicas.filter(({ id }) => id !== replicaId)
  if (vault.id !== replicaId)
    return void (await session.changeSettings((settings) => ({ ...settings, replicas: others })))
  // The next one in the plan's order takes its part; a disk of the month cannot, it is away.
  const next = others.find(({ id }) => !rotated.has(id)) ?? fail('SET_105')
  await session.changeSettings((settings) => ({
    ...settings,
    vault: next,
    replicas: others.filter(({ id }) => id !== next.id),
  }))
}

/** A place written down in a new way gets a new name in the keychain: an old secret must never open a new place. */
function withSecretRef({ place, secret }: NewPlace, random: Random): Place {
  if (!('secretRef' in place)) return place
  const { secretRef: _old, ...rest } = place
  if (place.kind === 'rest' && secret === undefined) return rest as Place
  return { ...rest, secretRef: `place:${random.uuid()}` } as Place
}

/** Says early and plainly that a place cannot be reached, or the secret is wrong: the first call that needs both. */
async function tryPlace(session: Session, place: Place, secret: string | undefined): Promise<void> {
  const backend = await session.openPlace(place, secret)
  try {
    await backend.stat({ kind: 'config', name: '' })
  } catch (error) {
    // A folder that is not there yet is made by `create`, and one that cannot be made is told then.
    if (codeOf(error) !== 'DEST_101' && codeOf(error) !== 'DEST_109') throw error
  } finally {
    await backend.close()
  }
}

async function openOrCreate(session: Session, source: Vault, place: Place, secret: string | undefined): Promise<Vault> {
  const backend = await session.openPlace(place, secret)
  try {
    if (await holdsVault(backend)) return await openOwn(session, source, place, secret)
    if (await backend.holdsForeignThings().catch(notThereYet)) fail('VAULT_102')
    return await createReplica(source, backend)
  } catch (error) {
    await backend.close()
    throw error
  }
}

const holdsVault = (backend: Backend): Promise<boolean> =>
  backend.stat({ kind: 'config', name: '' }).then((config) => config !== undefined, notThereYet)

function notThereYet(error: unknown): false {
  if (codeOf(error) === 'DEST_101') return false
  throw error
}
