import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Log } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { addReplica, writeReadMe } from '#engine/setup/index.ts'
import {
  type BoundPlace,
  compareVolumeIds,
  readMarker,
  resolvePlace,
  type Volume,
  type VolumeWatch,
  volumeOf,
} from '#engine/volumes/index.ts'
import type { BookLine, DiskSetView, StrangeDisk } from '#shared/contracts/index.ts'
import {
  type DiskId,
  type DiskSet,
  diskPolicyOf,
  type JobId,
  judgePlug,
  type NewDiskEntry,
  type PlaceOf,
  type PlugVerdict,
  type ReplicaId,
  type SetDisk,
  type SwapDays,
} from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { type DiskBook, sealsOf } from './book.ts'
import { requireDisk } from './swap.ts'
import { hasStopped, type SwapFailure, viewOf } from './view.ts'

export type RotationParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: DiskBook
  readonly volumes: Pick<VolumeWatch, 'current' | 'onLook' | 'hint'>
  /** Writes out what is held back and lets go of a disk. Throws DEST_…. */
  readonly eject: (volume: Volume) => Promise<void>
  /** Puts work on the queue; what waits or runs already is fine. */
  readonly startSwap: (diskId: DiskId) => void
  /** Work on a disk that waits or runs; `jobId` is null while it waits. */
  readonly workNow: () => { readonly diskId: DiskId; readonly jobId: JobId | null } | null
  /** True while the guard's brake is on. */
  readonly isHeld: () => boolean
  /** Folder with programs that disks carry along, where somebody put any there. */
  readonly programs: string
  readonly clock: Clock
  readonly log: Log
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4000

/** What was found out about a disk of the set when the attached ones were last looked at. */
type Here = { readonly volume: Volume; readonly isReadOnly: boolean }

/**
 * The disks that leave the building: notices them come and go, decides what is done with each, and keeps their book.
 *
 * One thing after the other: what is attached, what people sign and what is ejected never overtake each other in the book.
 */
export class Rotation {
  readonly #parts: RotationParts
  #here: ReadonlyMap<DiskId, Here> = new Map()
  #strangers: readonly StrangeDisk[] = []
  #last: Promise<unknown> = Promise.resolve()
  #stop: (() => void)[] = []

  constructor(parts: RotationParts) {
    this.#parts = parts
  }

  /** Follows what is attached, and takes up what an earlier run left. */
  begin(): void {
    const { volumes, catalog } = this.#parts
    this.#stop = [
      volumes.onLook(() => this.#lookSoon()),
      catalog.onFact(({ kind }) => {
        // A brake that was let go: what waited for it goes on.
        if (kind === 'guard-released') this.#lookSoon()
      }),
    ]
    this.#lookSoon()
  }

  async close(): Promise<void> {
    for (const stop of this.#stop.splice(0)) stop()
    await this.settled()
  }

  /** Resolves when everything that was noticed so far is in the book. */
  async settled(): Promise<void> {
    await this.#last.catch(() => undefined)
    await this.#parts.book.settled()
  }

  /** Work is over: a disk that was plugged in meanwhile has its turn. */
  workEnded(): void {
    if (this.#stop.length > 0) this.#lookSoon()
  }

  view(): DiskSetView {
    const { session, book, clock, workNow } = this.#parts
    const freeBytes = new Map([...this.#here].map(([diskId, { volume }]) => [diskId, volume.freeBytes]))
    const failure = this.#failure()
    const seen = { records: book.records, freeBytes, strangers: this.#strangers, work: workNow(), failure }
    return viewOf(session.settings?.diskSet, seen, clock.nowMs())
  }

  /** Compares what is attached with the book, and writes down and does what follows. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      const { session, volumes } = this.#parts
      const set = session.settings?.diskSet
      const attached = await volumes.current()
      if (!set) return
      await this.#find(set, attached)
      for (const disk of set.disks) await this.#compare(set, disk)
    })
  }

  /** Begins to promise, or promises other days from now on. Throws SET_101. */
  async decide(swapDays: SwapDays): Promise<void> {
    const { session, catalog, clock } = this.#parts
    const settings = await session.changeSettings((known) => {
      const policy = diskPolicyOf(swapDays, clock.nowMs())
      const disks = known.diskSet?.disks ?? []
      return { ...known, diskSet: { policy: { ...known.diskSet?.policy, ...policy }, disks } }
    })
    catalog.commitFact({ kind: 'disk-set-decided', disks: settings.diskSet?.disks.length ?? 0 })
  }

  /** Makes a plugged-in disk one of the set. Throws SET_101, DISK_103, DEST_…, VAULT_108. */
  async add(destinationPath: string, label: string, month: number | null): Promise<DiskId> {
    const { session, catalog, volumes, clock } = this.#parts
    const diskId = await this.#inTurn(async () => {
      const settings = session.requireSettings()
      // It may have been plugged in a moment ago.
      volumes.hint()
      const found = volumeOf(destinationPath, await volumes.current())
      // SECURITY: a folder of this computer would burn, or be encrypted, with it.
      if (!found || !canLeave(settings, found.volume)) fail('DISK_103')
      const replicaId = await addReplica(session, destinationPath)
      await session.changeSettings((known) => ({
        ...known,
        replicas: known.replicas.map((place) => (place.id === replicaId ? { ...place, name: label } : place)),
      }))
      // Opening it once writes down, here and on the disk, which one it is.
      await session.withVault(async () => undefined, { replicaId })
      const bound = boundOf(session, replicaId) ?? fail('DISK_103')
      const { diskId } = bound.volume
      const { diskSet } = await session.changeSettings((known) => {
        const set = known.diskSet ?? { policy: diskPolicyOf({ kind: 'month-day', day: 5 }, clock.nowMs()), disks: [] }
        const number = Math.max(0, ...set.disks.map((disk) => disk.number)) + 1
        const disk: SetDisk = { diskId, replicaId, number, label, ...(month !== null && { month }) }
        return { ...known, diskSet: { ...set, disks: [...set.disks.filter((one) => one.diskId !== diskId), disk] } }
      })
      catalog.commitFact({ kind: 'replica-added', replicaId })
      await this.#write({ kind: 'added', diskId })
      catalog.commitFact({ kind: 'disk-set-decided', disks: diskSet?.disks.length ?? 0 })
      return diskId
    })
    await this.look()
    return diskId
  }

  /** Goes on with what stopped: judges the plugged-in disk anew. Throws DISK_101, DISK_102. */
  async retry(diskId: DiskId): Promise<void> {
    const { book, isHeld, startSwap, session } = this.#parts
    requireDisk(session, diskId)
    if (isHeld()) fail('DISK_101')
    const record = book.records.get(diskId)
    const verdict = record?.present?.verdict
    if (verdict !== 'right' && verdict !== 'read-back') fail('DISK_102')
    if (record?.present?.readAtMs !== null && record?.present?.ejectedAtMs === null) await this.letGo(diskId)
    else startSwap(diskId)
  }

  /** A person uses the disk that is plugged in though it is not its turn. Throws DISK_101, DISK_102. */
  async use(diskId: DiskId): Promise<void> {
    const { book, isHeld, session, startSwap } = this.#parts
    await this.#inTurn(async () => {
      requireDisk(session, diskId)
      if (isHeld()) fail('DISK_101')
      const verdict = book.records.get(diskId)?.present?.verdict
      if (verdict !== 'wrong' && verdict !== 'read-back') fail('DISK_102')
      await this.#write({ kind: 'came', diskId, verdict: 'right' })
    })
    startSwap(diskId)
  }

  /** Somebody signs for a disk that is ready to go. Throws DISK_101 while the brake is on, DISK_102 while work on it is not done. */
  async handOver(diskId: DiskId, takenBy: string, place: string, note: string): Promise<BookLine> {
    const { book, isHeld, session, workNow } = this.#parts
    requireDisk(session, diskId)
    // No disk leaves while somebody has to answer whether something destroys files.
    if (isHeld()) fail('DISK_101')
    const record = book.records.get(diskId)
    if (!record || record.copiedAtMs === null || record.lost || workNow()?.diskId === diskId) fail('DISK_102')
    return this.#inTurn(() => this.#write({ kind: 'handed-over', diskId, takenBy, place, note }))
  }

  /** Opens an incident. Throws DISK_102 for a disk that is none of the set, or lost already. */
  async reportLost(diskId: DiskId, reportedBy: string, what: string): Promise<BookLine> {
    const { book, session, clock } = this.#parts
    requireDisk(session, diskId)
    if (book.records.get(diskId)?.lost) fail('DISK_102')
    const before = book.entries.filter(({ kind }) => kind === 'lost').length
    const incident = `${new Date(clock.nowMs()).getFullYear()}-${String(before + 1).padStart(3, '0')}`
    return this.#inTurn(() => this.#write({ kind: 'lost', diskId, reportedBy, what, incident }))
  }

  async reportFound(diskId: DiskId, reportedBy: string): Promise<void> {
    requireDisk(this.#parts.session, diskId)
    if (!this.#parts.book.records.get(diskId)?.lost) fail('DISK_102')
    await this.#inTurn(() => this.#write({ kind: 'found', diskId, reportedBy }))
    await this.#judgeAnew(diskId)
  }

  async retire(diskId: DiskId, decidedBy: string, reason: string): Promise<void> {
    requireDisk(this.#parts.session, diskId)
    if (this.#parts.book.records.get(diskId)?.retiredAtMs) fail('DISK_102')
    await this.#inTurn(() => this.#write({ kind: 'retired', diskId, decidedBy, reason }))
  }

  /** Lines of one disk, or of all, each with its seal. */
  lines(diskId?: DiskId): BookLine[] {
    const { entries } = this.#parts.book
    const seals = sealsOf(entries)
    const all = entries.map((entry, index) => ({ entry, seal: seals[index] ?? '' }))
    return diskId === undefined ? all : all.filter(({ entry }) => entry.diskId === diskId)
  }

  /** Lets go of a disk; one that does not let go is told as such by its having no line. Never throws. */
  letGo(diskId: DiskId): Promise<void> {
    return this.#inTurn(async () => {
      const here = this.#here.get(diskId)
      if (here && (await this.#eject(here.volume))) await this.#write({ kind: 'ejected', diskId })
    })
  }

  /** Something looks at every disk that is plugged in (we do, the desktop does): whatever uses it for a moment is waited for. */
  async #eject(volume: Volume): Promise<boolean> {
    const { eject, clock, log } = this.#parts
    for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
      try {
        await eject(volume)
        return true
      } catch (error) {
        const code = codeOf(error)
        if (code === 'DEST_113' && waitMs <= LONGEST_WAIT_MS) await clock.sleep(waitMs)
        else {
          log.warn('rotation.not-ejected', { code })
          return false
        }
      }
    }
  }

  /** The page on how to recover without us, beside the vault. Never throws. */
  async leaveReadMe(diskId: DiskId): Promise<void> {
    const { session, programs } = this.#parts
    const here = this.#here.get(diskId)
    const disk = session.settings?.diskSet?.disks.find((one) => one.diskId === diskId)
    const bound = disk && boundOf(session, disk.replicaId)
    if (here && bound) await writeReadMe(path.dirname(path.join(here.volume.mountPath, bound.volume.folder)), programs)
  }

  #lookSoon(): void {
    void this.look().catch((error: unknown) => this.#parts.log.warn('rotation.look', { code: codeOf(error) }))
  }

  async #find(set: DiskSet, attached: readonly Volume[]): Promise<void> {
    const here = new Map<DiskId, Here>()
    const strangers: StrangeDisk[] = []
    const claimed = new Set<Volume>()
    for (const { diskId, replicaId, label } of set.disks) {
      const bound = boundOf(this.#parts.session, replicaId)
      if (!bound) continue
      const found = await resolvePlace(bound, { attached, replicaId })
      if (found.kind === 'away') continue
      claimed.add(found.volume)
      if (found.kind === 'here')
        here.set(diskId, { volume: found.volume, isReadOnly: found.verdict.kind === 'read-only' })
      if (found.kind === 'here' && found.verdict.kind === 'read-only') strangers.push({ kind: 'read-only', label })
      if (found.kind === 'other' && found.verdict.kind === 'cloned') strangers.push({ kind: 'cloned', label })
    }
    for (const volume of attached) {
      if (claimed.has(volume) || !volume.isRemovable) continue
      const found = await readMarker(volume.mountPath)
      const isKnown = found.kind === 'marker' && this.#isOurs(found.marker.replicaId)
      if (found.kind !== 'none' && !isKnown)
        strangers.push({ kind: 'foreign', label: found.kind === 'marker' ? found.marker.label : volume.label })
    }
    this.#here = here
    this.#strangers = strangers
  }

  #isOurs(replicaId: string): boolean {
    const { vault, replicas } = this.#parts.session.requireSettings()
    return [vault, ...replicas].some(({ id }) => id === replicaId)
  }

  async #compare(set: DiskSet, { diskId }: SetDisk): Promise<void> {
    const { book, startSwap } = this.#parts
    const record = book.records.get(diskId)
    const present = record?.present ?? null
    const here = this.#here.get(diskId)
    if (!here) {
      if (present) await this.#write({ kind: 'left', diskId, wasEjected: present.ejectedAtMs !== null })
      return
    }
    // Mounted again after it was let go of: somebody wants it back.
    const isBack = present !== null && present.ejectedAtMs !== null
    const verdict = this.#judge(set, diskId)
    if (present === null || isBack || (present.verdict === 'held' && verdict !== 'held')) {
      await this.#write({ kind: 'came', diskId, verdict })
      if (begins(verdict)) startSwap(diskId)
      // What stopped for a reason waits for a person, not for the next look.
    } else if (begins(present.verdict) && present.readAtMs === null && !hasStopped(this.#failure(), present))
      startSwap(diskId)
  }

  async #judgeAnew(diskId: DiskId): Promise<void> {
    const { session, book, startSwap } = this.#parts
    const set = session.settings?.diskSet
    const here = this.#here.has(diskId) && book.records.get(diskId)?.present
    if (!set || !here) return
    const verdict = this.#judge(set, diskId)
    await this.#inTurn(() => this.#write({ kind: 'came', diskId, verdict }))
    if (begins(verdict)) startSwap(diskId)
  }

  #judge(set: DiskSet, diskId: DiskId): PlugVerdict {
    const { book, clock, isHeld } = this.#parts
    return judgePlug(set, book.records, diskId, { nowMs: clock.nowMs(), isHeld: isHeld() })
  }

  #failure(): SwapFailure | null {
    const { catalog } = this.#parts
    const [failed] = catalog.newestFacts('job-failed', 20).filter(({ jobKind }) => jobKind === 'swap')
    if (!failed || failed.code === 'APP_001') return null
    const { jobId, atMs, code, params } = failed
    const began = catalog.newestFacts('job-started', 50).find((fact) => fact.jobId === jobId)
    return { beganAtMs: began?.atMs ?? atMs, error: { code, params } }
  }

  async #write(line: NewDiskEntry): Promise<BookLine> {
    const entry = await this.#parts.book.write(line)
    return { entry, seal: sealsOf(this.#parts.book.entries).at(-1) ?? '' }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work)
    this.#last = done.catch(() => undefined)
    return done
  }
}

const begins = (verdict: PlugVerdict): boolean => verdict === 'right' || verdict === 'read-back'

type Bound = PlaceOf<'local'> & BoundPlace

/** How a replica's disk is told from others; undefined where it is none. */
function boundOf(session: Session, replicaId: ReplicaId): Bound | undefined {
  const place = session.settings?.replicas.find(({ id }) => id === replicaId)?.place
  return place?.kind === 'local' && place.volume !== undefined ? { ...place, volume: place.volume } : undefined
}

/** The disk of the system and the one that copies are made to stay here. */
function canLeave({ vault: { place } }: Settings, volume: Volume): boolean {
  if (volume.mountPath === '/' || /^c:[\\/]?$/i.test(volume.mountPath)) return false
  return place.kind !== 'local' || place.volume === undefined || compareVolumeIds(place.volume.id, volume.id) !== 'same'
}
