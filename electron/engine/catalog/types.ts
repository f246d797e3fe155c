import type { FileVersion, FoundFile } from '#shared/contracts/index.ts'
import type { CopyId, CopySummary, Fact, JobId, JobKind, NewFact } from '#shared/domain/index.ts'

/** One file of a copy, as the catalogue keeps it. */
export type CopyEntry = {
  /** Path in the copy as shown, `/` between names, lossy where a name is not text. */
  readonly path: string
  /** The exact bytes of the path, only where `path` is lossy. */
  readonly rawPath?: Uint8Array
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  /** Equal for equal bytes: SHA-256 over the ids of the chunks, hex. */
  readonly contentKey: string
  readonly kind: 'file' | 'database'
}

export type StoredJob = { readonly id: JobId; readonly input: unknown; readonly state: 'queued' | 'running' }

/**
 * What this computer remembers of the vault, and the numbered facts. A cache: everything about copies can be rebuilt from the vault.
 *
 * Every write is one transaction. Facts are told to listeners after the commit, in order, and only then.
 */
export interface Catalog {
  /** Appends a fact with the next number. */
  commitFact(fact: NewFact): Fact
  factsAfter(seq: number): readonly Fact[]
  newestSeq(): number
  /** The newest facts of one kind, newest first. */
  newestFacts<K extends Fact['kind']>(kind: K, limit: number): readonly Extract<Fact, { kind: K }>[]
  /** Returns the function that stops telling. */
  onFact(listener: (fact: Fact) => void): () => void

  addJob(id: JobId, kind: JobKind, input: unknown): void
  /** Queued or interrupted, oldest first. */
  pendingJobs(): readonly StoredJob[]
  startJob(id: JobId): void
  endJob(id: JobId, outcome: 'done' | 'failed' | 'cancelled'): void

  /** Rows of one copy and, when given, its closing fact, in ONE transaction. Recording a known copy again changes nothing. */
  recordCopy(summary: CopySummary, entries: AsyncIterable<CopyEntry>, closing?: NewFact): Promise<void>
  /** Newest first. */
  listCopies(): readonly CopySummary[]
  /** Copies that are no longer in the vault. */
  forgetCopies(ids: readonly CopyId[]): void

  searchFiles(text: string, limit: number): readonly FoundFile[]
  listVersions(fileKey: number): readonly FileVersion[]
  /** Where one version lies: a copy and the exact path in it. */
  findVersion(
    versionKey: number,
  ): { readonly copyId: CopyId; readonly path: string; readonly rawPath?: Uint8Array } | undefined

  close(): void
}
