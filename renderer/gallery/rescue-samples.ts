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

/** A vault on a disk that two computers were copied to, and a paper that was proven a month ago. */
export function rescueFake(nowMs: number): RescueFake {
  const DAY_MS = 86_400_000
  const nothing = async () => ({})
  const none = async () => []
  const paper = { printedAtMs: nowMs - 90 * DAY_MS, provenAtMs: nowMs - 30 * DAY_MS }
  return {
    kitWordList: async () => [...sampleWords],
    lookForVaults: async () => [{ path: '/media/recepcao/HD da clínica/Salvaguarda/cofre', label: 'HD da clínica' }],
    openRescue: async () => ({ computers: [] }),
    closeRescue: nothing,
    rescueCopies: none,
    rescueFolder: none,
    findInRescue: none,
    recoverRescue: async ({ targetFolder }) => ({ folder: targetFolder, files: 1, bytes: 1, durationMs: 1, skips: 0 }),
    rescueSources: none,
    takeOver: async () => ({ firstCopyJobId: sampleJob }),
    goOnHere: nothing,
    kitState: async () => ({ paper, proofDueAtMs: nowMs + 30 * DAY_MS, printDueAtMs: nowMs + 93 * DAY_MS }),
    askKitWords: async () => ({ positions: [3, 9, 14] }),
    proveKit: async () => ({ name: 'Laudo.pdf', bytes: 412_000, takenAtMs: nowMs - 600_000, durationMs: 900 }),
    renewPaper: async () => ({ words: [...sampleWords], atMs: nowMs }),
  }
}
