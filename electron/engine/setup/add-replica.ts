import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { localBackend } from '#engine/backends/index.ts'
import { type Session, vaultFolderIn } from '#engine/session/index.ts'
import { createReplica, requireReplica, type Vault } from '#engine/vault/index.ts'
import type { ReplicaId } from '#shared/domain/index.ts'
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
  const findings = await inspectDestination(
    destinationPath,
    sources.map((source) => source.path),
  )
  if (findings.kind === 'refused') return fail(findings.code)
  const folder = findings.kind === 'vault' ? findings.path : vaultFolderIn(destinationPath)
  if ([main, ...replicas].some(({ path: known }) => contains(known, folder) || contains(folder, known)))
    return fail('VAULT_108')
  return session.withVault(async (source) => {
    const replica = findings.kind === 'vault' ? await openOwn(session, source, folder) : await create(source, folder)
    const { id } = replica.config
    await replica.close()
    await session.changeSettings((settings) => ({
      ...settings,
      replicas: [...settings.replicas.filter((known) => known.id !== id), { path: folder, id }],
    }))
    return id
  })
}

async function create(source: Vault, folder: string): Promise<Vault> {
  await mkdir(path.dirname(folder), { recursive: true })
  const replica = await createReplica(source, localBackend(folder))
  await writeReadMe(path.dirname(folder))
  return replica
}

async function openOwn(session: Session, source: Vault, folder: string): Promise<Vault> {
  const found = await session.openAt(folder).catch((cause) => {
    if (codeOf(cause) === 'KEY_101') fail('VAULT_108', {}, { cause })
    throw cause
  })
  try {
    requireReplica(source, found)
    return found
  } catch (cause) {
    await found.close()
    return fail('VAULT_108', {}, { cause })
  }
}
