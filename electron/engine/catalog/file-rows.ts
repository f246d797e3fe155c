import type Database from 'better-sqlite3'
import { type CopyEntry, type SplitPath, splitPath } from './paths.ts'
import type { WordIndex } from './word-index.ts'

type FileRow = { readonly id: number; readonly kind: CopyEntry['kind'] }
type Run = {
  readonly id: number
  readonly content: Buffer
  readonly modifiedAtMs: number
  readonly lastCopy: number | null
}
/** The coming copy, the one before it of the same series (0 for none), and the series. */
export type NumberPair = { readonly number: number; readonly previous: number; readonly series: number }

const KEPT_FOLDERS = 10_000
const CONTENT_KEY_BYTES = 16

/** Writes what one copy changed of the rows of files and versions. Each call belongs in a transaction of the caller. */
export class FileRows {
  readonly #folderIds = new Map<string, number>()
  readonly #index: WordIndex
  readonly #findFolder: Database.Statement<[number, Buffer], number>
  readonly #addFolder: Database.Statement<[number, Buffer, string | null]>
  readonly #findFile: Database.Statement<[number, Buffer], FileRow>
  readonly #currentRun: Database.Statement<[number, number], Run>
  readonly #addFile: Database.Statement<[number, Buffer, string | null, string]>
  readonly #setKind: Database.Statement<[string, number]>
  readonly #addRun: Database.Statement<[number | bigint, Buffer, number, number, number, number]>
  readonly #reopenRun: Database.Statement<[number]>
  readonly #closeRun: Database.Statement<[number, number]>
  readonly #openRuns: Database.Statement<[number, number, number, number], number>

  constructor(db: Database.Database, index: WordIndex) {
    this.#index = index
    this.#findFolder = db
      .prepare<[number, Buffer], number>('SELECT id FROM folders WHERE series_id = ? AND path = ?')
      .pluck()
    this.#addFolder = db.prepare('INSERT INTO folders (series_id, path, shown) VALUES (?, ?, ?)')
    this.#findFile = db.prepare('SELECT id, kind FROM files WHERE folder_id = ? AND name = ?')
    // Two plain look-ups: as one join they took ten times as long.
    this.#currentRun = db.prepare(
      `SELECT id, content_key AS content, modified_at_ms AS modifiedAtMs, last_copy AS lastCopy
       FROM versions WHERE file_id = ? AND (last_copy IS NULL OR last_copy = ?)`,
    )
    this.#addFile = db.prepare('INSERT INTO files (folder_id, name, shown, kind) VALUES (?, ?, ?, ?)')
    this.#setKind = db.prepare('UPDATE files SET kind = ? WHERE id = ?')
    this.#addRun = db.prepare(
      'INSERT INTO versions (file_id, content_key, size_bytes, modified_at_ms, first_copy, series_id) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#reopenRun = db.prepare('UPDATE versions SET last_copy = NULL WHERE id = ?')
    this.#closeRun = db.prepare('UPDATE versions SET last_copy = ? WHERE id = ?')
    this.#openRuns = db
      .prepare<[number, number, number, number], number>(
        `SELECT id FROM versions
         WHERE id > ? AND last_copy IS NULL AND first_copy < ? AND series_id = ? ORDER BY id LIMIT ?`,
      )
      .pluck()
  }

  /** Records that a copy holds a file. Gives the id of the older row that still describes it, if one does. */
  record(entry: CopyEntry, { number, previous, series }: NumberPair): number | undefined {
    const path = splitPath(entry)
    const folderId = this.#folderId(series, path.folder)
    const content = Buffer.from(entry.contentKey, 'hex').subarray(0, CONTENT_KEY_BYTES)
    const modifiedAtMs = Math.round(entry.modifiedAtMs)
    const file = this.#findFile.get(folderId, path.name.raw)
    if (file && file.kind !== entry.kind) this.#setKind.run(entry.kind, file.id)
    const run = file && this.#currentRun.get(file.id, previous)
    if (run && run.modifiedAtMs === modifiedAtMs && run.content.equals(content)) {
      if (run.lastCopy !== null) this.#reopenRun.run(run.id)
      return run.id
    }
    const fileId = file?.id ?? this.#newFile(folderId, path, entry.kind)
    this.#addRun.run(fileId, content, entry.sizeBytes, modifiedAtMs, number, series)
    return undefined
  }

  /** Closes up to `limit` older runs that this copy did not continue. Gives where to go on, or undefined at the end. */
  closeMissing(isSeen: (runId: number) => boolean, after: number, limit: number, pair: NumberPair): number | undefined {
    const runIds = this.#openRuns.all(after, pair.number, pair.series, limit)
    for (const runId of runIds) if (!isSeen(runId)) this.#closeRun.run(pair.previous, runId)
    return runIds.length < limit ? undefined : runIds.at(-1)
  }

  #newFile(folderId: number, { folder, name }: SplitPath, kind: string): number | bigint {
    const { lastInsertRowid } = this.#addFile.run(folderId, name.raw, name.shown, kind)
    this.#index.add(lastInsertRowid, folder, name)
    return lastInsertRowid
  }

  /** Rows that were numbered here may be gone: a recording broke off, or copies were forgotten. */
  forgetFolders(): void {
    this.#folderIds.clear()
  }

  #folderId(series: number, { raw, shown }: SplitPath['folder']): number {
    const key = `${series} ${raw.toString('latin1')}`
    const known = this.#folderIds.get(key) ?? this.#findFolder.get(series, raw)
    const id = known ?? Number(this.#addFolder.run(series, raw, shown).lastInsertRowid)
    if (this.#folderIds.size > KEPT_FOLDERS) this.#folderIds.clear()
    this.#folderIds.set(key, id)
    return id
  }
}
