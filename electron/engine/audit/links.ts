import { type AuditExtra, type AuditHead, type AuditRow, auditHeadSchema } from '#shared/domain/index.ts'

/** Why a segment began: the first of all, after one that is damaged, or after a file that was lost or did not open. */
export type Beginning = 'first' | 'broken' | 'lost' | 'set-aside'

export const BEGUN = 'book-begun'
export const TAKEN_OVER = 'book-taken-over'

/** How a line names the head of another segment. */
export const linkTo = (head: AuditHead): AuditExtra => ({
  before: head.segment,
  beforeNumber: head.number,
  beforeHash: head.hash,
})

/** The head that a line names, if it is one that does. */
export function linkOf({ type, extra }: Pick<AuditRow, 'type' | 'extra'>): AuditHead | undefined {
  if (type !== BEGUN && type !== TAKEN_OVER) return undefined
  return auditHeadSchema.safeParse({
    segment: extra.before,
    number: extra.beforeNumber,
    hash: extra.beforeHash,
  }).data
}

/** restic separates tags by commas and takes any other sign. */
const TAG = /^registro:([0-9a-f]{16}):(\d{1,15}):([0-9a-f]{64})$/

/** How a copy carries the head: a tag that any restic shows. */
export const tagOf = ({ segment, number, hash }: AuditHead): string => `registro:${segment}:${number}:${hash}`

/** The heads that copies of one plan carry. */
export function headsIn(snapshots: Iterable<{ readonly tags?: readonly string[] | undefined }>, planTag: string) {
  const heads: AuditHead[] = []
  for (const { tags = [] } of snapshots) {
    if (!tags.includes(planTag)) continue
    for (const tag of tags) {
      const found = TAG.exec(tag)
      if (found) heads.push(auditHeadSchema.parse({ segment: found[1], number: Number(found[2]), hash: found[3] }))
    }
  }
  return heads
}
