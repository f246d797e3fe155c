import type { RecoveryState, RecoveryView, recoveryCalls } from '#shared/contracts/index.ts'
import { copyIdSchema } from '#shared/domain/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { NOW_MS } from './samples.ts'

const HOUR_MS = 3_600_000
const copyId = copyIdSchema.parse('5c'.repeat(32))
const olderCopyId = copyIdSchema.parse('6d'.repeat(32))
export const sampleRecoveryId = '3f0c9a52-6d1e-4a59-8a44-0d2f0a1b7c11'
const FOLDER = '/home/recepcao/Recuperados/2026-11-21'

const done: RecoveryState = {
  kind: 'done',
  endedAtMs: NOW_MS,
  durationMs: 14_000,
  files: 1,
  bytes: 1_980_000,
  skips: 0,
  skipped: [],
  renamed: 0,
  plain: 0,
  unchanged: 0,
  setAside: 0,
}

export const sampleRecovery = (state: RecoveryState = done, change: Partial<RecoveryView> = {}): RecoveryView => ({
  recoveryId: sampleRecoveryId,
  startedAtMs: NOW_MS - 60_000,
  what: 'version',
  name: 'laudo-2024-03-11.pdf',
  copyTakenAtMs: NOW_MS - HOUR_MS,
  isInPlace: false,
  folder: FOLDER,
  asideFolder: `${FOLDER}/Guardado antes de recuperar (2026-11-21 14h52m07s)`,
  state,
  verdict: null,
  ...change,
})

/** What the wizard is answered where a scene says nothing else. */
export const recoveryFakes: Handlers<typeof recoveryCalls> = {
  planRecovery: async ({ into, what }) => ({
    files: what.kind === 'version' ? 1 : 1204,
    folders: what.kind === 'version' ? 0 : 96,
    bytes: what.kind === 'version' ? 1_980_000 : 3_200_000_000,
    copyTakenAtMs: NOW_MS - HOUR_MS,
    folder: into.kind === 'folder' ? into.folder : '/home/recepcao/Clínica Sorriso/Pacientes',
    leftOutDatabases: 0,
    skips: 0,
  }),
  startRecovery: async () => ({ recoveryId: sampleRecoveryId }),
  recovery: async () => sampleRecovery(),
  recoveries: async () => [],
  stopRecovery: async () => ({}),
  continueRecovery: async () => ({}),
  judgeRecovery: async ({ verdict }) => sampleRecovery(done, { verdict }),
  planUndo: async () => ({ remove: 1, putBack: 0, left: [] }),
  undoRecovery: async () => sampleRecovery({ kind: 'undone', endedAtMs: NOW_MS, removed: 1, putBack: 0, left: [] }),
  searchFolders: async ({ text }) =>
    text.startsWith('xx')
      ? []
      : [
          {
            folder: '/home/recepcao/Clínica Sorriso/Pacientes/Conceição, Ana Lúcia',
            name: 'Conceição, Ana Lúcia',
            parent: '/home/recepcao/Clínica Sorriso/Pacientes',
            lastSeenAtMs: NOW_MS - HOUR_MS,
            isInNewestCopy: true,
          },
          {
            folder: '/home/recepcao/Clínica Sorriso/Pacientes/Conceição, Ana Paula',
            name: 'Conceição, Ana Paula',
            parent: '/home/recepcao/Clínica Sorriso/Pacientes',
            lastSeenAtMs: NOW_MS - 40 * 24 * HOUR_MS,
            isInNewestCopy: false,
          },
        ],
  folderStates: async () => [
    { copyId, sinceMs: NOW_MS - 26 * HOUR_MS, untilMs: NOW_MS - HOUR_MS },
    { copyId: olderCopyId, sinceMs: NOW_MS - 90 * HOUR_MS, untilMs: NOW_MS - 27 * HOUR_MS },
  ],
  copiesToRecover: async () => [
    { copyId, takenAtMs: NOW_MS - HOUR_MS, files: 1204, bytes: 3_200_000_000 },
    { copyId: olderCopyId, takenAtMs: NOW_MS - 26 * HOUR_MS, files: 1198, bytes: 3_190_000_000 },
  ],
  checkVersion: async () => ({ kind: 'opens' }),
}
