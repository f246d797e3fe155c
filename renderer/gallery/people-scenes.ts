import type { SignInState } from '#shared/contracts/index.ts'
import type { Person } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, write } from './act.ts'
import { type EngineFake, fakeEngine } from './fakes.ts'
import { clinicBookFakes, sampleInventory } from './inventory-samples.ts'
import { LONG_NAME } from './long-samples.ts'
import { peopleFakes, samplePeople, signedIn } from './people-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import type { Scene, Scenes } from './scene.ts'

const withRole = (role: Person['role']): Person => {
  const found = samplePeople.find((person) => person.role === role)
  return found ?? fail('PEOPLE_102')
}
const scene = (state: SignInState, screen: Scene['screen'], change: Partial<EngineFake> = {}): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), { ...peopleFakes(state), ...change }),
  ...(screen && { screen }),
})
const manager = () => signedIn(withRole('manager'))
const asked = (...steps: Step[]): Scene => ({ ...scene(manager(), 'people'), steps })

/** Pessoas, the sign-in before everything, and what a role sees. */
export const peopleScenes: Scenes = {
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
  'sign-in-choose-pin': () => scene(signedIn(withRole('manager'), true), undefined),
  'sign-in-pin': () => ({
    ...scene({ kind: 'signed-out', why: 'idle' }, undefined),
    steps: [press('Ana Ribeiro'), write('people:enter.pin', '123456'), press('people:enter.enter')],
  }),
  'sign-in-lost': () => scene({ kind: 'signed-out', why: 'lost' }, undefined),
  'people-add': () => asked(press('people:page.add'), press('people:form.own')),
  'people-added': () => asked(press('people:page.add'), write('people:form.name', LONG_NAME), press('people:form.add')),
  'people-change': () => asked(press('people:page.change')),
  'people-leaving': () => asked(press('people:page.leave')),
  'people-own-pin': () => asked(press('people:here.change')),
  'people-long': () =>
    scene(signedIn({ ...withRole('manager'), name: LONG_NAME }), 'people', {
      people: async () =>
        samplePeople.map((person, at) => ({ ...person, name: `${at + 1} ${LONG_NAME}`.slice(0, 60) })),
    }),
  'home-desk': () => scene(signedIn(withRole('reception')), undefined, clinicBookFakes(sampleInventory)),
}
