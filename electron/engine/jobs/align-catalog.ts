import { type Catalog, type CopySeries, rebuildFromVault } from '#engine/catalog/index.ts'
import type { Log } from '#engine/kernel/index.ts'
import { noteHoldings } from '#engine/replicate/index.ts'
import { inOrder, isPlaceTrouble, type Session, standingPlaces } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import { isBook, listCopy } from '#engine/snapshot/index.ts'
import { readUnderLock, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { type CopySummary, copyIdSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { databasesOf, entriesOf } from './copy-entries.ts'

/**
 * Makes the catalogue know every copy of this computer's plan again: those it lost, those a crash kept from it.
 *
 * A copy that is not at the first place that answers is forgotten only when every place says that it has it no more.
 *
 * A place that is away is no failure: the next start tries again.
 */
export async function alignCatalog(session: Session, catalog: Catalog, log: Log, signal: AbortSignal): Promise<void> {
  await align(session, catalog, log, signal, ({ key }) => key === OWN)
}

/**
 * The same for what else the vault holds: copies of the clinic's other computers, and a technician's own. Each is a row of copies of its
 * own, beside which the others' files do not look deleted. May take long; nothing waits for it.
 */
export async function alignOthers(session: Session, catalog: Catalog, log: Log, signal: AbortSignal): Promise<void> {
  if (session.settings !== undefined) await align(session, catalog, log, signal, ({ key }) => key !== OWN)
}

const OWN = ''
const PLAN_TAG = /^plano-/

/** Which row of copies one belongs to: a plan's own, or those of the same computer and folders, as restic sees it. */
function seriesOf({ tags = [], hostname = '', paths }: Snapshot, planTag: string): CopySeries {
  if (tags.includes(planTag)) return { key: OWN, computer: hostname }
  return { key: tags.find((tag) => PLAN_TAG.test(tag)) ?? JSON.stringify([hostname, ...paths]), computer: hostname }
}

async function align(
  session: Session,
  catalog: Catalog,
  log: Log,
  signal: AbortSignal,
  isWanted: (series: { readonly key: string }) => boolean,
): Promise<void> {
  try {
    const alignWith = async (vault: Vault, settings: Settings, replica: VaultPlace) => {
      await noteHoldings(catalog, vault)
      const known = new Set(catalog.knownCopies().flatMap((copy) => (isWanted(copy) ? [copy.copyId] : [])))
      const found = (await vault.listSnapshots())
        .map((snapshot) => ({ snapshot, series: seriesOf(snapshot, settings.planTag) }))
        .filter(({ series }) => isWanted(series))
        .sort((a, b) => takenAtMs(a.snapshot) - takenAtMs(b.snapshot))
      const here = new Set<string>(found.map(({ snapshot }) => snapshot.id))
      const lacking = [...known].filter((id) => !here.has(id))
      if (lacking.length === 0 && here.size === known.size) return
      if (lacking.length > 0 && (await lieElsewhere(session, catalog, replica, lacking))) return
      // A row whose last copy is gone is brought in line with nothing.
      const keys = new Set([...catalog.knownCopies(), ...found.map(({ series }) => series)].map(({ key }) => key))
      await readUnderLock(vault, signal, async (stop) => {
        await vault.loadIndex()
        for (const key of keys) {
          if (!isWanted({ key })) continue
          const own = found.filter(({ series }) => series.key === key)
          const of = key === OWN ? undefined : own.at(-1)?.series
          const snapshots = own.map(({ snapshot }) => snapshot)
          await rebuildFromVault(
            catalog,
            { ...listing(vault, settings, snapshots), series: of ?? { key, computer: '' } },
            stop,
          )
        }
      })
      log.info('catalog.aligned', { copies: found.length })
    }
    await inOrder(session, alignWith)
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
    if (isBook(path)) continue
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
