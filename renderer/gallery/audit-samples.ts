import type { AuditEntry, auditCalls } from '#shared/contracts/index.ts'
import { accountIdSchema, auditGroupOf } from '#shared/domain/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

const MANAGER = accountIdSchema.parse('7f3b1c52-7c44-4a55-9d6f-1f2a3b4c5d6e')
const HOUR_MS = 3_600_000
const NEWEST_MS = new Date(2026, 10, 22, 14, 32).getTime()
const SEGMENT = '25f281fc5c839881'

const line = (number: number, hoursAgo: number, type: string, change: Partial<AuditEntry> = {}): AuditEntry => ({
  segment: SEGMENT,
  number,
  atMs: NEWEST_MS - hoursAgo * HOUR_MS,
  type,
  actor: 'system',
  component: 'engine@0a1b2c3d4e5f',
  subject: null,
  extra: {},
  prevHash: 'a'.repeat(64),
  hash: 'b'.repeat(64),
  seal: 'c'.repeat(64),
  group: auditGroupOf(type),
  actorName: null,
  secondName: null,
  ...change,
})
const byManager = { actor: MANAGER, actorName: 'Dra. Helena Prado', component: 'window@0a1b2c3d4e5f' } as const
export const sampleEntries: readonly AuditEntry[] = [
  line(9, 0, 'copy-finished', { extra: { files: 1204, newFiles: 12, changedFiles: 3 } }),
  line(8, 2, 'call.viewRecord', { ...byManager, extra: { outcome: 'done' } }),
  line(7, 2, 'record-read', { ...byManager, subject: { kind: 'patient', id: 'd'.repeat(32) }, extra: { rows: 41 } }),
  line(6, 5, 'call.recoverVersion', {
    ...byManager,
    subject: { kind: 'file', id: 'e'.repeat(32) },
    extra: { outcome: 'denied', code: 'PEOPLE_105' },
  }),
  line(5, 26, 'clock-went-back', { extra: { fromMs: 2, toMs: 1 } }),
  line(4, 27, 'proof-finished', { extra: { problems: 0 } }),
  line(3, 30, 'app-started'),
]

/** A register that knows a few lines. */
export const auditFakes: Handlers<typeof auditCalls> = {
  auditState: async () => goodState,
  auditEntries: async ({ group }) => ({
    entries: sampleEntries.filter((entry) => group === undefined || entry.group === group),
    nextPlace: null,
    people: [{ accountId: MANAGER, name: 'Dra. Helena Prado' }],
  }),
  paperTaken: async () => ({}),
  auditNames: async ({ files }) => ({ files: Object.fromEntries(files.map((file) => [file, 'Laudo.pdf'])) }),
  checkAudit: async () => goodState,
  readAuditFindings: async () => goodState,
  exportAudit: async ({ targetFolder }) => ({ folder: targetFolder, lines: sampleEntries.length }),
  clinicIdentity: async () => identity,
  setClinicIdentity: async (numbers) => ({ ...identity, ...numbers }),
}
const goodState = { checkedAtMs: NEWEST_MS, wholeAtMs: NEWEST_MS, lines: 9, findings: [], silentSinceMs: null }
const identity = { name: 'Clínica Sorriso Vivo', cnpj: null, cnes: null }
