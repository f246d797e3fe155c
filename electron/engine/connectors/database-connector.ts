import type { Clock } from '#engine/kernel/index.ts'
import type { DatabaseKind, DatabaseSource } from '#shared/domain/index.ts'
import type { DumpManifest } from './manifest.ts'

/** The keychain, as far as connectors may see it. Null when it has no such secret. */
export type Secrets = { read(secretRef: string): Promise<string | null> }

export type ConnectorContext = {
  readonly secrets: Secrets
  /** A private folder on this computer for what a tool must find in a file. */
  readonly temporaryFolder: string
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** How long to wait for a busy database. */
  readonly busyTimeoutMs?: number
  /** How long a tool may be silent before it is taken for hung. */
  readonly idleTimeoutMs?: number
}

/** One file of a dump, as it comes. Its end is the verdict: it throws where the dump failed, so what was read up to there is worth nothing. */
export type DumpPart = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }

/** Keeps one part. Resolves when its end was reached, rejects with what the part or the keeping failed with. */
export type DumpSink = (part: DumpPart) => Promise<void>

export type DumpOptions = ConnectorContext & {
  /** Bytes of the last good dump's main file: less than half of it is refused (DB_111). */
  readonly lastGoodBytes?: number
}

/** A dump that was kept, to be read again. `open` throws where there is no part of that name. */
export type StoredDump = { open(name: string): AsyncIterable<Uint8Array> }

/** Opaque; compared only by the connector that made it, kept between two looks. */
export type ChangeMark = string
export type ChangeAnswer =
  | { readonly kind: 'same'; readonly mark: ChangeMark }
  | { readonly kind: 'changed'; readonly mark: ChangeMark }
  /** Nothing to compare with, or the server cannot tell: to be treated as changed. */
  | { readonly kind: 'unknown'; readonly mark: ChangeMark | undefined }

/** What a restored database holds, table by table, against the manifest. */
export type RestoreReport = {
  readonly tables: number
  readonly rows: number
  /** Tables whose rows were compared by checksum as well as by number. */
  readonly checksums: number
}

/** The text a technician runs once in the server, so that the copy's user may read everything and change nothing. */
export type UserScript = { readonly language: 'sql' | 'shell'; readonly text: string }

/**
 * Copies one kind of live database while its program goes on working, and proves the copy.
 *
 * Failures of all methods: DB_101 busy, DB_102 damaged, DB_104 incomplete, DB_105 no such database, DB_106 no answer,
 * DB_107 user or password refused, DB_108 tool missing or too old, DB_109 not allowed to read everything, DB_110 a dump that is not
 * what its manifest says, DB_111 suspiciously small, DB_112 scratch name taken, APP_001 or the signal's reason when stopped.
 */
export interface DatabaseConnector<S extends DatabaseSource = DatabaseSource> {
  readonly kind: DatabaseKind & S['kind']
  /** False while nobody has seen it work against the real server: said on the screen. */
  readonly isProven: boolean
  /**
   * Whether the database was written to since `since` was taken. Never writes, and stays connected for a moment only.
   * `isAfterDump`: a dump of ours ran in between, which must not be taken for somebody's work.
   */
  changed(
    source: S,
    since: ChangeMark | undefined,
    context: ConnectorContext & { readonly isAfterDump?: boolean },
  ): Promise<ChangeAnswer>
  /**
   * One moment of the database, streamed into `sink` part by part, `manifest.json` last. Resolves only when every part is proven:
   * the tool ended well, its trailer was seen, it reported no error, and the size is plausible.
   */
  dump(source: S, options: DumpOptions, sink: DumpSink): Promise<DumpManifest>
  /** Reads a kept dump through, without a server: whole, and what its manifest says. Throws DB_104, DB_110. */
  verify(dump: StoredDump, context: ConnectorContext): Promise<DumpManifest>
  /** Makes a new database of the scratch name, fills it, and compares every table with the manifest. Refuses a name that exists. */
  restoreInto(dump: StoredDump, scratch: S, context: ConnectorContext): Promise<RestoreReport>
  /** Removes what `restoreInto` made. */
  dropScratch(scratch: S, context: ConnectorContext): Promise<void>
  userScript(source: S): UserScript | undefined
}
