import type { ComponentType } from 'react'
import type { Screen } from '#shared/contracts/index.ts'
import {
  ClinicIcon,
  ClockIcon,
  DiskIcon,
  DocumentIcon,
  HomeIcon,
  type Icon,
  LearnIcon,
  PlanIcon,
  RecoverIcon,
  SettingsIcon,
} from '../parts/icons/index.ts'
import { Disks } from './disks/index.ts'
import { FirstSteps } from './first-steps/index.ts'
import { History } from './history/index.ts'
import { Home } from './home/index.ts'
import { Learn } from './learn/index.ts'
import { Plan } from './plan/index.ts'
import { Protected } from './protected/index.ts'
import { Records } from './records/index.ts'
import { Recover } from './recover/index.ts'
import { Settings } from './settings/index.ts'
import { Unlock } from './unlock/index.ts'

type RailScreen = { readonly name: Screen; readonly icon: Icon; readonly Screen: ComponentType }

/** The screens of the left rail, in its order. A new one is a folder and a line here. */
export const railScreens: readonly RailScreen[] = [
  { name: 'home', icon: HomeIcon, Screen: Home },
  { name: 'protected', icon: ClinicIcon, Screen: Protected },
  { name: 'recover', icon: RecoverIcon, Screen: Recover },
  { name: 'records', icon: DocumentIcon, Screen: Records },
  { name: 'disks', icon: DiskIcon, Screen: Disks },
  { name: 'plan', icon: PlanIcon, Screen: Plan },
  { name: 'learn', icon: LearnIcon, Screen: Learn },
  { name: 'history', icon: ClockIcon, Screen: History },
  { name: 'settings', icon: SettingsIcon, Screen: Settings },
]

/** The screens that stand alone while the app cannot do its work yet. */
export const loneScreens = { fresh: FirstSteps, locked: Unlock } as const
