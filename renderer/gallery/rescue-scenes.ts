import type { Progress } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { forgetSetup } from '../screens/first-steps/setup-store.ts'
import { beginRescue, type RescueState, rescueStore } from '../screens/rescue/rescue-store.ts'
import { press, type Step, see, write } from './act.ts'
import { type EngineFake, fakeEngine, never, standingProgress } from './fakes.ts'
import { LONG_NAME, LONG_PATH, LONG_PLACE, LONG_WORD } from './long-samples.ts'
import { rescueComputers, rescueEntries, VAULT_PATH } from './rescue-samples.ts'
import { makeOverview, sampleJob, sampleWords } from './samples.ts'
import { named, type Scene } from './scene.ts'

const rescue = (state: Partial<RescueState>, engine: Partial<EngineFake> = {}, ...steps: Step[]): Scene => ({
  engine: fakeEngine(
    makeOverview({
      ...{ state: { kind: 'fresh' }, sources: [], vault: null, lastCopy: null, copies: 0 },
      running: engine.progress ? [{ jobId: sampleJob, jobKind: 'recover' }] : [],
    }),
    engine,
  ),
  steps,
  prepare() {
    forgetSetup()
    beginRescue()
    rescueStore.setState({ place: { kind: 'local', path: VAULT_PATH }, ...state })
  },
})
const place = (engine: Partial<EngineFake>, ...steps: Step[]) => rescue({ step: 'place' }, engine, ...steps)
const words = (engine: Partial<EngineFake>) =>
  rescue(
    { step: 'words' },
    engine,
    write('kit:entry.label', sampleWords.slice(0, 24).join(' ')),
    press('rescue:words.open'),
  )
const copies = (engine: Partial<EngineFake> = {}, ...steps: Step[]) => {
  const computers = rescueComputers(Date.now())
  return rescue({ step: 'copies', computers, computer: computers[0]?.name ?? '' }, engine, ...steps)
}
const progress: Progress = {
  ...{ jobId: sampleJob, jobKind: 'recover', phase: 'writing', doneFiles: 5_204, totalFiles: 14_203 },
  ...{ doneBytes: 16_200_000_000, totalBytes: 38_412_000_000 },
}

/** From nothing: where the copies are, the paper's words, what is in the vault, and going on from here. */
export const rescueScenes = named({
  'rescue-place': () => place({}, see('HD da clínica')),
  'rescue-place-none': () => place({ lookForVaults: async () => [] }),
  'rescue-place-looking': () => place({ lookForVaults: never }),
  'rescue-place-error': () => place({ lookForVaults: () => fail('APP_000') }, see('errors:APP_000.safe')),
  'rescue-place-several': () =>
    place(
      {
        lookForVaults: async ({ path }) =>
          path === undefined
            ? []
            : ['cofre', 'cofre antigo'].map((name) => ({ path: `${path}/Salvaguarda/${name}`, label: '' })),
      },
      press('rescue:place.choose'),
      see('rescue:place.severalWhy'),
    ),
  'rescue-network': () => place({}, press('rescue:place.network')),
  'rescue-words': () => rescue({ step: 'words' }),
  'rescue-words-opening': () => words({ openRescue: never }),
  'rescue-words-wrong': () => words({ openRescue: () => fail('KEY_102', { position: 7 }) }),
  'rescue-copies': () => copies({}, see('Laudo panorâmica.pdf')),
  'rescue-copies-none': () => rescue({ step: 'copies', computers: [] }),
  'rescue-copies-loading': () => copies({ rescueCopies: never }, see('wizard:computer.loading')),
  'rescue-copies-error': () => copies({ rescueFolder: () => fail('VAULT_111') }, see('errors:VAULT_111.safe')),
  'rescue-copies-found': () => copies({}, write('rescue:copies.search', 'laudo'), see('Laudo panorâmica.pdf')),
  'rescue-copies-not-found': () => copies({}, write('rescue:copies.search', 'xx'), see('rescue:copies.notFound')),
  'rescue-recovering': () =>
    copies({ recoverRescue: never, progress: standingProgress(progress) }, press('rescue:copies.everything')),
  'rescue-recovered': () => copies({}, press('rescue:copies.everything'), see('rescue:recovery.openFolder')),
  'rescue-recovered-partly': () =>
    copies(
      {
        recoverRescue: async ({ targetFolder }) => ({
          ...{ folder: targetFolder, files: 14_199, bytes: 38_400_000_000, durationMs: 1_420_000, skips: 3 },
        }),
      },
      press('rescue:copies.everything'),
      see('rescue:recovery.skips', { count: 3 }),
    ),
  'rescue-recover-failed': () =>
    copies({ recoverRescue: () => fail('REST_102') }, press('rescue:copies.everything'), see('errors:REST_102.safe')),
  'rescue-take-over': () => rescue({ step: 'take-over', computer: 'RECEPÇÃO-01' }, {}, see('rescue:takeOver.missing')),
  'rescue-take-over-looking': () =>
    rescue({ step: 'take-over', computer: 'RECEPÇÃO-01' }, { rescueSources: never }, see('rescue:takeOver.looking')),
  'rescue-long': () => {
    const [first] = rescueComputers(Date.now())
    const long = first
      ? [
          { ...first, name: LONG_WORD },
          { ...first, name: LONG_NAME, copies: 123_456 },
        ]
      : []
    return rescue(
      { step: 'copies', place: LONG_PLACE, computers: long, computer: LONG_WORD },
      {
        rescueFolder: async () =>
          rescueEntries(Date.now()).map((entry) => ({ ...entry, name: LONG_WORD, path: `${entry.path}${LONG_PATH}` })),
      },
      see(LONG_WORD),
    )
  },
  'rescue-words-long': () => rescue({ step: 'words', place: LONG_PLACE }),
})
