import { type Clock, type Log, silentLog, systemClock } from '#engine/kernel/index.ts'
import type { FileVersion, FoundFile } from '#shared/contracts/index.ts'
import type { CopyId, CopySummary, Fact, JobId, NewFact } from '#shared/domain/index.ts'
import { Copies, type CopySeries } from './copies.ts'
import { type FactListener, Facts } from './facts.ts'
import { type Holding, Holdings, type Missing } from './holdings.ts'
import { type JobOutcome, Jobs, type StoredJob } from './jobs.ts'
import { type CatalogOrigin, openDatabase } from './open-database.ts'
import type { CopyEntry } from './paths.ts'
import { type PackProof, Proofs } from './proofs.ts'
import { CopyRecorder } from './record-copy.ts'
import { Search, type SearchRequest, type VersionPlace } from './search.ts'
import { WordIndex } from './word-index.ts'

/** What this computer remembers of its work and of the vault. A cache: everything about copies can be read from the vault again. */
export type Catalog = {
  /** Anything but 'kept' means that copies of an existing vault are missing here: `rebuildFromVault`. */
  readonly origin: CatalogOrigin

  /** Numbers and stores what happened, together with what `alsoInTransaction` writes, then tells it. */
  commitFact(fact: NewFact, alsoInTransaction?: () => void): Fact
  factsAfter(seq: number): IterableIterator<Fact>
  /** Newest first. */
  newestFacts<K extends Fact['kind']>(kind: K, limit: number): Extract<Fact, { kind: K }>[]
  /** The newest that is it. */
  findFact<K extends Fact['kind']>(
    kind: K,
    isIt: (fact: Extract<Fact, { kind: K }>) => boolean,
  ): Extract<Fact, { kind: K }> | undefined
  newestSeq(): number
  /** Hears every later fact, after its commit. Gives the way to stop. */
  onFact(listener: FactListener): () => void

  addJob(id: JobId, kind: string, input: unknown): void
  /** Queued or interrupted, oldest first. */
  pendingJobs(): StoredJob[]
  startJob(id: JobId): void
  endJob(id: JobId, outcome: JobOutcome): void

  /** Makes one copy searchable. It becomes visible in one piece, together with its fact; a failure of `entries` leaves no trace. */
  recordCopy(
    summary: CopySummary,
    entries: AsyncIterable<CopyEntry>,
    closingFact?: NewFact,
    /** Whose copy it is; this computer's own by default. */
    series?: CopySeries,
  ): Promise<void>
  forgetCopies(copyIds: readonly CopyId[]): Promise<void>
  /** Every copy that can be searched, of all computers, oldest first; the key of its series is '' for this computer's own. */
  knownCopies(): readonly { readonly copyId: string; readonly key: string }[]
  /** This computer's own copies, as all counts of copies below. Newest first. */
  listCopies(): CopySummary[]
  countCopies(): number
  newestCopy(): CopySummary | undefined

  /** Files that have every typed word at the beginning of a word of their name or folder; accents and case do not matter. Newest first. */
  searchFiles(text: string, limit: number): FoundFile[]
  /** The same by all that is remembered; where little is found, names that are written or sound alike follow, the nearest first (`isSimilar`). */
  search(request: SearchRequest): FoundFile[]
  /** The same for whoever types: other questions are answered in between. Throws the signal's reason. */
  searchInSteps(request: SearchRequest, signal: AbortSignal): Promise<FoundFile[]>
  /** The different contents a file ever had, newest first. */
  listVersions(fileKey: number): FileVersion[]
  findVersion(versionKey: number): VersionPlace | undefined
  /** Every file that any copy has, as people see its path. May be millions: taken one at a time. */
  filePaths(): IterableIterator<string>

  /** What is known of a replica's packs; one that is not in it was never proven. */
  readProofs(replicaId: string): ReadonlyMap<string, PackProof>
  /** When the first pack was met that was never proven; undefined when all are. */
  oldestUnproven(replicaId: string): number | undefined
  recordProofs(replicaId: string, proofs: ReadonlyMap<string, PackProof>): void
  forgetProofs(replicaId: string, packIds: readonly string[]): void

  /** Copies that a replica was just given. */
  addHoldings(replicaId: string, copyIds: readonly string[]): void
  /** All copies that were just listed in a replica. What was there before and is not any more counts as removed on purpose. */
  replaceHoldings(replicaId: string, copyIds: readonly string[]): void
  /** What a replica holds of the copies that are known here. */
  holdingOf(replicaId: string): Holding
  /** What a replica never had and one of the others holds; null when that is nothing. */
  missingIn(replicaId: string, holders: readonly string[]): Missing | null
  /** Copies that were removed from a replica and are not brought back to it. */
  removedFrom(replicaId: string): ReadonlySet<string>
  /** Replicas that hold a copy. */
  holdersOf(copyId: string): readonly string[]

  close(): void
}

/** Opens the catalogue, or begins a new one where there is none or it cannot be used. */
export function openCatalog(path: string, options: { readonly clock?: Clock; readonly log?: Log } = {}): Catalog {
  const { clock = systemClock, log = silentLog } = options
  const { parts, origin } = openDatabase(path, Math.round(clock.nowMs()), (db) => {
    const facts = new Facts(db, clock, log)
    const jobs = new Jobs(db, clock)
    const index = new WordIndex(db)
    return {
      db,
      facts,
      jobs,
      copies: new Copies(db),
      recorder: new CopyRecorder(db, facts, index),
      search: new Search(db, index.vocabulary),
      proofs: new Proofs(db),
      holdings: new Holdings(db),
    }
  })
  const { db, facts, jobs, copies, recorder, search, proofs, holdings } = parts
  if (origin === 'set-aside') log.warn('catalog.set-aside')
  return {
    origin,
    commitFact: (fact, alsoInTransaction) => facts.commit(fact, alsoInTransaction),
    factsAfter: (seq) => facts.after(seq),
    newestFacts: (kind, limit) => facts.newest(kind, limit),
    findFact: (kind, isIt) => facts.find(kind, isIt),
    newestSeq: () => facts.newestSeq(),
    onFact: (listener) => facts.onFact(listener),
    addJob: (id, kind, input) => jobs.add(id, kind, input),
    pendingJobs: () => jobs.pending(),
    startJob: (id) => jobs.start(id),
    endJob: (id, outcome) => jobs.end(id, outcome),
    recordCopy: (summary, entries, closingFact, series) => recorder.record(summary, entries, closingFact, series),
    forgetCopies: (copyIds) => recorder.forget(copyIds),
    knownCopies: () => copies.known(),
    listCopies: () => copies.list(),
    countCopies: () => copies.count(),
    newestCopy: () => copies.newest(),
    searchFiles: (text, limit) => search.files(text, limit),
    search: (request) => search.search(request),
    searchInSteps: (request, signal) => search.searchInSteps(request, signal),
    listVersions: (fileKey) => search.versions(fileKey),
    findVersion: (versionKey) => search.place(versionKey),
    filePaths: () => search.paths(),
    readProofs: (replicaId) => proofs.read(replicaId),
    oldestUnproven: (replicaId) => proofs.oldestUnproven(replicaId),
    recordProofs: (replicaId, entries) => proofs.record(replicaId, entries),
    forgetProofs: (replicaId, packIds) => proofs.forget(replicaId, packIds),
    addHoldings: (replicaId, copyIds) => holdings.add(replicaId, copyIds),
    replaceHoldings: (replicaId, copyIds) => holdings.replace(replicaId, copyIds),
    holdingOf: (replicaId) => holdings.of(replicaId),
    missingIn: (replicaId, holders) => holdings.missingIn(replicaId, holders),
    removedFrom: (replicaId) => holdings.removedFrom(replicaId),
    holdersOf: (copyId) => holdings.holders(copyId),
    close: () => void db.close(),
  }
}
