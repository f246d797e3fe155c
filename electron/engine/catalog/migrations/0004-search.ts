import type Database from 'better-sqlite3'
import { indexFiles } from '../word-index.ts'

/**
 * Copies of several computers, each in a row of its own; a word index that answers while somebody types; a list of words to compare slips with.
 *
 * Series 1 is this computer's own.
 */
export function search(db: Database.Database): void {
  db.exec(`
CREATE TABLE series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, computer TEXT NOT NULL) STRICT;
INSERT INTO series (id, key, computer) VALUES (1, '', '');

ALTER TABLE copies ADD COLUMN series_id INTEGER NOT NULL DEFAULT 1;
-- No file that was first seen in it or before has a greater id: what looks for old files begins here.
ALTER TABLE copies ADD COLUMN last_file_id INTEGER NOT NULL DEFAULT ${Number.MAX_SAFE_INTEGER};
CREATE INDEX copies_by_series ON copies (series_id, id);
ALTER TABLE versions ADD COLUMN series_id INTEGER NOT NULL DEFAULT 1;

CREATE TABLE folders_of_series (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL,
  path BLOB NOT NULL,
  shown TEXT,
  UNIQUE (series_id, path)
) STRICT;
INSERT INTO folders_of_series (id, series_id, path, shown) SELECT id, 1, path, shown FROM folders;
DROP TABLE folders;
ALTER TABLE folders_of_series RENAME TO folders;

CREATE TABLE vocabulary (word TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
DROP TABLE words;
-- Lists of files are ready for the first one to five letters: a longer beginning is asked for by whole words.
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', columnsize = 0, detail = none, prefix = '1 2 3 4 5', tokenize = 'unicode61 remove_diacritics 0'
);
-- What is taken out is overwritten at once, not when parts of the index are next merged.
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);`)
  indexFiles(db)
}
