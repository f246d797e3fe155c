import { createHash } from 'node:crypto'
import type { DatabaseFindings, DatabaseRecovery } from '#shared/domain/index.ts'

/** What a manager's approval names: this recovery, this copy, and everything that was found in it. */
export const fingerprintOf = (
  { recoveryId, sourceId, copyId, takenAtMs }: DatabaseRecovery,
  findings: DatabaseFindings,
): string =>
  createHash('sha256')
    .update(JSON.stringify([recoveryId, sourceId, copyId, takenAtMs, findings]))
    .digest('hex')
