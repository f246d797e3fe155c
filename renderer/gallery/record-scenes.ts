import { copyIdSchema, recoveryIdSchema, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { makeOverview, makeReplica } from './samples.ts'
import type { Scene, Scenes } from './scene.ts'

const DAY_MS = 86_400_000
const copyOf = (day: number) => ({
  copyId: copyIdSchema.parse(day.toString(16).padStart(2, '0').repeat(32)),
  takenAtMs: Date.now() - day * DAY_MS - 3 * 3_600_000,
})
const sourceOf = (at: number) => sourceIdSchema.parse(`0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f7${at}`)
const databases: EngineFake['recoverableDatabases'] = async () => [
  {
    sourceId: sourceOf(1),
    label: 'Prontuário eletrônico',
    kind: 'postgresql',
    place: 'esus em 192.168.0.10:5433',
    isProven: true,
    needsAdmin: true,
    copies: [1, 2, 9].map(copyOf),
  },
  {
    sourceId: sourceOf(2),
    label: 'Agenda',
    kind: 'firebird',
    place: 'C:\\Sistema\\AGENDA.FDB',
    isProven: true,
    needsAdmin: true,
    copies: [copyOf(1)],
  },
]

const scene = (screen: 'records' | 'recover', engine: Partial<EngineFake>): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), engine),
  screen,
})

/** Prontuários, and a server's database on its way back. */
export const recordScenes: Scenes = {
  'records-choose': () => scene('records', { recoverableDatabases: databases }),
  'records-opening': () => scene('records', { recoverableDatabases: databases, openRecords: never }),
  'records-none': () => scene('records', { recoverableDatabases: async () => [] }),
  'records-trouble': () => scene('records', { recoverableDatabases: () => fail('APP_000') }),
  'recover-database-server': () => scene('recover', { recoverableDatabases: databases }),
  'recover-database-ready': () =>
    scene('recover', {
      recoverableDatabases: databases,
      databaseRecoveries: async () => [
        {
          recoveryId: recoveryIdSchema.parse('3f0c9a52-77aa-4a5c-9f5e-0a1b2c3d4e5f'),
          ...{
            sourceId: sourceOf(1),
            ...copyOf(1),
            beganAtMs: Date.now() - 60_000,
            fingerprint: 'amostra',
          },
          state: {
            kind: 'ready',
            stopped: null,
            findings: {
              ...{ tables: 84, rows: 1_204_551, checksums: 84, isCounted: true, hasLive: true },
              ...{ newestAtMs: Date.now() - DAY_MS - 4 * 3_600_000, liveNewestAtMs: Date.now() - 60_000 },
            },
          },
        },
      ],
    }),
}
