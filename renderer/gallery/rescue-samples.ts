import type { RescueComputer, RescueCopy, RescueEntry } from '#shared/domain/index.ts'
import { copyIdSchema } from '#shared/domain/index.ts'
import type { EngineFake } from './fakes.ts'
import { sampleJob, sampleWords } from './samples.ts'

type RescueFake = Pick<
  EngineFake,
  | 'kitWordList'
  | 'lookForVaults'
  | 'openRescue'
  | 'closeRescue'
  | 'rescueCopies'
  | 'rescueFolder'
  | 'findInRescue'
  | 'recoverRescue'
  | 'rescueSources'
  | 'takeOver'
  | 'goOnHere'
  | 'kitState'
  | 'askKitWords'
  | 'proveKit'
  | 'renewPaper'
>

const DAY_MS = 86_400_000
export const VAULT_PATH = '/media/recepcao/HD da clínica/Salvaguarda/cofre'
const paths = ['C:\\Clínica\\Pacientes', 'C:\\Clínica\\Fotos antes e depois', 'C:\\Clínica\\Sistema\\prontuario.db']

const makeRescueCopy = (daysAgo: number, nowMs: number): RescueCopy => ({
  copyId: copyIdSchema.parse((daysAgo + 16).toString(16).padStart(2, '0').repeat(32).slice(0, 64)),
  takenAtMs: nowMs - daysAgo * DAY_MS - 3 * 3_600_000,
  paths,
  files: 14_203 - daysAgo,
  bytes: 38_412_000_000,
})

/** The reception's computer, which burned, and one that was given up long ago. */
export const rescueComputers = (nowMs: number): readonly RescueComputer[] => [
  {
    ...{ name: 'RECEPÇÃO-01', copies: 214, oldestAtMs: nowMs - 300 * DAY_MS },
    ...{ newest: makeRescueCopy(1, nowMs), isOurs: true },
  },
  {
    ...{ name: 'SALA-2', copies: 31, oldestAtMs: nowMs - 900 * DAY_MS },
    ...{ newest: makeRescueCopy(180, nowMs), isOurs: false },
  },
]

const entry = (path: string, kind: RescueEntry['kind'], sizeBytes: number, nowMs: number): RescueEntry => ({
  ...{ path, kind, sizeBytes, name: path.split('/').at(-1) ?? '', modifiedAtMs: nowMs - 40 * DAY_MS },
})
export const rescueEntries = (nowMs: number): readonly RescueEntry[] => [
  entry('/C/Clínica/Fotos antes e depois', 'folder', 0, nowMs),
  entry('/C/Clínica/Pacientes', 'folder', 0, nowMs),
  entry('/C/Clínica/Sistema', 'folder', 0, nowMs),
  entry('/C/Clínica/Convênios 2026.xlsx', 'file', 412_000, nowMs),
  entry('/C/Clínica/Laudo panorâmica.pdf', 'file', 1_980_000, nowMs),
]

/** A vault on a disk that two computers were copied to, and a paper that was proven a month ago. */
export function rescueFake(nowMs: number): RescueFake {
  const nothing = async () => ({})
  const paper = { printedAtMs: nowMs - 90 * DAY_MS, provenAtMs: nowMs - 30 * DAY_MS }
  return {
    kitWordList: async () => [...sampleWords],
    lookForVaults: async () => [{ path: VAULT_PATH, label: 'HD da clínica' }],
    openRescue: async () => ({ computers: [...rescueComputers(nowMs)] }),
    closeRescue: nothing,
    rescueCopies: async () => [1, 2, 3, 9, 40].map((daysAgo) => makeRescueCopy(daysAgo, nowMs)),
    rescueFolder: async () => [...rescueEntries(nowMs)],
    findInRescue: async ({ text }) => rescueEntries(nowMs).filter(({ name }) => name.toLowerCase().includes(text)),
    recoverRescue: async ({ targetFolder }) => ({
      ...{ folder: `${targetFolder}/Recuperados`, files: 14_202, bytes: 38_412_000_000, durationMs: 1_420_000 },
      skips: 0,
    }),
    rescueSources: async () => paths.map((path, at) => ({ path, isHere: at === 0 })),
    takeOver: async () => ({ firstCopyJobId: sampleJob }),
    goOnHere: nothing,
    kitState: async () => ({ paper, proofDueAtMs: nowMs + 30 * DAY_MS, printDueAtMs: nowMs + 93 * DAY_MS }),
    askKitWords: async () => ({ positions: [3, 9, 14] }),
    proveKit: async () => ({ name: 'Laudo.pdf', bytes: 412_000, takenAtMs: nowMs - 600_000, durationMs: 900 }),
    renewPaper: async () => ({ words: [...sampleWords], atMs: nowMs }),
  }
}
