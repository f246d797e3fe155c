import { readCertificate, readHostKey } from '#engine/backends/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { JobQueue } from '#engine/jobs/index.ts'
import { standingPlaces } from '#engine/session/index.ts'
import { addPlace, changePlaceSecret, type PlaceParts, removePlace } from '#engine/setup/index.ts'
import type { placeCalls } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { tryPlace } from './try-place.ts'

type Parts = PlaceParts & {
  readonly catalog: Catalog
  readonly queue: JobQueue
  /** What places are there, or how they are reached, is something else than it was. */
  readonly onChange: () => void
}

/** Places for copies on a network, as the window asks for them. */
export function placeHandlers(parts: Parts): Handlers<typeof placeCalls> {
  const { session, catalog, queue, onChange } = parts
  return {
    async addPlace(added) {
      const replicaId = await addPlace(parts, added)
      catalog.commitFact({ kind: 'replica-added', replicaId })
      return { replicaId, jobId: queue.enqueue({ kind: 'replicate', replicaId }) }
    },
    async removePlace({ replicaId }) {
      await removePlace(parts, replicaId)
      catalog.commitFact({ kind: 'replica-removed', replicaId })
      onChange()
      return {}
    },
    async describePlace({ replicaId, name, outside }) {
      const { vault, replicas } = session.requireSettings()
      if (![vault, ...replicas].some(({ id }) => id === replicaId)) fail('VAULT_113')
      const describe = (known: typeof vault) => {
        const { name: _name, ...rest } = known
        return known.id === replicaId ? { ...rest, outside, ...(name !== '' && { name }) } : known
      }
      await session.changeSettings((known) => ({
        ...known,
        vault: describe(known.vault),
        replicas: known.replicas.map(describe),
      }))
      onChange()
      return {}
    },
    async orderPlaces({ replicaIds }) {
      const standing = new Set(standingPlaces(session.requireSettings()).map(({ id }) => id))
      if (!replicaIds.every((id) => standing.has(id))) fail('VAULT_113')
      await session.changeSettings((known) => ({ ...known, order: [...new Set(replicaIds)] }))
      onChange()
      return {}
    },
    async placeSecretChanged({ replicaId, secret }) {
      await changePlaceSecret(parts, replicaId, secret)
      onChange()
      return {}
    },
    async healReplica({ replicaId }) {
      const { vault, replicas } = session.requireSettings()
      if (replicas.length === 0 || ![vault, ...replicas].some(({ id }) => id === replicaId)) fail('VAULT_113')
      return { jobId: queue.enqueue({ kind: 'heal', replicaId }) }
    },
    async protectNow({ replicaId }) {
      const { vault, replicas } = session.requireSettings()
      const place = [vault, ...replicas].find(({ id }) => id === replicaId)?.place
      if (place?.kind !== 's3' || place.lock === undefined) fail('VAULT_113')
      return { jobId: queue.enqueue({ kind: 'protect', replicaId }) }
    },
    readCertificate: ({ url }) => readCertificate(url, session.network().proxyUrl),
    readHostKey: ({ host, port }) => readHostKey(host, port, session.network()),
    testPlace: (asked, emit) => tryPlace(session, asked, emit),
    networkPolicy: async () => session.requireSettings().network,
    async setNetworkPolicy(network) {
      const settings = await session.changeSettings((known) => ({ ...known, network }))
      onChange()
      return settings.network
    },
  }
}
