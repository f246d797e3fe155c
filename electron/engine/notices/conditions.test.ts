import { expect, it } from 'vitest'
import { noticeActionSchema, noticeSubjectSchema } from '#shared/domain/index.ts'
import { emailWords, noticeWords } from '#shared/i18n/index.ts'
import { situationOf } from './conditions.ts'
import { noticeOf } from './review.ts'
import { quietOverview } from './test-support/quiet-overview.ts'

const NOW = new Date(2026, 10, 23, 9).getTime()
const HOUR = 3_600_000
const PLANTED = 'Conceição Ana Lúcia'
const id = (digit: string) => digit.repeat(64)

/** Every text of it that people can choose holds a patient's name. */
const overview = (change: object = {}) =>
  quietOverview({
    sources: [
      {
        id: '6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5',
        kind: 'folder',
        path: `/clínica/${PLANTED}`,
        label: PLANTED,
      },
    ],
    vault: { place: { kind: 'local', path: `/hd/${PLANTED}` }, isReachable: true, freeBytes: null },
    lastCopy: copy(1),
    copies: 1,
    ...change,
  })
function copy(hoursAgo: number, skips: Record<string, number> = {}) {
  const none = { files: 0, folders: 0, sourceBytes: 0, addedBytes: 0, newFiles: 0, changedFiles: 0, unchangedFiles: 0 }
  return { copyId: id('a'), takenAtMs: NOW - hoursAgo * HOUR, durationMs: 1, databases: 0, ...none, skips }
}
const failure = (code: string) => ({ atMs: NOW - HOUR, error: { code, params: { detail: PLANTED, kind: PLANTED } } })
const away = { place: { kind: 'local', path: '/hd' }, isReachable: false, freeBytes: null }
const replica = (change: object) => ({
  replicaId: id('b'),
  place: { kind: 'local', path: `/nas/${PLANTED}` },
  isMain: false,
  isReachable: true,
  isOutside: false,
  copies: 1,
  newestCopyAtMs: NOW - HOUR,
  trouble: null,
  protection: null,
  freeBytes: null,
  proof: { kind: 'none' },
  lastUpdate: { atMs: NOW - HOUR, copies: 1, heldBack: 0 },
  ...change,
})
const expired = { kind: 'expired', atMs: 0, oldestAtMs: 0, expiresAtMs: NOW - HOUR, provenBytes: 0, totalBytes: 1 }
const found = (change: object) =>
  situationOf({ overview: overview(change), nowMs: NOW })?.conditions.map((c) => [c.subject, c.tone, c.action])

it.each([
  ['all is well', {}, []],
  ['the disk is away for an hour, as disks are', { vault: away }, []],
  [
    'the disk is away and the copy is old',
    { vault: away, lastCopy: copy(30) },
    [['place-away', 'attention', 'connect-place']],
  ],
  ['for days', { vault: away, lastCopy: copy(80) }, [['place-away', 'needs-you', 'connect-place']]],
  ['nobody copies', { lastCopy: copy(30) }, [['copies-late', 'attention', 'copy-now']]],
  [
    'a copy of now runs',
    { lastCopy: copy(30), running: [{ jobId: '6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5', jobKind: 'copy' }] },
    [],
  ],
  ['one failure that the next try may mend', { openFailure: failure('VAULT_106') }, []],
  [
    'failures for longer than a day',
    { openFailure: failure('DEST_103'), lastCopy: copy(30) },
    [['copy-stopped', 'needs-you', 'call-technician']],
  ],
  [
    'a folder that is gone',
    { openFailure: failure('SRC_101'), lastCopy: copy(30) },
    [['copy-stopped', 'needs-you', 'choose-folder']],
  ],
  [
    'the watchdog barks before a day is over',
    { lastCopy: copy(2), freshness: { items: [], mayLose: { kind: 'nothing' }, overdueSinceMs: NOW - 2 * HOUR } },
    [['copies-late', 'attention', 'copy-now']],
  ],
  ['a full disk does not wait', { openFailure: failure('DEST_102') }, [['place-full', 'needs-you', 'free-space']]],
  [
    'the records are missing',
    { lastCopy: copy(1, { DB_102: 1 }) },
    [['records-left-out', 'needs-you', 'call-technician']],
  ],
  [
    'the key is gone',
    { state: { kind: 'locked', clinicName: 'C', error: { code: 'KEY_104', params: {} } } },
    [['key-missing', 'needs-you', 'type-kit']],
  ],
  [
    'a check found damage',
    { lastCheck: { atMs: NOW, problems: 2, readData: true } },
    [['vault-damaged', 'needs-you', 'call-technician']],
  ],
  [
    'another place is damaged, and this one may have it whole',
    { replicas: [replica({ isMain: true }), replica({ proof: { kind: 'damaged', atMs: NOW, problems: 1 } })] },
    [['vault-damaged', 'needs-you', 'mend-place']],
  ],
  [
    'the only place is damaged',
    { replicas: [replica({ isMain: true, proof: { kind: 'damaged', atMs: NOW, problems: 1 } })] },
    [['vault-damaged', 'needs-you', 'call-technician']],
  ],
  [
    'the proof ran out',
    { replicas: [replica({ isMain: true, proof: expired })] },
    [['proof-expired', 'attention', 'check-now']],
  ],
  [
    'another disk is here and days behind',
    { replicas: [replica({ lastUpdate: { atMs: NOW - 50 * HOUR, copies: 1, heldBack: 0 } })] },
    [['other-disk-late', 'attention', 'call-technician']],
  ],
  [
    'another disk is out of the house, as planned',
    { replicas: [replica({ isReachable: false, lastUpdate: { atMs: NOW - 500 * HOUR, copies: 1, heldBack: 0 } })] },
    [],
  ],
])('%s', (_name, change, conditions) => {
  expect(found(change)).toEqual(conditions)
})

it.each([
  [['mass-change', 'source-shrunk'], 'mass-change'],
  [['source-shrunk', 'canary'], 'source-shrunk'],
] as const)('the brake is on for %j: a manager is asked at once', (signs, subject) => {
  const brake = { sinceMs: NOW - HOUR, firstCopyId: null, signs: [...signs] }
  expect(situationOf({ overview: overview(), nowMs: NOW, brake })?.conditions).toMatchObject([
    { subject, tone: 'needs-you', action: 'answer', sinceMs: NOW - HOUR },
  ])
})

it('before set-up nothing is said', () => {
  expect(situationOf({ overview: overview({ state: { kind: 'fresh' }, lastCopy: null }), nowMs: NOW })).toBeNull()
})

it('no name that lies in a path, a label or a failure gets into any word that is sent', () => {
  const worst = overview({
    vault: { ...away, place: { kind: 'local', path: `/hd/${PLANTED}` } },
    lastCopy: copy(80, { DB_101: 1 }),
    openFailure: failure('VAULT_107'),
    replicas: [replica({ proof: { kind: 'damaged', atMs: 0, problems: 1 } })],
  })
  const situation = situationOf({ overview: worst, nowMs: NOW })
  expect(situation?.conditions.length).toBeGreaterThan(2)
  expect(JSON.stringify(situation)).not.toMatch(/Concei|Ana|clínica\//)
})

it('every subject with every action has its words in both languages, without a blank left open', () => {
  const rest = { tone: 'needs-you', code: 'DEST_101', sinceMs: NOW - HOUR, isOpen: true, isTold: true } as const
  const kept = { toldDay: null, level: 'first' as const, snooze: null, owed: [], isShown: false }
  for (const subject of noticeSubjectSchema.options)
    for (const action of noticeActionSchema.options)
      for (const language of ['pt-BR', 'en'] as const) {
        const notice = noticeOf({ ...rest, ...kept, subject, action }, NOW, { escalateAfterDays: 1, tellFromHour: 8 })
        const words = [
          ...Object.values(noticeWords(notice, NOW, language)),
          ...Object.values(emailWords(notice, 'Clínica', NOW, language)),
        ]
        for (const text of words) expect(text).not.toMatch(/\{\{|undefined|^$/)
      }
})
