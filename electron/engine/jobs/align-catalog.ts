import { type Catalog, rebuildFromVault } from '#engine/catalog/index.ts'
import type { Log } from '#engine/kernel/index.ts'
import { noteHoldings } from '#engine/replicate/index.ts'
import { inOrder, isPlaceTrouble, type Session, standingPlaces } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import { listCopy } from '#engine/snapshot/index.ts'
import { readUnderLock, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { type CopySummary, copyIdSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { databasesOf, entriesOf } from './copy-entries.ts'

/**
 * Makes the catalogue know every copy of this clinic's plan again: those it lost, those a crash kept from it.
 *
 * A technician's own copies of other folders stay out: beside them the clinic's files would look deleted. A copy that is not at the
 * first place that answers is forgotten only when every place says that it has it no more.
 *
 * A place that is away is no failure: the next start tries again.
 */
export async function alignCatalog(session: Session, catalog: Catalog, log: Log, signal: AbortSignal): Promise<void> {
  try {
    const align = async (vault: Vault, settings: Settings, replica: VaultPlace) => {
      await noteHoldings(catalog, vault)
      const known = new Set(catalog.listCopies().map((copy) => copy.copyId as string))
      const snapshots = (await vault.listSnapshots())
        .filter((snapshot) => snapshot.tags?.includes(settings.planTag))
        .sort((a, b) => takenAtMs(a) - takenAtMs(b))
      const here = new Set<string>(snapshots.map(({ id }) => id))
      const lacking = [...known].filter((id) => !here.has(id))
      if (lacking.length === 0 && here.size === known.size) return
      if (lacking.length > 0 && (await lieElsewhere(session, catalog, replica, lacking))) return
      await readUnderLock(vault, signal, async (stop) => {
        await vault.loadIndex()
        await rebuildFromVault(catalog, listing(vault, settings, snapshots), stop)
      })
      log.info('catalog.aligned', { copies: snapshots.length })
    }
    await inOrder(session, align)
  } catch (error) {
    log.warn('catalog.not-aligned', { code: codeOf(error) })
  }
}

/** Lists every place that answers, so that it is known what each lacks. A slow one holds nothing up: nobody waits for this. */
export async function listPlaces(session: Session, catalog: Catalog, log: Log, signal: AbortSignal): Promise<void> {
  if (session.settings === undefined) return
  for (const { id: replicaId } of standingPlaces(session.settings)) {
    if (signal.aborted) return
    await session
      .withVault((vault) => noteHoldings(catalog, vault), { replicaId })
      .catch((error: unknown) => log.info('place.not-listed', { code: codeOf(error) }))
  }
}

/** Whether another place has one of these copies, or may have it because it does not answer. */
async function lieElsewhere(
  session: Session,
  catalog: Catalog,
  { id: hereId }: VaultPlace,
  copyIds: readonly string[],
): Promise<boolean> {
  for (const other of standingPlaces(session.requireSettings())) {
    if (other.id === hereId) continue
    try {
      await session.withVault((vault) => noteHoldings(catalog, vault), { replicaId: other.id })
    } catch (error) {
      if (!isPlaceTrouble(codeOf(error))) throw error
      return true
    }
    if (copyIds.some((copyId) => catalog.holdersOf(copyId).includes(other.id))) return true
  }
  return false
}

function listing(vault: Vault, settings: Settings, snapshots: readonly Snapshot[]) {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  return {
    copyIds: snapshots.map((snapshot) => copyIdSchema.parse(snapshot.id)),
    async read(copyId: string) {
      const snapshot = byId.get(copyId) as Snapshot
      const entries = entriesOf(vault, snapshot, databasesOf(settings.sources))
      return { summary: await summaryOf(vault, snapshot, settings), entries }
    },
  }
}

/** What a copy says of itself; what it does not say (copies by old restic) is counted. */
async function summaryOf(vault: Vault, snapshot: Snapshot, settings: Settings): Promise<CopySummary> {
  const isDatabase = databasesOf(settings.sources)
  const counted = { files: 0, folders: 0, sourceBytes: 0, databases: 0 }
  for await (const { path, node } of listCopy(vault, snapshot)) {
    if (node.type === 'dir') counted.folders++
    if (node.type !== 'file') continue
    counted.files++
    counted.sourceBytes += Number(node.sizeBytes ?? 0n)
    if (isDatabase(path)) counted.databases++
  }
  const said = snapshot.summary
  return {
    copyId: copyIdSchema.parse(snapshot.id),
    takenAtMs: takenAtMs(snapshot),
    durationMs: said ? Math.max(0, Date.parse(said.backup_end) - Date.parse(said.backup_start)) || 0 : 0,
    ...counted,
    addedBytes: said?.data_added_packed ?? 0,
    newFiles: said?.files_new ?? 0,
    changedFiles: said?.files_changed ?? 0,
    unchangedFiles: said?.files_unmodified ?? 0,
    skips: {},
  }
}

const takenAtMs = (snapshot: Snapshot) => Date.parse(snapshot.time) || 0
