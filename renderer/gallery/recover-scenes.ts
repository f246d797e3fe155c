import type { Overview, RecoveryState, RecoveryView } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { LONG_PATH, LONG_WORD } from './long-samples.ts'
import { lookSamples, similarFound, unevenVersions } from './look-samples.ts'
import { sampleRecovery, sampleRecoveryId } from './recovery-samples.ts'
import { makeFound, makeOverview, makeReplica } from './samples.ts'
import { named, type Scene } from './scene.ts'

const MINUTE_MS = 60_000
const recover = (engine: Partial<EngineFake> = {}, change: Partial<Overview> = {}, ...steps: Step[]): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())], ...change }), engine),
  screen: 'recover',
  steps,
})
const acted = (engine: Partial<EngineFake>, ...steps: Step[]) => recover(engine, {}, ...steps)
const searched = (engine: Partial<EngineFake>, ...steps: Step[]): Scene =>
  acted(engine, write('recover:searchLabel', 'laudo'), ...steps)
const picked = (engine: Partial<EngineFake>, ...steps: Step[]): Scene =>
  searched(engine, press('Laudo panorâmica.pdf'), ...steps)
const looked = (engine: Partial<EngineFake>): Scene => picked(engine, press('look:see'), see('look:preview.noTraces'))
const inFolders = (engine: Partial<EngineFake>, text: string, ...steps: Step[]): Scene =>
  acted(engine, press('wizard:what.folder'), write('wizard:folder.label', text), ...steps)

const stopped: RecoveryState = {
  ...{ kind: 'stopped', endedAtMs: Date.now(), files: 804, setAside: 0 },
  error: { code: 'REST_102', params: {} },
}
const done: RecoveryState = {
  ...{ kind: 'done', endedAtMs: Date.now(), durationMs: 94_000, files: 1201, bytes: 3_190_000_000 },
  ...{ skips: 2, renamed: 1, plain: 0, unchanged: 40, setAside: 12 },
  skipped: [
    { code: 'REST_104', path: '/home/recepcao/Clínica/Pacientes/Conceição, Ana Lúcia/laudo?.pdf' },
    { code: 'REST_104', path: '/home/recepcao/Clínica/Pacientes/Souza, Thiago/CON.docx' },
  ],
}
/** Everything came back, or is on its way: begun here, so that the screen is the one a person would have. */
const begun = (state: RecoveryState, ...steps: Step[]): Scene =>
  acted(
    { recovery: async () => sampleRecovery(state, { what: 'everything', name: '' }) },
    press('wizard:what.computer'),
    press('wizard:summary.action', {}, -1),
    ...steps,
  )
const past = (): RecoveryView[] => [
  sampleRecovery(undefined, { verdict: 'right', recoveryId: sampleRecoveryId.replace(/^./, '4') }),
  sampleRecovery(stopped, { what: 'folder', name: 'Conceição, Ana Lúcia' }),
  sampleRecovery(
    { kind: 'undone', endedAtMs: Date.now() - 60 * MINUTE_MS, removed: 1, putBack: 0, left: [] },
    { recoveryId: sampleRecoveryId.replace(/^./, '5'), name: 'agenda.xlsx' },
  ),
  sampleRecovery(undefined, { recoveryId: sampleRecoveryId.replace(/^./, '6'), what: 'everything', name: '' }),
]

async function planned() {
  return {
    ...{ files: 1204, folders: 96, bytes: 3_200_000_000, copyTakenAtMs: Date.now() - 60 * MINUTE_MS },
    folder: '/home/recepcao/Clínica Sorriso/Pacientes',
  }
}

/** Recuperar: what is searched and found, looked at, brought back, stopped and undone. */
export const recoverScenes = named({
  'recover-waiting': () => recover(),
  'recover-no-copies': () => recover({}, { copies: 0, lastCopy: null }),
  'recover-slow': () => searched({ searchFiles: never }, see('recover:searching')),
  'recover-trouble': () => searched({ searchFiles: () => fail('IPC_002') }, see('errors:IPC_002.safe')),
  'recover-found': () => searched({}, see('Laudo panorâmica.pdf')),
  'recover-nothing': () => acted({}, write('recover:searchLabel', 'xx'), see('recover:nothing')),
  'recover-many': () =>
    searched(
      {
        searchFiles: async () =>
          Array.from({ length: 200 }, (_, index) =>
            makeFound(index + 1, `antes-${index + 1}.jpg`, '/home/recepcao/Clínica/Fotos antes e depois'),
          ),
      },
      see('antes-1.jpg'),
    ),
  'recover-only-similar': () =>
    searched(
      {
        searchFiles: async () =>
          Array.from({ length: 150 }, (_, index) =>
            makeFound(index + 1, `Lauro ${index + 1}.pdf`, '/home/recepcao/Clínica/Pacientes', { isSimilar: true }),
          ),
      },
      see('recover:nothing'),
      see('look:allSimilar', { count: 150 }),
    ),
  'recover-similar': () => searched({ searchFiles: similarFound }, see('look:similar')),
  'recover-versions': () => picked({ listVersions: unevenVersions }, see('recover:version.title')),
  'recover-versions-loading': () => picked({ listVersions: never }, see('Laudo panorâmica.pdf')),
  'recover-versions-error': () => picked({ listVersions: () => fail('DEST_101') }, see('errors:DEST_101.safe')),
  'recover-damaged': () => picked({ checkVersion: async () => ({ kind: 'damaged' }) }, see('wizard:check.damaged')),
  'recover-in-place': () =>
    picked(
      { planRecovery: async () => ({ ...(await planned()), leftOutDatabases: 2, skips: 3 }) },
      press('wizard:where.inPlace'),
      see('wizard:summary.skips', { count: 3 }),
    ),
  'recover-no-plan': () => picked({ planRecovery: () => fail('REST_107') }, see('errors:REST_107.safe')),
  'recover-why': () => picked({}, press('look:why'), see('look:reasons.never-delete')),
  'recover-why-loading': () => picked({ explainCopy: never }, press('look:why')),
  'recover-why-error': () =>
    picked({ explainCopy: () => fail('DEST_101') }, press('look:why'), see('errors:DEST_101.safe')),
  'recover-see-text': () => looked({}),
  'recover-see-pdf': () => looked({ previewVersion: async () => lookSamples.pdf }),
  'recover-see-tables': () => looked({ previewVersion: async () => lookSamples.tables }),
  'recover-see-none': () => looked({ previewVersion: async () => lookSamples.none }),
  'recover-see-loading': () => picked({ previewVersion: never }, press('look:see')),
  'recover-see-error': () =>
    picked({ previewVersion: () => fail('VAULT_109') }, press('look:see'), see('errors:VAULT_109.safe')),
  'recover-folder': () => inFolders({}, 'Ana', see('Conceição, Ana Lúcia')),
  'recover-folder-none': () => inFolders({}, 'xx', see('wizard:folder.none')),
  'recover-folder-loading': () => inFolders({ searchFolders: never }, 'Ana', see('wizard:folder.searching')),
  'recover-folder-error': () => inFolders({ searchFolders: () => fail('IPC_002') }, 'Ana', see('errors:IPC_002.safe')),
  'recover-folder-states': () =>
    inFolders({}, 'Ana', press('Conceição, Ana Lúcia'), see('wizard:folder.which'), see('wizard:summary.title')),
  'recover-computer': () => acted({}, press('wizard:what.computer'), see('wizard:computer.which')),
  'recover-computer-loading': () =>
    acted({ copiesToRecover: never }, press('wizard:what.computer'), see('wizard:computer.loading')),
  'recover-computer-error': () =>
    acted({ copiesToRecover: () => fail('DEST_101') }, press('wizard:what.computer'), see('errors:DEST_101.safe')),
  'recover-help': () => acted({}, press('wizard:what.help')),
  'recover-working': () =>
    begun(
      { kind: 'running', isResumed: false, doneBytes: 1_340_000_000, totalBytes: 3_200_000_000 },
      see('wizard:running.title'),
    ),
  'recover-done': () => begun(done, see('wizard:done.open')),
  'recover-failed': () => begun(stopped, see('wizard:stopped.title')),
  'recover-not-begun': () =>
    acted(
      { startRecovery: () => fail('DEST_101') },
      press('wizard:what.computer'),
      press('wizard:summary.action', {}, -1),
      see('errors:DEST_101.safe'),
    ),
  'recover-undone': () =>
    begun(
      {
        ...{ kind: 'undone', endedAtMs: Date.now(), removed: 1199, putBack: 12 },
        left: ['/home/recepcao/Clínica/a.doc'],
      },
      see('wizard:undo.donePart', { count: 1 }),
    ),
  'recover-past': () => acted({ recoveries: async () => past() }, see('wizard:past.title')),
  'recover-undo': () => begun(done, press('wizard:done.undo'), see('wizard:undo.remove', { count: 1 })),
  'recover-undo-left': () =>
    acted(
      {
        recoveries: async () => past(),
        planUndo: async () => ({ remove: 801, putBack: 12, left: [`${LONG_PATH}.pdf`, `/C/${LONG_WORD}.docx`] }),
      },
      press('wizard:done.undo'),
      see('wizard:undo.left', { count: 2 }),
    ),
  'recover-undo-loading': () =>
    acted({ recoveries: async () => past(), planUndo: never }, press('wizard:done.undo'), see('wizard:undo.looking')),
  'recover-undo-error': () =>
    acted(
      { recoveries: async () => past(), planUndo: () => fail('IPC_002') },
      press('wizard:done.undo'),
      see('errors:IPC_002.safe'),
    ),
})
