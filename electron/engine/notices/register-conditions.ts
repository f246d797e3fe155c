import type { AuditState } from '#shared/contracts/index.ts'
import type { Condition } from './review.ts'

/** What is not as it should be with the register of what was done. Damage that somebody has read of stays, and is told no more. */
export function registerConditions(
  { findings, silentSinceMs }: Pick<AuditState, 'findings' | 'silentSinceMs'>,
  nowMs: number,
): Condition[] {
  const isUnread = findings.some(({ readAtMs }) => readAtMs === null)
  const of = (subject: Condition['subject'], sinceMs: number): Condition => ({
    ...{ subject, tone: 'needs-you', action: 'look-at-register', code: null },
    sinceMs,
  })
  return [
    ...(isUnread ? [of('register-changed', nowMs)] : []),
    ...(silentSinceMs === null ? [] : [of('register-silent', silentSinceMs)]),
  ]
}
