import { fail } from '#shared/errors/index.ts'
import { forgetSetup, type SetupState, setupStore } from '../screens/first-steps/setup-store.ts'
import { press, type Step, see, write } from './act.ts'
import { type EngineFake, fakeEngine, never, type ShellFake } from './fakes.ts'
import { LONG_NAME, LONG_PATH, LONG_WORD } from './long-samples.ts'
import { makeOverview, sampleServer, sampleWords } from './samples.ts'
import { named, type Scene } from './scene.ts'

const fresh = makeOverview({ state: { kind: 'fresh' }, sources: [], vault: null, lastCopy: null, copies: 0, seq: 0 })
const refusing: Partial<EngineFake> = { tryDatabase: () => fail('DB_107') }

const folders: SetupState['folders'] = [
  {
    findings: {
      path: '/home/recepcao/Clínica',
      files: 1204,
      bytes: 3_200_000_000,
      isPartial: false,
      databases: [
        { path: '/home/recepcao/Clínica/Sistema/prontuario.db', bytes: 812_000_000 },
        { path: '/home/recepcao/Clínica/Sistema/agenda.db', bytes: 12_000_000 },
      ],
    },
    databasesOff: new Set(['/home/recepcao/Clínica/Sistema/agenda.db']),
  },
  {
    findings: {
      path: 'E:\\Exames digitalizados',
      files: 200_000,
      bytes: 61_000_000_000,
      isPartial: true,
      databases: [],
    },
    databasesOff: new Set(),
  },
]
const longFolders: SetupState['folders'] = [1, 2].map((at) => ({
  findings: {
    path: `${LONG_PATH}/${at}`,
    files: 12_345_678,
    bytes: 98_765_432_100_000,
    isPartial: at === 2,
    databases: [{ path: `${LONG_PATH}/${at}/${LONG_WORD}.db`, bytes: 812_000_000_000 }],
  },
  databasesOff: new Set<string>(),
}))
const place: SetupState['place'] = {
  kind: 'has-other-things',
  path: '/media/recepcao/HD da clínica',
  freeBytes: 931_000_000_000,
  sameDiskAsSources: false,
  disk: null,
}
const kit: SetupState['kit'] = { words: sampleWords, proofPositions: [3, 9, 14], madeFor: '', madeAtMs: Date.now() }
const proof = [3, 9, 14].map((position) => ({ position, word: sampleWords[position - 1] ?? '' }))
const server = { label: 'Banco do sistema', server: sampleServer.server, beside: [] }

const steps = (
  state: Partial<SetupState>,
  engine: Partial<EngineFake> = {},
  did: readonly Step[] = [],
  shell: Partial<ShellFake> = {},
): Scene => ({
  engine: fakeEngine(fresh, engine),
  shell,
  steps: did,
  prepare() {
    forgetSetup()
    setupStore.setState({ clinicName: 'Clínica Sorriso Vivo', step: 'protect', ...state })
  },
})
const chosen = (inspectDestination: EngineFake['inspectDestination'], words: string) =>
  steps({ folders, step: 'place' }, { inspectDestination }, [press('firstSteps:place.choose'), see(words)])
const added = (engine: Partial<EngineFake>, words: string) =>
  steps({ folders: [] }, engine, [press('firstSteps:protect.add'), see(words)])
/** To be tried at once: everything but the password is filled in from what was found. */
const tried = [write('databases:form.password', 'senha errada'), press('databases:form.try')]

/** The first hour: each step empty, filled, waiting and refused. */
export const firstStepsScenes = named({
  'steps-clinic': () => steps({ clinicName: '', step: 'clinic' }),
  'steps-clinic-missing': () => steps({ clinicName: '', step: 'clinic' }, {}, [press('common:next')]),
  'steps-have': () => steps({ folders, step: 'have' }),
  'steps-goals': () => steps({ folders, step: 'goals' }),
  'steps-protect-empty': () => steps({}),
  'steps-protect': () => steps({ folders }),
  'steps-protect-databases': () => steps({ folders: folders.slice(0, 1), databases: [server] }),
  'steps-protect-no-database': () => steps({ folders: folders.slice(0, 1) }, { findDatabases: async () => [] }),
  'steps-protect-searching': () => steps({ folders: folders.slice(0, 1) }, { findDatabases: never }),
  'steps-protect-refused': () =>
    steps({ folders: folders.slice(0, 1) }, refusing, [
      press('databases:other'),
      write('databases:form.database', 'esus'),
      write('databases:form.user', 'salvaguarda'),
      ...tried,
    ]),
  'steps-protect-fine': () =>
    steps({ folders: folders.slice(0, 1) }, {}, [
      press('databases:other'),
      write('databases:form.database', 'esus'),
      write('databases:form.user', 'salvaguarda'),
      ...tried,
      see('databases:trial.fine'),
    ]),
  'steps-protect-looking': () => added({ inspectFolder: never }, 'firstSteps:protect.looking'),
  'steps-protect-trouble': () => added({ inspectFolder: () => fail('SRC_101') }, 'errors:SRC_101.safe'),
  'steps-place-empty': () => steps({ folders, step: 'place' }),
  'steps-place': () => steps({ folders, step: 'place', place }),
  'steps-place-same-disk': () =>
    steps({ folders, step: 'place', place: { ...place, sameDiskAsSources: true, freeBytes: 41_000_000_000 } }),
  'steps-place-looking': () => chosen(never, 'firstSteps:place.looking'),
  'steps-place-vault': () =>
    chosen(
      async () => ({ kind: 'vault', path: '/media/recepcao/HD da clínica/Salvaguarda/cofre' }),
      'firstSteps:place.vaultFound',
    ),
  'steps-place-refused': () => chosen(async () => ({ kind: 'refused', code: 'SET_104' }), 'errors:SET_104.safe'),
  'steps-kit': () => steps({ folders, place, step: 'kit' }),
  'steps-kit-trouble': () => steps({ folders, place, step: 'kit' }, { beginSetup: () => fail('DEST_101') }),
  'steps-kit-proof': () => steps({ folders, place, step: 'kit' }, {}, [press('firstSteps:kit.ready')]),
  // After the other kits: while one is being made, the window asks for no second one.
  'steps-kit-making': () => steps({ folders, place, step: 'kit' }, { beginSetup: never }),
  'steps-start': () => steps({ folders, place, kit, proof, step: 'start' }),
  'steps-start-no-keychain': () =>
    steps({ folders, place, kit, proof, step: 'start' }, {}, [
      press('firstSteps:start.begin'),
      see('firstSteps:start.keychainAccept'),
    ]),
  'steps-start-starting': () =>
    steps({ folders, place, kit, proof, step: 'start' }, { finishSetup: never }, [press('firstSteps:start.begin')]),
  'steps-long': () =>
    steps({
      ...{ folders: longFolders, databases: [{ ...server, label: LONG_WORD }], step: 'start', kit, proof },
      clinicName: `Clínica Odontológica e Centro de Imagem ${LONG_NAME} Ltda.`.slice(0, 80),
      place: { ...place, path: LONG_PATH },
    }),
})
