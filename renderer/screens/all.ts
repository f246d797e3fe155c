import type { ComponentType } from 'react'
import type { Screen, SignInState } from '#shared/contracts/index.ts'
import type { Right } from '#shared/domain/index.ts'
import {
  ClinicIcon,
  ClockIcon,
  DiskIcon,
  DocumentIcon,
  DrillIcon,
  HomeIcon,
  type Icon,
  LearnIcon,
  PeopleIcon,
  PlanIcon,
  RecoverIcon,
  SettingsIcon,
} from '../parts/icons/index.ts'
import { mayHere } from '../state/people.ts'
import { Home } from './home/index.ts'
import { laterScreen } from './later-screen.tsx'
import { ChoosePin, SignIn } from './sign-in/index.ts'

// Início is read at once; the code of every other screen comes while the person looks at it.
const Protected = laterScreen(async () => (await import('./protected/index.ts')).Protected)
const Recover = laterScreen(async () => (await import('./recover/index.ts')).Recover)
const Records = laterScreen(async () => (await import('./records/index.ts')).Records)
const Disks = laterScreen(async () => (await import('./disks/index.ts')).Disks)
const Drills = laterScreen(async () => (await import('./drills/index.ts')).Drills)
const Plan = laterScreen(async () => {
  // Its papers are drawn once and printed at once: what draws is there before them.
  await (await import('../parts/report/index.ts')).bringDrawings()
  return (await import('./plan/index.ts')).Plan
})
const Learn = laterScreen(async () => (await import('./learn/index.ts')).Learn)
const People = laterScreen(async () => (await import('./people/index.ts')).People)
const History = laterScreen(async () => (await import('./history/index.ts')).History)
const Settings = laterScreen(async () => (await import('./settings/index.ts')).Settings)
const FirstSteps = laterScreen(async () => (await import('./first-steps/index.ts')).FirstSteps)
const Unlock = laterScreen(async () => (await import('./unlock/index.ts')).Unlock)

type RailScreen = {
  readonly name: Screen
  readonly icon: Icon
  readonly Screen: ComponentType
  /** Without it there would be nothing in it for them. The engine decides for itself. */
  readonly need?: Right
  /** The reception sees few things, and these are of them. */
  readonly isForDesk?: true
}

/** The screens of the left rail, in its order. A new one is a folder and a line here. */
export const railScreens: readonly RailScreen[] = [
  { name: 'home', icon: HomeIcon, Screen: Home, isForDesk: true },
  { name: 'protected', icon: ClinicIcon, Screen: Protected },
  { name: 'recover', icon: RecoverIcon, Screen: Recover, need: 'find', isForDesk: true },
  { name: 'records', icon: DocumentIcon, Screen: Records, need: 'view' },
  { name: 'disks', icon: DiskIcon, Screen: Disks, need: 'disks', isForDesk: true },
  { name: 'drills', icon: DrillIcon, Screen: Drills, need: 'recover' },
  { name: 'plan', icon: PlanIcon, Screen: Plan },
  { name: 'learn', icon: LearnIcon, Screen: Learn, isForDesk: true },
  { name: 'people', icon: PeopleIcon, Screen: People },
  { name: 'history', icon: ClockIcon, Screen: History, need: 'audit' },
  { name: 'settings', icon: SettingsIcon, Screen: Settings, need: 'configure' },
]

/** Whether a screen is one for who is at this window. */
export const isOpenTo = (session: SignInState | undefined, { need, isForDesk }: RailScreen): boolean =>
  (need === undefined || mayHere(session, need)) &&
  (isForDesk === true || session?.kind !== 'signed-in' || session.person.role !== 'reception')

/** Has the code of every screen of the rail ready, one after the other, each when the window has nothing to do. */
export async function bringScreens(): Promise<void> {
  for (const screen of [Protected, Recover, Records, Disks, Drills, Plan, Learn, People, History, Settings]) {
    await new Promise((resolve) => requestIdleCallback(resolve))
    await screen.bring()
  }
}

/** The screens that stand alone while the app cannot do its work yet. */
export const loneScreens = { fresh: FirstSteps, locked: Unlock } as const

/** The manual, over whatever is on screen: its button is beside all of them. */
export const loadHelp = async () => (await import('./help/index.ts')).Help

/** The doors of the window itself. */
export { ChoosePin, SignIn }
