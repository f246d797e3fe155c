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
import { Disks } from './disks/index.ts'
import { Drills } from './drills/index.ts'
import { FirstSteps } from './first-steps/index.ts'
import { History } from './history/index.ts'
import { Home } from './home/index.ts'
import { Learn } from './learn/index.ts'
import { People } from './people/index.ts'
import { Plan } from './plan/index.ts'
import { Protected } from './protected/index.ts'
import { Records } from './records/index.ts'
import { Recover } from './recover/index.ts'
import { Settings } from './settings/index.ts'
import { ChoosePin, SignIn } from './sign-in/index.ts'
import { Unlock } from './unlock/index.ts'

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

/** The screens that stand alone while the app cannot do its work yet. */
export const loneScreens = { fresh: FirstSteps, locked: Unlock } as const

/** The doors of the window itself. */
export { ChoosePin, SignIn }
