import { copyIdSchema, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { auditFakes, sampleEntries } from './audit-samples.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { LONG_NAME, LONG_WORD } from './long-samples.ts'
import { sampleGuard, sampleIncident, samplePlanView } from './plan-samples.ts'
import { makeOpened } from './record-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import { named, type Scene } from './scene.ts'

type Asked = 'plan' | 'history' | 'learn'
const scene = (screen: Asked, change: Partial<EngineFake> = {}, ...steps: Step[]): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), change),
  screen,
  steps,
})
const plan = (...steps: Step[]) => scene('plan', {}, ...steps)
const history = (change: Partial<EngineFake>, ...steps: Step[]) => scene('history', change, ...steps)
const emptyPlan = {
  ...samplePlanView,
  ...{ lastCopyAtMs: null, places: [], things: [], disks: [], kit: null, drills: [], drillDueAtMs: null, people: [] },
  ...{ contacts: [], keyHolders: [], conflicts: [], leavers: [], printed: null, reviewDue: false },
}
/** One database that says of each year how many records were last written in it, one whose map nobody confirmed. */
const foundIn: Partial<EngineFake> = {
  recordGuard: async () => sampleGuard,
  recoverableDatabases: async () =>
    ['Prontuário eletrônico', 'Sistema antigo'].map((label, at) => ({
      ...{ label, kind: 'sqlite', place: 'sistema.db', isProven: true, needsAdmin: false },
      sourceId: sourceIdSchema.parse(`0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f7${at}`),
      copies: [{ copyId: copyIdSchema.parse('a1'.repeat(32)), takenAtMs: Date.now() - 3 * 3_600_000 }],
    })),
  openRecords: async ({ sourceId }) => (sourceId.endsWith('0') ? makeOpened() : fail('REC_105')),
  lastEntries: async () => ({ years: [2003, 2011, 2026].map((year) => ({ year, records: year - 1990 })), undated: 4 }),
}
const finding = { what: 'changed', segment: '25f281fc5c839881', number: 12, readAtMs: null } as const
/** Plano with its four parts, Histórico and Aprender. */
export const planScenes = named({
  plan: () => plan(),
  'plan-first': () => scene('plan', { plan: async () => emptyPlan }),
  'plan-contacts': () => plan(press('plan:contacts.add')),
  'plan-month': () => plan(press('plan:tabs.month')),
  'plan-incidents': () => plan(press('plan:tabs.incidents')),
  'plan-incidents-none': () =>
    scene('plan', { incidents: async () => ({ incidents: [], ownHolidays: [] }) }, press('plan:tabs.incidents')),
  'plan-incident-new': () => plan(press('plan:tabs.incidents'), press('incidents:open')),
  'plan-incident-account': () => plan(press('plan:tabs.incidents'), press('incidents:account.edit')),
  'plan-incident-told': () => plan(press('plan:tabs.incidents'), press('incidents:tell.authority')),
  'plan-incident-long': () =>
    scene(
      'plan',
      {
        incidents: async () => ({
          incidents: [
            {
              ...sampleIncident,
              openedBy: LONG_NAME,
              account: { ...sampleIncident.account, what: `${LONG_WORD} ${LONG_NAME}`, people: 12_345_678 },
            },
          ],
          ownHolidays: [],
        }),
      },
      press('plan:tabs.incidents'),
    ),
  'plan-incidents-loading': () => scene('plan', { incidents: never }, press('plan:tabs.incidents')),
  'plan-incidents-error': () =>
    scene('plan', { incidents: () => fail('APP_000') }, press('plan:tabs.incidents'), see('errors:APP_000.safe')),
  'plan-incident-refused': () =>
    scene(
      'plan',
      { openIncident: () => fail('APP_000') },
      press('plan:tabs.incidents'),
      press('incidents:open'),
      write('incidents:form.what', 'Documentos com nomes estranhos na recepção.'),
      write('plan:who', 'Marina'),
      press('incidents:form.submit'),
      see('errors:APP_000.safe'),
    ),
  'plan-keys': () => plan(press('plan:holders.add')),
  'plan-month-loading': () => scene('plan', { review: never, evidenceMonths: never }, press('plan:tabs.month')),
  'plan-month-error': () =>
    scene(
      'plan',
      { review: () => fail('APP_000'), evidenceMonths: () => fail('APP_000') },
      press('plan:tabs.month'),
      see('errors:APP_000.safe'),
    ),
  'plan-guard': () => scene('plan', { recordGuard: async () => sampleGuard }, press('plan:tabs.guard')),
  'plan-guard-change': () =>
    scene('plan', { recordGuard: async () => sampleGuard }, press('plan:tabs.guard'), press('incidents:guard.edit')),
  'plan-guard-found': () =>
    scene('plan', foundIn, press('plan:tabs.guard'), press('incidents:guard.add'), press('incidents:guard.look')),
  'plan-guard-decide': () =>
    scene(
      'plan',
      { recordGuard: async () => sampleGuard },
      press('plan:tabs.guard'),
      press('incidents:guard.eliminate'),
    ),
  'plan-guard-loading': () => scene('plan', { recordGuard: never }, press('plan:tabs.guard')),
  'plan-guard-error': () =>
    scene('plan', { recordGuard: () => fail('APP_000') }, press('plan:tabs.guard'), see('errors:APP_000.safe')),
  'plan-guard-none': () => plan(press('plan:tabs.guard')),
  'plan-guard-new': () => plan(press('plan:tabs.guard'), press('incidents:guard.add')),
  'plan-long': () =>
    scene('plan', {
      plan: async () => ({
        ...samplePlanView,
        things: samplePlanView.things.map((thing) => ({ ...thing, label: LONG_WORD, owner: LONG_NAME })),
        contacts: samplePlanView.contacts.map((contact) => ({ ...contact, name: LONG_NAME, note: LONG_WORD })),
        keyHolders: samplePlanView.keyHolders.map((holder) => ({ ...holder, who: LONG_NAME, where: LONG_WORD })),
        leavers: [{ name: LONG_NAME, holds: [{ kind: 'thing', label: LONG_WORD }] }],
      }),
    }),
  history: () => history({}),
  'history-names': () => history({}, press('history:list.names')),
  'history-none': () => history({ auditEntries: async () => ({ entries: [], nextPlace: null, people: [] }) }),
  'history-changed': () =>
    history({
      auditState: async () => ({
        checkedAtMs: Date.now(),
        wholeAtMs: null,
        lines: 12_345_678,
        findings: [finding],
        silentSinceMs: null,
      }),
    }),
  'history-silent': () =>
    history({
      auditState: async () => ({
        checkedAtMs: Date.now(),
        wholeAtMs: null,
        lines: 9,
        findings: [],
        silentSinceMs: Date.now() - 4e6,
      }),
    }),
  'history-long': () =>
    history(
      {
        auditEntries: async () => ({
          entries: sampleEntries.map((entry) =>
            entry.actorName === null ? entry : { ...entry, actorName: LONG_NAME },
          ),
          nextPlace: 40,
          people: [],
        }),
        auditNames: async ({ files }) => ({
          files: Object.fromEntries(files.map((file) => [file, `${LONG_WORD}.pdf`])),
        }),
      },
      press('history:list.names'),
    ),
  'history-saved': () => history({ exportAudit: auditFakes.exportAudit }, press('history:saving.button')),
  'learn-lesson': () => scene('learn', {}, write('training:name', LONG_NAME), press('training:begin')),
  'learn-right': () =>
    scene(
      'learn',
      {
        answerLesson: async ({ lessonId, name }) => ({
          ...{ number: 5, atMs: Date.now(), lessonId, name, accountId: null, isRight: true },
        }),
      },
      write('training:name', 'Ana'),
      press('training:begin'),
      press('training:lesson.copy.b'),
      press('training:answer'),
    ),
  'learn-refused': () =>
    scene(
      'learn',
      { answerLesson: () => fail('APP_000') },
      write('training:name', 'Ana'),
      press('training:begin'),
      press('training:lesson.copy.a'),
      press('training:answer'),
      see('errors:APP_000.safe'),
    ),
  'learn-wrong': () =>
    scene(
      'learn',
      {
        answerLesson: async ({ lessonId, name }) => ({
          number: 5,
          atMs: 0,
          lessonId,
          name,
          accountId: null,
          isRight: false,
        }),
      },
      write('training:name', 'Ana'),
      press('training:begin'),
      press('training:lesson.copy.a'),
      press('training:answer'),
    ),
  'learn-card': () => scene('learn', {}, press('training:cardSee')),
  'learn-long': () =>
    scene('learn', {
      training: async () => ({
        answers: [
          { number: 1, atMs: Date.now(), lessonId: 'copy', name: LONG_NAME, accountId: null, isRight: true },
          {
            number: 2,
            atMs: Date.now(),
            lessonId: 'copy',
            name: LONG_WORD.slice(0, 60),
            accountId: null,
            isRight: true,
          },
        ],
        learner: null,
      }),
    }),
})
