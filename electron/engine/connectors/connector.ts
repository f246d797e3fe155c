/** One consistent copy of a live database, in a private temporary file, opened and verified before anybody sees it. */
export type DatabaseDump = {
  readonly path: string
  readonly sizeBytes: number
  /** Rows per table, counted in the dump itself. Names of tables stay out of facts and logs. */
  readonly rowCounts: Readonly<Record<string, number>>
  readonly takenAtMs: number
  /** Removes the temporary file. Never throws. */
  dispose(): Promise<void>
}

export type DumpOptions = {
  /** A private folder on this computer; the dump gets a fresh name in it. */
  readonly temporaryFolder: string
  readonly signal?: AbortSignal
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void
  /** How long to wait for a busy database. */
  readonly busyTimeoutMs?: number
}

/**
 * Copies one kind of database while its program goes on working.
 *
 * Failures: DB_101 busy, DB_102 damaged, DB_103 encrypted or another kind, DB_104 came out short, DB_105 not there, SRC_102 not readable. The source is never changed.
 */
export interface Connector {
  readonly kind: 'sqlite'
  /** True when the file is one of this connector's databases, by its first bytes. Reads in a way that disturbs no lock of this process. */
  recognises(path: string): Promise<boolean>
  dump(path: string, options: DumpOptions): Promise<DatabaseDump>
  /** Files beside the database that belong to its running state and are never copied as files (-wal, -shm, -journal). */
  companions(path: string): readonly string[]
}
