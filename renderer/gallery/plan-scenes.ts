import { press, type Step, write } from './act.ts'
import { auditFakes, sampleEntries } from './audit-samples.ts'
import { type EngineFake, fakeEngine } from './fakes.ts'
import { LONG_NAME, LONG_WORD } from './long-samples.ts'
import { sampleIncident, samplePlanView } from './plan-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import type { Scene, Scenes } from './scene.ts'

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
const finding = { what: 'changed', segment: '25f281fc5c839881', number: 12, readAtMs: null } as const
/** Plano with its four parts, Histórico and Aprender. */
export const planScenes: Scenes = {
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
}
