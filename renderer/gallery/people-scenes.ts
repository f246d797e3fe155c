import type { SignInState } from '#shared/contracts/index.ts'
import type { Person } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { clinicBookFakes, sampleInventory } from './inventory-samples.ts'
import { LONG_NAME } from './long-samples.ts'
import { peopleFakes, samplePeople, signedIn } from './people-samples.ts'
import { makeCopy, makeOverview, makeReplica } from './samples.ts'
import { named, type Scene } from './scene.ts'

const withRole = (role: Person['role']): Person => {
  const found = samplePeople.find((person) => person.role === role)
  return found ?? fail('PEOPLE_102')
}
const scene = (state: SignInState, screen: Scene['screen'], change: Partial<EngineFake> = {}): Scene => ({
  engine: fakeEngine(
    makeOverview({
      lastCopy: makeCopy({ takenAtMs: Date.now() - 20 * 60_000 }),
      replicas: [makeReplica({}, Date.now())],
    }),
    { ...peopleFakes(state), ...change },
  ),
  ...(screen && { screen }),
})
const manager = () => signedIn(withRole('manager'))
const answered = (change: Partial<EngineFake>, ...steps: Step[]): Scene => ({
  ...scene(manager(), 'people', change),
  steps,
})
const asked = (...steps: Step[]) => answered({}, ...steps)
const door = (why: 'start' | 'idle' | 'lost', change: Partial<EngineFake>, ...steps: Step[]): Scene => ({
  ...scene({ kind: 'signed-out', why }, undefined, change),
  steps,
})

/** Pessoas, the sign-in before everything, and what a role sees. */
export const peopleScenes = named({
  'people-first': () => scene({ kind: 'open' }, 'people'),
  people: () => scene(manager(), 'people'),
  'people-asked': () =>
    scene(manager(), 'people', {
      pendingRequests: async () => [
        {
          ...{ requestId: '3f0c9a52-77aa-4a5c-9f5e-0a1b2c3d4e5f', call: 'setSchedulePolicy', isConfirmed: false },
          ...{ requestedBy: withRole('technician').accountId, requestedByName: withRole('technician').name },
          ...{ expiresAtMs: Date.now() + 600_000, mayConfirm: [withRole('manager').accountId] },
        },
      ],
    }),
  'sign-in': () => scene({ kind: 'signed-out', why: 'start' }, undefined),
  'sign-in-loading': () => door('start', { signInNames: never }),
  'sign-in-error': () => door('start', { signInNames: () => fail('APP_000') }, see('errors:APP_000.safe')),
  'sign-in-long': () =>
    door('idle', {
      signInNames: async () =>
        samplePeople.map(({ accountId, role, isNew }, at) => ({
          ...{ accountId, role, isNew, mayApprove: false },
          name: `${at + 1} ${LONG_NAME}`.slice(0, 60),
        })),
    }),
  'sign-in-forgotten': () => door('start', {}, press('Ana Ribeiro'), press('people:enter.forgotten')),
  'sign-in-kit': () =>
    door('start', {}, press('Ana Ribeiro'), press('people:enter.forgotten'), press('people:enter.onlyManager')),
  'sign-in-help': () => door('start', {}, press('app:help.open'), see('app:help.all')),
  'sign-in-choose-pin': () => scene(signedIn(withRole('manager'), true), undefined),
  'sign-in-pin': () => ({
    ...scene({ kind: 'signed-out', why: 'idle' }, undefined),
    steps: [press('Ana Ribeiro'), write('people:enter.pin', '123456'), press('people:enter.enter')],
  }),
  'sign-in-lost': () => scene({ kind: 'signed-out', why: 'lost' }, undefined),
  'people-add': () => asked(press('people:page.add'), press('people:form.own')),
  'people-added': () => asked(press('people:page.add'), write('people:form.name', LONG_NAME), press('people:form.add')),
  'people-change': () => asked(press('people:page.change')),
  'people-add-refused': () =>
    answered(
      { addPerson: () => fail('PEOPLE_112') },
      press('people:page.add'),
      write('people:form.name', 'Bianca Souza'),
      press('people:form.add'),
      see('errors:PEOPLE_112.safe'),
    ),
  'people-leaving': () => asked(press('people:page.leave'), see('people:leaving.check')),
  'people-leaving-nothing': () =>
    answered(
      { heldBy: async () => ({ disks: [], sources: [], knowsKit: false }) },
      press('people:page.leave'),
      see('people:leaving.nothing'),
    ),
  'people-leaving-loading': () => answered({ heldBy: never }, press('people:page.leave')),
  'people-leaving-error': () =>
    answered({ heldBy: () => fail('APP_000') }, press('people:page.leave'), see('errors:APP_000.safe')),
  'people-new-pin': () => asked(press('people:page.resetPin')),
  'people-new-pin-shown': () =>
    asked(press('people:page.resetPin'), press('people:page.resetPin'), see('people:pin.done')),
  'people-back': () => asked(press('people:page.comeBack')),
  'people-own-pin': () => asked(press('people:here.change')),
  'people-long': () =>
    scene(signedIn({ ...withRole('manager'), name: LONG_NAME }), 'people', {
      people: async () =>
        samplePeople.map((person, at) => ({ ...person, name: `${at + 1} ${LONG_NAME}`.slice(0, 60) })),
    }),
  'home-desk': () => scene(signedIn(withRole('reception')), undefined, clinicBookFakes(sampleInventory)),
})
