import type { CopyId } from '#shared/domain/index.ts'
import type { EngineFake } from './fakes.ts'
import { sampleJob } from './samples.ts'

const DAY_MS = 86_400_000
const copyId = (place: number) => place.toString(16).padStart(64, 'c') as CopyId
const copies = (count: number, ageDays: number) =>
  Array.from({ length: count }, (_, place) => ({
    copyId: copyId(place + ageDays),
    takenAtMs: Date.now() - (ageDays + place) * DAY_MS,
    minimumYears: 20,
  }))
const plan = { fingerprint: 'a7'.repeat(32), plannedAtMs: 0 }

/** A place with copies that may go, some of them protected, and two in the trash. */
export const sampleCleaning = (): Partial<EngineFake> => ({
  planRetention: async () => ({
    ...plan,
    keep: copies(198, 0).map((copy) => ({ ...copy, reasons: ['floor'] })),
    remove: copies(12, 300).map((copy) => ({ ...copy, isBeyondFloor: false })),
    refusals: [],
  }),
  planPrune: async () => ({
    ...plan,
    storedBytes: 212_400_000_000,
    freedBytes: 9_300_000_000,
    repackBytes: 0,
    later: { packs: 204, bytes: 3_100_000_000, untilMs: Date.now() + 22 * DAY_MS },
    trash: { kept: 2, expired: 4 },
    refusals: [],
  }),
  listTrash: async () =>
    copies(2, 410).map(({ copyId: id, takenAtMs }, place) => ({
      copyId: id,
      takenAtMs,
      removedAtMs: Date.now() - (place + 1) * DAY_MS,
      keptUntilMs: Date.now() + (29 - place) * DAY_MS,
    })),
  applyRetention: async () => ({ jobId: sampleJob }),
  applyPrune: async () => ({ jobId: sampleJob }),
})

/** Nothing may go now: the place was not looked at for long. */
export const refusedCleaning = (): Partial<EngineFake> => ({
  ...sampleCleaning(),
  planRetention: async () => ({
    ...plan,
    keep: copies(3, 0).map((copy) => ({ ...copy, reasons: ['newest'] })),
    remove: copies(1, 300).map((copy) => ({ ...copy, isBeyondFloor: true })),
    refusals: ['proof-too-old', 'brake-on'],
  }),
  listTrash: async () => [],
})
