/** Facts, the queue's rows, and every file of every copy with a word index over it. */
export const first = `
CREATE TABLE facts (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX facts_by_kind ON facts (kind, seq);

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  added_at_ms INTEGER NOT NULL,
  started_at_ms INTEGER,
  ended_at_ms INTEGER
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, added_at_ms);

-- Numbered in the order of recording. A row here is what makes the versions of its number visible.
CREATE TABLE copies (
  id INTEGER PRIMARY KEY,
  copy_id TEXT NOT NULL UNIQUE,
  taken_at_ms INTEGER NOT NULL,
  summary TEXT NOT NULL
) STRICT;

-- Paths are the exact bytes; shown is there only where they are not text.
CREATE TABLE folders (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, shown TEXT) STRICT;
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders (id),
  name BLOB NOT NULL,
  shown TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('file', 'database')),
  UNIQUE (folder_id, name)
) STRICT;

-- One row for each unbroken run of copies that hold the same bytes with the same date.
-- last_copy is null while the newest copy holds them, so that a copy writes only what changed.
CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES files (id),
  content_key BLOB NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_at_ms INTEGER NOT NULL,
  first_copy INTEGER NOT NULL,
  last_copy INTEGER
) STRICT;
CREATE INDEX versions_by_file ON versions (file_id);

-- Holds no text of its own: words.ts makes the words, searchFiles reads the rows they point to.
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 0'
);
`
