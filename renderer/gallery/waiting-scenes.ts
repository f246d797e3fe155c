import type { Screen } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { longNotices, longOverview } from './long-samples.ts'
import { peopleFakes, samplePeople, signedIn } from './people-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import type { Scene, Scenes } from './scene.ts'

const [manager] = samplePeople
/** What each screen asks first. */
const asked = {
  protected: 'inventory',
  records: 'recoverableDatabases',
  disks: 'diskSet',
  drills: 'drills',
  plan: 'plan',
  learn: 'training',
  people: 'people',
  history: 'auditEntries',
  settings: 'noticeSettings',
} as const satisfies Partial<Record<Screen, keyof EngineFake>>
const screens = Object.keys(asked) as (keyof typeof asked)[]

const withCall = (screen: keyof typeof asked, answer: () => Promise<never>): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), {
    ...(screen === 'people' && manager ? peopleFakes(signedIn(manager)) : {}),
    [asked[screen]]: answer,
  }),
  screen,
})
const long = (screen: Screen): Scene => ({
  engine: fakeEngine(longOverview(), {
    notices: (_nothing, emit) => {
      emit(longNotices())
      return () => {}
    },
  }),
  screen,
})

/** Screens that wait, screens that cannot, and screens of a clinic with long names. */
export const waitingScenes: Scenes = {
  opening: () => ({ engine: fakeEngine(undefined, { overview: never }) }),
  ...Object.fromEntries(screens.map((screen) => [`${screen}-loading`, () => withCall(screen, never)])),
  ...Object.fromEntries(screens.map((screen) => [`${screen}-error`, () => withCall(screen, () => fail('APP_000'))])),
  ...Object.fromEntries(
    (['home', 'protected', 'recover', 'disks', 'settings'] as const).map((screen) => [
      `${screen}-long`,
      () => long(screen),
    ]),
  ),
}
