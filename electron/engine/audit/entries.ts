import { createHmac } from 'node:crypto'
import {
  type AccountId,
  type AuditExtra,
  type AuditSubject,
  auditExtraSchema,
  auditSubjectSchema,
  type Fact,
} from '#shared/domain/index.ts'
import type { NewEntry } from './audit.ts'

/** What a gate tells of something that was asked for. */
export type RecordedAct = {
  readonly call: string
  readonly accountId: AccountId | null
  readonly secondId?: AccountId | null
  readonly outcome: 'done' | 'denied' | 'failed'
  readonly code?: string | null
  /** Asked by the app's own shell, not by a window. */
  readonly isSystem?: boolean
  /** May name patients and files: only ids and keyed hashes of it get into a line. */
  readonly input?: unknown
}

/** Of what was asked for, what a line tells besides its subject: words of ours, never what somebody typed. */
const SAID: Readonly<Record<string, readonly string[]>> = { paperTaken: ['paper', 'how'] }
/** From here on a line says when what it tells of was. */
const LATE_MS = 5000
/** Told by what closes it, or no act at all. */
const SILENT: ReadonlySet<Fact['kind']> = new Set(['job-started', 'copy-unchanged', 'watch-changed'])
/** What is told by the type, the moment or the subject. */
const LEFT_OUT = new Set(['kind', 'seq', 'atMs', 'requestedBy', 'confirmedBy', 'params'])
const SUBJECTS = [
  ['patientHash', 'patient'],
  ['diskId', 'disk'],
  ['replicaId', 'place'],
  ['copyId', 'copy'],
  ['sourceId', 'source'],
  ['accountId', 'person'],
] as const

/** The line of a fact; undefined for one that is no act. Names have no place in facts, and anything that is no id, count or code is left out all the same. */
export function entryOfFact(fact: Fact, accountId: AccountId | null, nowMs: number): NewEntry | undefined {
  if (SILENT.has(fact.kind)) return undefined
  const facts: Record<string, unknown> = { ...fact }
  if (fact.kind === 'copy-finished') {
    const { copyId, files, addedBytes, newFiles, changedFiles, databases, skips } = fact.copy
    const skipped = Object.values(skips).reduce((sum, count) => sum + (count ?? 0), 0)
    Object.assign(facts, { copyId, files, addedBytes, newFiles, changedFiles, databases, skipped })
  }
  const subject = subjectIn(facts)
  const extra = extraIn(facts, subject)
  // What is written down later than it was told keeps its own moment.
  return {
    type: fact.kind,
    actor: accountId ?? 'system',
    subject,
    extra: { ...extra, seq: fact.seq, ...(Math.abs(nowMs - fact.atMs) > LATE_MS && { toldAtMs: fact.atMs }) },
  }
}

/** The line of something that was asked for; `fileOf` gives the keyed hash of the file that an input names. */
export function entryOfAct(act: RecordedAct, fileOf: (input: Record<string, unknown>) => string | undefined): NewEntry {
  const input = isObject(act.input) ? act.input : {}
  const file = fileOf(input)
  const subject: AuditSubject | null = file === undefined ? subjectIn(input) : { kind: 'file', id: file }
  return {
    type: `call.${act.call}`,
    actor: act.accountId ?? 'system',
    component: act.isSystem === true ? 'main' : 'window',
    subject,
    extra: {
      ...extraIn(Object.fromEntries((SAID[act.call] ?? []).map((name) => [name, input[name]])), null),
      outcome: act.outcome,
      ...(act.code && { code: act.code }),
      ...(act.secondId && { second: act.secondId }),
    },
  }
}

/** What stands for a name in a line: only the vault's key tells whether two are the same. */
export const nameHash = (key: Uint8Array, kind: AuditSubject['kind'], name: string): string =>
  createHmac('sha256', key).update(`${kind}\0${name}`).digest('hex').slice(0, 32)

function subjectIn(fields: Readonly<Record<string, unknown>>): AuditSubject | null {
  for (const [field, kind] of SUBJECTS) {
    const { success, data } = auditSubjectSchema.safeParse({ kind, id: fields[field] })
    if (success) return data
  }
  return null
}

function extraIn(fields: Readonly<Record<string, unknown>>, subject: AuditSubject | null): AuditExtra {
  const extra: Record<string, AuditExtra[string]> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (LEFT_OUT.has(name) || value === subject?.id) continue
    const { success, data } = auditExtraSchema.safeParse({ [name]: value })
    if (success) Object.assign(extra, data)
  }
  return extra
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
