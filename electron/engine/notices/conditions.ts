import type { AuditState, DiskSetView, Overview } from '#shared/contracts/index.ts'
import type {
  DrillPressing,
  GuardBrake,
  KitState,
  NoticeAction,
  NoticeSubject,
  PlanPressing,
  Tablet,
} from '#shared/domain/index.ts'
import { type Code, codes } from '#shared/errors/index.ts'
import { AGING_AFTER_MS, damageOf, hasOtherPlace, lastSavedMs, OLD_AFTER_MS } from '#shared/health/index.ts'
import { diskConditions } from './disk-conditions.ts'
import type { Situation } from './keeper.ts'
import { registerConditions } from './register-conditions.ts'
import type { Condition } from './review.ts'

/** A disk that is always there is brought up within a day; two are a person's business. */
const OTHER_DISK_LATE_AFTER_MS = 48 * 3_600_000

/** From then on the end of an incident's term is near. */
const INCIDENT_NEAR_MS = 24 * 3_600_000

/** All that notices are made from. What a clinic has not, or an engine does not watch, is left out. */
export type Known = {
  readonly overview: Overview
  readonly nowMs: number
  readonly brake?: GuardBrake | null
  readonly disks?: DiskSetView
  readonly tablets?: readonly Tablet[]
  readonly kit?: KitState
  readonly plan?: PlanPressing | undefined
  readonly drills?: DrillPressing
  readonly register?: Pick<AuditState, 'findings' | 'silentSinceMs'>
}

/** What is not as it should be, from what is known alone. Null while there is nothing to protect yet. */
export function situationOf(known: Known): Situation | null {
  const { overview, nowMs, brake, disks, tablets, kit, plan, drills, register } = known
  const { state } = overview
  if (state.kind === 'fresh') return null
  const conditions = [
    ...(brake ? brakeOf(brake) : []),
    ...keyOf(overview, nowMs),
    ...copiesOf(overview, nowMs),
    ...recordsOf(overview),
    ...wholenessOf(overview),
    ...otherDisksOf(overview, nowMs),
    ...(disks ? diskConditions(disks, nowMs) : []),
    ...(tablets ? quietOf(tablets) : []),
    ...(kit ? paperOf(kit, nowMs) : []),
    ...(plan ? planOf(plan, nowMs) : []),
    ...(drills ? drillsOf(drills) : []),
    ...(register ? registerConditions(register, nowMs) : []),
  ]
  return { clinicName: state.clinicName, conditions, newestCopyAtMs: overview.lastCopy?.takenAtMs ?? null }
}

/** Nothing is told apart by cause here: whoever decides has to look at all of it. */
function brakeOf(brake: GuardBrake): Condition[] {
  const isOnlySmaller = brake.signs.includes('source-shrunk') && !brake.signs.includes('mass-change')
  const subject = isOnlySmaller ? 'source-shrunk' : 'mass-change'
  return [{ subject, tone: 'needs-you', action: 'answer', code: null, sinceMs: brake.sinceMs }]
}

function keyOf({ state }: Overview, nowMs: number): Condition[] {
  if (state.kind !== 'locked') return []
  return [urgent('key-missing', 'type-kit', state.error.code, nowMs)]
}

/** Why no new copy comes: one notice for the nearest cause, none while the newest copy is young enough. */
function copiesOf(overview: Overview, nowMs: number): Condition[] {
  const { vault, openFailure, running, state, freshness } = overview
  const code = openFailure?.error.code ?? null
  // Waiting does not make room: this one is told at once.
  if (openFailure && code === 'DEST_102') return [urgent('place-full', 'free-space', code, openFailure.atMs)]
  // No waiting helps: two computers that go on with one plan would undo each other.
  if (openFailure && code === 'NEW_103') return [urgent('taken-over', 'answer', code, openFailure.atMs)]
  const sinceMs = lastSavedMs(overview) ?? openFailure?.atMs
  if (sinceMs === undefined || (nowMs - sinceMs < AGING_AFTER_MS && freshness.overdueSinceMs === null)) return []
  // A closed vault and a copy under way have their own words.
  if (state.kind === 'locked' || running.some(({ jobKind }) => jobKind === 'copy')) return []
  const tone = nowMs - sinceMs >= OLD_AFTER_MS ? 'needs-you' : 'attention'
  if (vault && !vault.isReachable && !hasOtherPlace(overview))
    return [{ subject: 'place-away', tone, action: 'connect-place', code: 'DEST_101', sinceMs }]
  if (openFailure) return [{ subject: 'copy-stopped', tone: 'needs-you', action: actionFor(code), code, sinceMs }]
  return [{ subject: 'copies-late', tone, action: 'copy-now', code: null, sinceMs }]
}

function recordsOf({ lastCopy }: Overview): Condition[] {
  const code = (Object.keys(lastCopy?.skips ?? {}) as Code[]).find((one) => one.startsWith('DB_'))
  if (!lastCopy || code === undefined) return []
  return [urgent('records-left-out', actionFor(code), code, lastCopy.takenAtMs)]
}

function wholenessOf(overview: Overview): Condition[] {
  const { replicas } = overview
  const damage = damageOf(overview)
  if (damage)
    return [urgent('vault-damaged', damage.isMendable ? 'mend-place' : 'call-technician', 'VAULT_105', damage.atMs)]
  const main = replicas.find(({ isMain }) => isMain)
  if (main?.proof.kind !== 'expired') return []
  const sinceMs = main.proof.expiresAtMs ?? main.proof.atMs
  return [{ subject: 'proof-expired', tone: 'attention', action: 'check-now', code: null, sinceMs }]
}

/** Only of disks that answer: one that is away may be away on purpose. */
function otherDisksOf({ replicas, lastCopy }: Overview, nowMs: number): Condition[] {
  const late = replicas.flatMap(({ isMain, isReachable, lastUpdate, diskId }) =>
    !isMain && diskId === undefined && isReachable && lastUpdate && lastCopy && lastUpdate.atMs < lastCopy.takenAtMs
      ? [lastUpdate.atMs]
      : [],
  )
  const sinceMs = Math.min(...late)
  if (late.length === 0 || nowMs - sinceMs < OTHER_DISK_LATE_AFTER_MS) return []
  return [{ subject: 'other-disk-late', tone: 'attention', action: 'call-technician', code: null, sinceMs }]
}

/** The paper is asked for while nobody needs it: printed anew after half a year, shown to work every two months. */
function paperOf({ proofDueAtMs, printDueAtMs }: KitState, nowMs: number): Condition[] {
  const due = (atMs: number | null): atMs is number => atMs !== null && nowMs >= atMs
  return [
    ...(due(proofDueAtMs) ? [calm('kit-unproven', 'prove-kit', proofDueAtMs)] : []),
    ...(due(printDueAtMs) ? [calm('kit-old', 'print-kit', printDueAtMs)] : []),
  ]
}

/** A term shown as over is no time to be calm; before it, it is one thing to do. */
function planOf({ paperSinceMs, monthSinceMs, incident }: PlanPressing, nowMs: number): Condition[] {
  return [
    ...(incident
      ? [
          {
            ...calm('incident-term', 'answer-incident', incident.sinceMs),
            tone: incident.byMs - nowMs < INCIDENT_NEAR_MS ? ('needs-you' as const) : ('attention' as const),
          },
        ]
      : []),
    ...(paperSinceMs === null ? [] : [calm('plan-paper', 'print-plan', paperSinceMs)]),
    ...(monthSinceMs === null ? [] : [calm('month-open', 'close-month', monthSinceMs)]),
  ]
}

/** A rehearsal that is due, and one that found something, which is a useful result: neither is told as a failure of the copies. */
const drillsOf = ({ dueSinceMs, silent }: DrillPressing): Condition[] => [
  ...(dueSinceMs === null ? [] : [calm('drill-due', 'begin-drill', dueSinceMs)]),
  ...(silent ? [{ ...calm('drill-found', 'look-at-drill', silent.sinceMs), code: silent.code }] : []),
]

const calm = (subject: NoticeSubject, action: NoticeAction, sinceMs: number): Condition => ({
  subject,
  tone: 'attention',
  action,
  code: null,
  sinceMs,
})

/** Photos that nobody sends stay on one device only. */
function quietOf(tablets: readonly Tablet[]): Condition[] {
  const quiet = tablets.filter(({ isQuiet }) => isQuiet)
  if (quiet.length === 0) return []
  const sinceMs = Math.min(...quiet.map(({ lastSentAtMs, pairedAtMs }) => lastSentAtMs ?? pairedAtMs))
  return [{ subject: 'tablet-quiet', tone: 'attention', action: 'look-at-tablet', code: null, sinceMs }]
}

const urgent = (subject: NoticeSubject, action: NoticeAction, code: Code, sinceMs: number): Condition => ({
  subject,
  tone: 'needs-you',
  action,
  code,
  sinceMs,
})

function actionFor(code: Code | null): NoticeAction {
  switch (code && codes[code].action) {
    case 'choose-folder':
      return 'choose-folder'
    case 'connect-disk':
      return 'connect-place'
    case 'free-space':
      return 'free-space'
    case 'type-kit':
      return 'type-kit'
    case 'call-technician':
    case 'check-password':
      return 'call-technician'
    default:
      return 'copy-now'
  }
}
