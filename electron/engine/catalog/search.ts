import { setImmediate as letOthersRun } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { FileVersion, FoundFile } from '#shared/contracts/index.ts'
import { type CopyId, copyIdSchema, type FileCategory } from '#shared/domain/index.ts'
import { nativeFolder, shownText } from './paths.ts'
import { exactQuery, similarQuery } from './query.ts'
import type { Vocabulary } from './vocabulary.ts'
import { categoryWord } from './word-index.ts'
import { indexedWords, typedWords } from './words.ts'

/** Of a word that half the clinic's files have, only this many of the latest known files are sorted. */
const SORTED = 600
/** Where dates are asked for, so many files are looked at for those that were there then. */
const LOOKED_AT = 4000
/** With fewer hits than this, spellings that are only similar are looked for as well. */
const FEW = 20
/** More words than this are a pasted text, and find nothing. */
const MOST_WORDS = 12

/** What a person remembers of a file. All that is said must hold. */
export type SearchRequest = {
  readonly text: string
  readonly category?: FileCategory | undefined
  /** It was in a copy that was made then or later. */
  readonly seenFromMs?: number | undefined
  /** It was in a copy that was made then or before. */
  readonly seenToMs?: number | undefined
  readonly limit: number
}

/** Where one version lies: what a recovery needs. */
export type VersionPlace = {
  readonly copyId: CopyId
  readonly path: string
  /** The exact bytes, where `path` is only what people see of them. */
  readonly rawPath?: Uint8Array
  readonly sizeBytes: number
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
  readonly computer: string
  readonly isOwn: number
}
type Bound = {
  readonly query: string
  readonly from: number
  readonly to: number
  readonly lastFileId: number
  readonly limit: number
}
type VersionRow = Omit<FileVersion, 'copyId'> & { readonly copyId: string; readonly content: string }
type PlaceRow = Pick<FoundRow, 'name' | 'nameShown' | 'folder' | 'folderShown'> & {
  readonly copyId: string
  readonly sizeBytes: number
}

/** The newest copy of a version's own series: later rows are of a copy that is still being recorded. */
const NEWEST = '(SELECT coalesce(max(id), 0) FROM copies WHERE series_id = v.series_id)'

const hitsOf = (hasQuery: boolean, most: number) =>
  hasQuery
    ? `SELECT rowid AS id FROM words WHERE words MATCH @query AND rowid <= @lastFileId ORDER BY rowid DESC LIMIT ${most}`
    : `SELECT id FROM files WHERE id <= @lastFileId ORDER BY id DESC LIMIT ${most}`

const THERE_THEN = `
  AND (SELECT taken_at_ms FROM copies WHERE id = v.first_copy) <= @to
  AND (SELECT taken_at_ms FROM copies WHERE id = coalesce(v.last_copy, ${NEWEST})) >= @from`

/** Finds files by what a person remembers of them. */
export class Search {
  readonly #db: Database.Database
  readonly #vocabulary: Vocabulary
  readonly #statements = new Map<string, Database.Statement<[Bound], FoundRow>>()
  readonly #lastFileId: Database.Statement<[number], number>
  readonly #versions: Database.Statement<[number], VersionRow>
  readonly #place: Database.Statement<[number], PlaceRow>
  readonly #paths: Database.Statement<[number], Omit<PlaceRow, 'copyId' | 'sizeBytes'> & { readonly id: number }>

  constructor(db: Database.Database, vocabulary: Vocabulary) {
    this.#db = db
    this.#vocabulary = vocabulary
    this.#lastFileId = db
      .prepare<[number], number>('SELECT coalesce(max(last_file_id), 0) FROM copies WHERE taken_at_ms <= ?')
      .pluck()
    this.#versions = db.prepare(`
      SELECT v.id AS versionKey, hex(v.content_key) AS content, last.copy_id AS copyId, v.modified_at_ms AS modifiedAtMs, v.size_bytes AS sizeBytes,
        min(first.taken_at_ms) OVER content AS firstCopyAtMs, last.taken_at_ms AS lastCopyAtMs
      FROM versions v
        JOIN copies first ON first.id = v.first_copy
        JOIN copies last ON last.id = coalesce(v.last_copy, ${NEWEST})
      WHERE v.file_id = ? AND v.first_copy <= ${NEWEST}
      WINDOW content AS (PARTITION BY v.content_key)
      ORDER BY last.id DESC`)
    this.#paths = db.prepare(`
      SELECT f.id, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown
      FROM files f JOIN folders d ON d.id = f.folder_id WHERE f.id > ? ORDER BY f.id LIMIT 1000`)
    this.#place = db.prepare(`
      SELECT c.copy_id AS copyId, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown, v.size_bytes AS sizeBytes
      FROM versions v
        JOIN copies c ON c.id = coalesce(v.last_copy, ${NEWEST})
        JOIN files f ON f.id = v.file_id
        JOIN folders d ON d.id = f.folder_id
      WHERE v.id = ? AND v.first_copy <= ${NEWEST}`)
  }

  /** Files that have every typed word at the beginning of a word of their name or folder; what the newest copy has comes first. */
  files(text: string, limit: number): FoundFile[] {
    return typedWords(text).length === 0 ? [] : this.#exact({ text, limit })
  }

  /** The same with what else is remembered; where little is found, names that are written or sound alike follow, the nearest first. */
  search(request: SearchRequest): FoundFile[] {
    const steps = this.#steps(request)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
    }
  }

  /** The same, giving way to others in between and before it is handed on. Throws the signal's reason. */
  async searchInSteps(request: SearchRequest, signal: AbortSignal): Promise<FoundFile[]> {
    const steps = this.#steps(request)
    for (;;) {
      const { done, value } = steps.next()
      await letOthersRun()
      signal.throwIfAborted()
      if (done) return value
    }
  }

  /** Each step is some hundredths of a second with a million files. */
  *#steps(request: SearchRequest): Generator<void, FoundFile[]> {
    const words = typedWords(request.text)
    const hasMore = request.category !== undefined || request.seenFromMs !== undefined || request.seenToMs !== undefined
    // Signs alone are no name: nothing has it.
    if (words.length === 0 && (request.text.trim() !== '' || !hasMore)) return []
    const exact = this.#exact(request)
    if (exact.length >= Math.min(FEW, request.limit)) return exact
    yield
    const near = words.length > MOST_WORDS ? undefined : similarQuery(words, this.#vocabulary)
    if (near === undefined) return exact
    yield
    const known = new Set(exact.map(({ fileKey }) => fileKey))
    const others = this.#run(near.query, { ...request, limit: SORTED })
      .filter(({ fileKey }) => !known.has(fileKey))
      .map((file) => ({ ...file, isSimilar: true }))
    yield
    const distances = new Map(
      others.map((file) => [file, near.distanceOf(indexedWords(`${file.folder}/${file.name}`))] as const),
    )
    const byNearness = others.toSorted((left, right) => (distances.get(left) ?? 0) - (distances.get(right) ?? 0))
    return [...exact, ...byNearness.slice(0, request.limit - exact.length)]
  }

  #exact(request: SearchRequest): FoundFile[] {
    const words = typedWords(request.text)
    if (words.length > MOST_WORDS) return []
    const query = exactQuery(words, this.#vocabulary)
    return query === undefined ? [] : this.#run(query, request)
  }

  /** `query` is one of query.ts; '' for all files. */
  #run(query: string, { category, seenFromMs, seenToMs, limit }: SearchRequest): FoundFile[] {
    const wanted = category === undefined ? '' : `"${categoryWord(category)}"`
    const all = [query, wanted].filter((part) => part !== '').join(' AND ')
    const hasDates = seenFromMs !== undefined || seenToMs !== undefined
    const to = seenToMs ?? Number.MAX_SAFE_INTEGER
    const lastFileId = hasDates ? (this.#lastFileId.get(to) ?? 0) : Number.MAX_SAFE_INTEGER
    const bound = { query: all, from: seenFromMs ?? 0, to, lastFileId, limit }
    return this.#statement(all !== '', hasDates)
      .all(bound)
      .map((row) => ({
        fileKey: row.fileKey,
        name: shownText(row.name, row.nameShown),
        folder: nativeFolder(shownText(row.folder, row.folderShown)),
        kind: row.kind,
        versions: row.versions,
        lastSeenAtMs: row.lastSeenAtMs,
        isInNewestCopy: row.lastCopy === row.newestCopy,
        newestBytes: row.newestBytes,
        isSimilar: false,
        computer: row.isOwn === 1 ? null : row.computer,
      }))
  }

  #statement(hasQuery: boolean, hasDates: boolean): Database.Statement<[Bound], FoundRow> {
    const key = `${hasQuery} ${hasDates}`
    const known = this.#statements.get(key)
    if (known) return known
    // With a single max() SQLite takes the other columns of a group from the row that has it.
    const made = this.#db.prepare<[Bound], FoundRow>(`
      SELECT f.id AS fileKey, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown, f.kind,
        g.versions, g.lastCopy, g.newestCopy, g.newestBytes, c.taken_at_ms AS lastSeenAtMs, s.computer, s.id = 1 AS isOwn
      FROM (
        SELECT v.file_id, count(DISTINCT v.content_key) AS versions, max(coalesce(v.last_copy, ${NEWEST})) AS lastCopy,
          ${NEWEST} AS newestCopy, v.size_bytes AS newestBytes, v.modified_at_ms AS modifiedAtMs, v.series_id
        FROM (
          SELECT near.id FROM (${hitsOf(hasQuery, LOOKED_AT)}) near
          WHERE EXISTS (
            SELECT 1 FROM versions v WHERE v.file_id = near.id AND v.first_copy <= ${NEWEST} ${hasDates ? THERE_THEN : ''})
          LIMIT ${SORTED}
        ) hit CROSS JOIN versions v ON v.file_id = hit.id
        WHERE v.first_copy <= ${NEWEST}
        GROUP BY v.file_id
      ) g
        JOIN copies c ON c.id = g.lastCopy
        JOIN files f ON f.id = g.file_id
        JOIN folders d ON d.id = f.folder_id
        JOIN series s ON s.id = g.series_id
      ORDER BY c.taken_at_ms DESC, g.modifiedAtMs DESC, f.id
      LIMIT @limit`)
    this.#statements.set(key, made)
    return made
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

  /** A page at a time, so that nothing holds the file open between two of them. */
  *paths(): IterableIterator<string> {
    for (let lastId = 0; ; ) {
      const rows = this.#paths.all(lastId)
      for (const row of rows) {
        yield `${shownText(row.folder, row.folderShown)}/${shownText(row.name, row.nameShown)}`
        lastId = row.id
      }
      if (rows.length === 0) return
    }
  }

  place(versionKey: number): VersionPlace | undefined {
    const row = this.#place.get(versionKey)
    if (!row) return undefined
    const path = `${shownText(row.folder, row.folderShown)}/${shownText(row.name, row.nameShown)}`
    const copyId = copyIdSchema.parse(row.copyId)
    const place = { copyId, path, sizeBytes: row.sizeBytes }
    if (row.nameShown === null && row.folderShown === null) return place
    return { ...place, rawPath: Buffer.concat([row.folder, Buffer.from('/'), row.name]) }
  }
}
