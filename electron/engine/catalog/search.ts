import type Database from 'better-sqlite3'
import type { FileVersion, FoundFile } from '#shared/contracts/index.ts'
import { type CopyId, copyIdSchema } from '#shared/domain/index.ts'
import { nativeFolder, shownText } from './paths.ts'
import { typedWords } from './words.ts'

/** Of a word that half the clinic's files have, only this many of the latest known files are looked at. */
const LOOKED_AT = 5000

/** Where one version lies: what a recovery needs. */
export type VersionPlace = {
  readonly copyId: CopyId
  readonly path: string
  /** The exact bytes, where `path` is only what people see of them. */
  readonly rawPath?: Uint8Array
}

type FoundRow = {
  readonly fileKey: number
  readonly name: Buffer
  readonly nameShown: string | null
  readonly folder: Buffer
  readonly folderShown: string | null
  readonly kind: 'file' | 'database'
  readonly versions: number
  readonly lastCopy: number
  readonly newestCopy: number
  readonly newestBytes: number
  readonly lastSeenAtMs: number
}
type VersionRow = Omit<FileVersion, 'copyId'> & { readonly copyId: string; readonly content: string }
type PlaceRow = Pick<FoundRow, 'name' | 'nameShown' | 'folder' | 'folderShown'> & { readonly copyId: string }

const NEWEST = '(SELECT coalesce(max(id), 0) FROM copies)'

/** Finds files by what a person remembers of their names. */
export class Search {
  readonly #find: Database.Statement<[string, number, number], FoundRow>
  readonly #versions: Database.Statement<[number], VersionRow>
  readonly #place: Database.Statement<[number], PlaceRow>

  constructor(db: Database.Database) {
    // With a single max() SQLite takes the other columns of a group from the row that has it.
    this.#find = db.prepare(`
      SELECT f.id AS fileKey, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown, f.kind,
        count(DISTINCT v.content_key) AS versions, max(coalesce(v.last_copy, n.id)) AS lastCopy, n.id AS newestCopy,
        v.size_bytes AS newestBytes, c.taken_at_ms AS lastSeenAtMs
      FROM (SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) hit
        JOIN (SELECT ${NEWEST} AS id) n
        JOIN files f ON f.id = hit.id
        JOIN folders d ON d.id = f.folder_id
        JOIN versions v ON v.file_id = f.id AND v.first_copy <= n.id
        JOIN copies c ON c.id = coalesce(v.last_copy, n.id)
      GROUP BY f.id
      ORDER BY c.taken_at_ms DESC, v.modified_at_ms DESC, f.id
      LIMIT ?`)
    this.#versions = db.prepare(`
      SELECT v.id AS versionKey, hex(v.content_key) AS content, last.copy_id AS copyId, v.modified_at_ms AS modifiedAtMs, v.size_bytes AS sizeBytes,
        min(first.taken_at_ms) OVER content AS firstCopyAtMs, last.taken_at_ms AS lastCopyAtMs
      FROM versions v JOIN (SELECT ${NEWEST} AS id) n
        JOIN copies first ON first.id = v.first_copy
        JOIN copies last ON last.id = coalesce(v.last_copy, n.id)
      WHERE v.file_id = ? AND v.first_copy <= n.id
      WINDOW content AS (PARTITION BY v.content_key)
      ORDER BY last.id DESC`)
    this.#place = db.prepare(`
      SELECT c.copy_id AS copyId, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown
      FROM versions v JOIN (SELECT ${NEWEST} AS id) n
        JOIN copies c ON c.id = coalesce(v.last_copy, n.id)
        JOIN files f ON f.id = v.file_id
        JOIN folders d ON d.id = f.folder_id
      WHERE v.id = ? AND v.first_copy <= n.id`)
  }

  /** Files that have every typed word at the beginning of a word of their name or folder; what the newest copy has comes first. */
  files(text: string, limit: number): FoundFile[] {
    const words = typedWords(text)
    if (words.length === 0) return []
    const query = words.map((word) => `"${word}"*`).join(' AND ')
    return this.#find.all(query, LOOKED_AT, limit).map((row) => ({
      fileKey: row.fileKey,
      name: shownText(row.name, row.nameShown),
      folder: nativeFolder(shownText(row.folder, row.folderShown)),
      kind: row.kind,
      versions: row.versions,
      lastSeenAtMs: row.lastSeenAtMs,
      isInNewestCopy: row.lastCopy === row.newestCopy,
      newestBytes: row.newestBytes,
    }))
  }

  /** The different contents a file ever had, newest first. */
  versions(fileKey: number): FileVersion[] {
    const seen = new Set<string>()
    return this.#versions.all(fileKey).flatMap(({ copyId, content, ...row }) => {
      if (seen.has(content)) return []
      seen.add(content)
      return [{ ...row, copyId: copyIdSchema.parse(copyId) }]
    })
  }

  place(versionKey: number): VersionPlace | undefined {
    const row = this.#place.get(versionKey)
    if (!row) return undefined
    const path = `${shownText(row.folder, row.folderShown)}/${shownText(row.name, row.nameShown)}`
    const copyId = copyIdSchema.parse(row.copyId)
    if (row.nameShown === null && row.folderShown === null) return { copyId, path }
    return { copyId, path, rawPath: Buffer.concat([row.folder, Buffer.from('/'), row.name]) }
  }
}
