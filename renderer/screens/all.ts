import type { ComponentType } from 'react'
import { HomeIcon, type Icon, RecoverIcon } from '../parts/icons/index.ts'
import { FirstSteps } from './first-steps/index.ts'
import { Home } from './home/index.ts'
import { Recover } from './recover/index.ts'
import { Unlock } from './unlock/index.ts'

type RailScreen = { readonly name: 'home' | 'recover'; readonly icon: Icon; readonly Screen: ComponentType }

/** The screens of the left rail, in its order. A new one is a folder and a line here. */
export const railScreens: readonly RailScreen[] = [
  { name: 'home', icon: HomeIcon, Screen: Home },
  { name: 'recover', icon: RecoverIcon, Screen: Recover },
]

/** The screens that stand alone while the app cannot do its work yet. */
export const loneScreens = { fresh: FirstSteps, locked: Unlock } as const
