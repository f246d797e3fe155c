import type Database from 'better-sqlite3'
import { type CopyEntry, type SplitPath, shownText, splitPath } from './paths.ts'
import { indexedWords } from './words.ts'

type FileRow = { readonly id: number; readonly kind: CopyEntry['kind'] }
type Run = {
  readonly id: number
  readonly content: Buffer
  readonly modifiedAtMs: number
  readonly lastCopy: number | null
}
export type NumberPair = { readonly number: number; readonly previous: number }

const KEPT_FOLDERS = 10_000
const CONTENT_KEY_BYTES = 16

/** Writes what one copy changed of the rows of files and versions. Each call belongs in a transaction of the caller. */
export class FileRows {
  readonly #folderIds = new Map<string, number>()
  readonly #findFolder: Database.Statement<[Buffer], number>
  readonly #addFolder: Database.Statement<[Buffer, string | null]>
  readonly #findFile: Database.Statement<[number, Buffer], FileRow>
  readonly #currentRun: Database.Statement<[number, number], Run>
  readonly #addFile: Database.Statement<[number, Buffer, string | null, string]>
  readonly #setKind: Database.Statement<[string, number]>
  readonly #addWords: Database.Statement<[number | bigint, string]>
  readonly #addRun: Database.Statement<[number | bigint, Buffer, number, number, number]>
  readonly #reopenRun: Database.Statement<[number]>
  readonly #closeRun: Database.Statement<[number, number]>
  readonly #openRuns: Database.Statement<[number, number, number], number>

  constructor(db: Database.Database) {
    this.#findFolder = db.prepare<[Buffer], number>('SELECT id FROM folders WHERE path = ?').pluck()
    this.#addFolder = db.prepare('INSERT INTO folders (path, shown) VALUES (?, ?)')
    this.#findFile = db.prepare('SELECT id, kind FROM files WHERE folder_id = ? AND name = ?')
    // Two plain look-ups: as one join they took ten times as long.
    this.#currentRun = db.prepare(
      `SELECT id, content_key AS content, modified_at_ms AS modifiedAtMs, last_copy AS lastCopy
       FROM versions WHERE file_id = ? AND (last_copy IS NULL OR last_copy = ?)`,
    )
    this.#addFile = db.prepare('INSERT INTO files (folder_id, name, shown, kind) VALUES (?, ?, ?, ?)')
    this.#setKind = db.prepare('UPDATE files SET kind = ? WHERE id = ?')
    this.#addWords = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
    this.#addRun = db.prepare(
      'INSERT INTO versions (file_id, content_key, size_bytes, modified_at_ms, first_copy) VALUES (?, ?, ?, ?, ?)',
    )
    this.#reopenRun = db.prepare('UPDATE versions SET last_copy = NULL WHERE id = ?')
    this.#closeRun = db.prepare('UPDATE versions SET last_copy = ? WHERE id = ?')
    this.#openRuns = db
      .prepare<[number, number, number], number>(
        'SELECT id FROM versions WHERE id > ? AND last_copy IS NULL AND first_copy < ? ORDER BY id LIMIT ?',
      )
      .pluck()
  }

  /** Records that a copy holds a file. Gives the id of the older row that still describes it, if one does. */
  record(entry: CopyEntry, { number, previous }: NumberPair): number | undefined {
    const path = splitPath(entry)
    const folderId = this.#folderId(path.folder)
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
    this.#addRun.run(fileId, content, entry.sizeBytes, modifiedAtMs, number)
    return undefined
  }

  /** Closes up to `limit` older runs that this copy did not continue. Gives where to go on, or undefined at the end. */
  closeMissing(isSeen: (runId: number) => boolean, after: number, limit: number, pair: NumberPair): number | undefined {
    const runIds = this.#openRuns.all(after, pair.number, limit)
    for (const runId of runIds) if (!isSeen(runId)) this.#closeRun.run(pair.previous, runId)
    return runIds.length < limit ? undefined : runIds.at(-1)
  }

  #newFile(folderId: number, { folder, name }: SplitPath, kind: string): number | bigint {
    const { lastInsertRowid } = this.#addFile.run(folderId, name.raw, name.shown, kind)
    this.#addWords.run(lastInsertRowid, wordsOfFile(folder, name))
    return lastInsertRowid
  }

  #folderId({ raw, shown }: SplitPath['folder']): number {
    const key = raw.toString('latin1')
    const known = this.#folderIds.get(key) ?? this.#findFolder.get(raw)
    const id = known ?? Number(this.#addFolder.run(raw, shown).lastInsertRowid)
    if (this.#folderIds.size > KEPT_FOLDERS) this.#folderIds.clear()
    this.#folderIds.set(key, id)
    return id
  }
}

type Part = { readonly raw: Uint8Array; readonly shown: string | null }

/** What a file is found by. Removing it from the index needs exactly the same text. */
export const wordsOfFile = (folder: Part, name: Part): string =>
  indexedWords(`${shownText(folder.raw, folder.shown)}/${shownText(name.raw, name.shown)}`).join(' ')
