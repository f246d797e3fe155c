import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Session, vaultFolderIn } from '#engine/session/index.ts'
import { createReplica, requireReplica, shareKeys, type Vault } from '#engine/vault/index.ts'
import { type Place, type PlaceOf, pathsOf, type ReplicaId } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { contains, inspectDestination } from './inspect-destination.ts'
import { writeReadMe } from './read-me.ts'

/**
 * Makes one more disk keep the whole vault from now on. Nothing is copied yet.
 *
 * A disk that already is a replica of this vault (added before, or by a try that broke off) is taken up.
 * Throws DEST_…, SET_104 for a place inside what is protected, VAULT_108 for a disk with another vault or that is in use already.
 */
export async function addReplica(session: Session, destinationPath: string): Promise<ReplicaId> {
  const { sources, vault: main, replicas } = session.requireSettings()
  const disks = await session.disks()
  const findings = await inspectDestination(destinationPath, sources.flatMap(pathsOf), disks)
  if (findings.kind === 'refused') return fail(findings.code)
  const folder = findings.kind === 'vault' ? findings.path : vaultFolderIn(destinationPath)
  if ([main, ...replicas].some(({ place }) => isAround(place, folder))) return fail('VAULT_108')
  const place: PlaceOf<'local'> = { kind: 'local', path: folder }
  return session.withVault(async (source) => {
    const replica =
      findings.kind === 'vault' ? await openOwn(session, source, place) : await create(session, source, folder)
    const { id } = replica.config
    const bound = await session.bindDisk(replica, place).finally(() => replica.close())
    await session.changeSettings((settings) => ({
      ...settings,
      replicas: [...settings.replicas.filter((known) => known.id !== id), { id, place: bound }],
    }))
    return id
  })
}

const isAround = (place: Place, folder: string) =>
  place.kind === 'local' && (contains(place.path, folder) || contains(folder, place.path))

async function create(session: Session, source: Vault, folder: string): Promise<Vault> {
  await mkdir(path.dirname(folder), { recursive: true })
  const replica = await createReplica(source, await session.openPlace({ kind: 'local', path: folder }))
  await writeReadMe(path.dirname(folder))
  return replica
}

/**
 * Opens a place that holds this vault already; `secret` is what the place asks for, where it asks. One that lay away since another computer
 * went on is given the keys it lacks. Throws VAULT_108 for a vault of somebody else, and for one that is a copy made by hand.
 */
export async function openOwn(session: Session, source: Vault, place: Place, secret?: string): Promise<Vault> {
  const found = await session.openAt(place, secret).catch(async (cause) => {
    if (codeOf(cause) !== 'KEY_101') throw cause
    const backend = await session.openPlace(place, secret)
    const isOurs = await shareKeys(source, backend).finally(() => backend.close())
    return isOurs ? session.openAt(place, secret) : fail('VAULT_108', {}, { cause })
  })
  try {
    requireReplica(source, found)
    return found
  } catch (cause) {
    await found.close()
    return fail('VAULT_108', {}, { cause })
  }
}
