import type { Screen } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { longNotices, longOverview } from './long-samples.ts'
import { peopleFakes, samplePeople, signedIn } from './people-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import { named, type Scene } from './scene.ts'

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

const each = <N extends string, E extends string>(names: readonly N[], end: E, scene: (name: N) => Scene) =>
  Object.fromEntries(names.map((name) => [`${name}-${end}`, () => scene(name)])) as Record<`${N}-${E}`, () => Scene>

/** Screens that wait, screens that cannot, and screens of a clinic with long names. */
export const waitingScenes = named({
  opening: () => ({ engine: fakeEngine(undefined, { overview: never }) }),
  ...each(screens, 'loading', (screen) => withCall(screen, never)),
  ...each(screens, 'error', (screen) => withCall(screen, () => fail('APP_000'))),
  ...each(['home', 'protected', 'settings'], 'long', long),
})
