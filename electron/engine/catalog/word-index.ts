import type Database from 'better-sqlite3'
import { fileCategoryOf } from '#shared/domain/index.ts'
import { shownText } from './paths.ts'
import { Vocabulary } from './vocabulary.ts'
import { indexedWords } from './words.ts'

type Part = { readonly raw: Uint8Array; readonly shown: string | null }
type FileRow = {
  readonly id: number
  readonly name: Buffer
  readonly nameShown: string | null
  readonly folder: Buffer
  readonly folderShown: string | null
}

/** A word nobody types by which all files of a category are found: its first letter is of private use. */
export const categoryWord = (category: string): string => `\ue000${category}`

/** What a file is found by. Removing it from the index needs exactly the same words. */
export function wordsOfFile(folder: Part, name: Part): readonly string[] {
  const shown = shownText(name.raw, name.shown)
  const category = categoryWord(fileCategoryOf(shown))
  return [...indexedWords(`${shownText(folder.raw, folder.shown)}/${shown}`), category]
}

/** The word index of the files: an FTS5 table that stores no text, and the list of all words beside it. */
export class WordIndex {
  readonly vocabulary: Vocabulary
  readonly #add: Database.Statement<[number | bigint, string]>
  readonly #remove: Database.Statement<[number | bigint, string]>

  constructor(db: Database.Database) {
    this.vocabulary = new Vocabulary(db)
    this.#add = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
    this.#remove = db.prepare("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)")
  }

  add(fileId: number | bigint, folder: Part, name: Part): void {
    const words = wordsOfFile(folder, name)
    this.#add.run(fileId, words.join(' '))
    this.vocabulary.add(words)
  }

  /** Gives the words, which the caller asks `vocabulary.removeUnused` about when all are out. */
  remove(row: FileRow): readonly string[] {
    const words = wordsOfFile({ raw: row.folder, shown: row.folderShown }, { raw: row.name, shown: row.nameShown })
    this.#remove.run(row.id, words.join(' '))
    return words
  }
}

const FILES = `SELECT f.id, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown
  FROM files f JOIN folders d ON d.id = f.folder_id`

/** Every file again, into empty tables. */
export function indexFiles(db: Database.Database): void {
  const index = new WordIndex(db)
  const some = db.prepare<[number], FileRow>(`${FILES} WHERE f.id > ? ORDER BY f.id LIMIT 1000`)
  for (let rows = some.all(0); rows.length > 0; rows = some.all(rows.at(-1)?.id ?? 0))
    for (const { id, ...row } of rows)
      index.add(id, { raw: row.folder, shown: row.folderShown }, { raw: row.name, shown: row.nameShown })
}

/** Takes files that no copy holds out of the rows and the index. */
export function removeFilesWithoutVersions(db: Database.Database, index: WordIndex): void {
  const orphans = db
    .prepare<[], FileRow>(`${FILES} WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.file_id = f.id)`)
    .all()
  const removeFile = db.prepare('DELETE FROM files WHERE id = ?')
  const words = new Set<string>()
  for (const row of orphans) {
    for (const word of index.remove(row)) words.add(word)
    removeFile.run(row.id)
  }
  index.vocabulary.removeUnused(words)
  // The name of a patient whose last copy is gone is not kept either.
  if (orphans.length > 0)
    db.exec('DELETE FROM folders WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.folder_id = folders.id)')
}
