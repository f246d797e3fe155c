import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type AuditExtra, type AuditRow, auditExtraSchema, auditRowSchema } from '#shared/domain/index.ts'

/** What stands before the first line of a segment that follows nothing. */
export const NO_HASH = '0'.repeat(64)

/** How a line stands in the file. */
export type StoredRow = {
  readonly place: number
  readonly segment: string
  readonly number: number
  readonly at_ms: number
  readonly type: string
  readonly actor: string
  readonly component: string
  readonly subject_kind: string | null
  readonly subject_id: string | null
  /** JSON, hashed as it stands. */
  readonly extra: string
  readonly prev_hash: string
  readonly hash: string
  readonly seal: string | null
}
export type Hashed = Omit<StoredRow, 'place' | 'hash' | 'seal'>

/** The hash of a line: SHA-256 of all its fields in order, as one JSON list, the hash of the line before last. */
export const hashOf = (row: Hashed): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        row.segment,
        row.number,
        row.at_ms,
        row.type,
        row.actor,
        row.component,
        row.subject_kind,
        row.subject_id,
        row.extra,
        row.prev_hash,
      ]),
    )
    .digest('hex')

/** What only somebody with a key of the vault can make of a hash. */
export const sealOf = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('hex')

export const isSealed = (key: Uint8Array, text: string, seal: string): boolean => {
  const [own, given] = [Buffer.from(sealOf(key, text)), Buffer.from(seal)]
  return own.length === given.length && timingSafeEqual(own, given)
}

/** Undefined for what is no line of ours. */
export function rowOf(stored: StoredRow): AuditRow | undefined {
  const { success, data } = auditRowSchema.safeParse({
    segment: stored.segment,
    number: stored.number,
    atMs: stored.at_ms,
    type: stored.type,
    actor: stored.actor,
    component: stored.component,
    subject: stored.subject_kind === null ? null : { kind: stored.subject_kind, id: stored.subject_id },
    extra: extraOf(stored.extra),
    prevHash: stored.prev_hash,
    hash: stored.hash,
    seal: stored.seal,
  })
  return success ? data : undefined
}

function extraOf(text: string): AuditExtra | undefined {
  try {
    return auditExtraSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Fields by name, so that the same facts are the same text. */
export const extraText = (extra: AuditExtra): string =>
  JSON.stringify(Object.fromEntries(Object.entries(extra).sort(([left], [right]) => (left < right ? -1 : 1))))
