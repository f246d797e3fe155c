/** Which replica holds which copy. Lost, it is filled again when each replica is listed. */
export const holdings = `
CREATE TABLE holdings (
  replica_id TEXT NOT NULL,
  copy_id TEXT NOT NULL,
  -- 0 for a copy that was there and was removed: it is not brought back.
  is_held INTEGER NOT NULL,
  PRIMARY KEY (replica_id, copy_id)
) STRICT, WITHOUT ROWID;
`
