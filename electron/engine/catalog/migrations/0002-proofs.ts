/** When each pack of each replica was last read and found whole. Lost, it only means that everything is read again. */
export const proofs = `
CREATE TABLE proofs (
  replica_id TEXT NOT NULL,
  pack_id TEXT NOT NULL,
  seen_at_ms INTEGER NOT NULL,
  proven_at_ms INTEGER,
  PRIMARY KEY (replica_id, pack_id)
) STRICT, WITHOUT ROWID;
`
