import type { ComponentType } from 'react'
import type { Screen } from '#shared/contracts/index.ts'
import type { Step } from './act.ts'
import type { EngineFake, ShellFake } from './fakes.ts'

export type Scene = {
  readonly engine: EngineFake
  readonly shell?: Partial<ShellFake>
  readonly screen?: Screen
  /** What a person did before: pressed, typed. */
  readonly steps?: readonly Step[]
  /** In a window without room for the rail, whatever the window is. */
  readonly isNarrow?: boolean
  /** Stands in the place of the app's window: parts on their own. */
  readonly Page?: ComponentType
  /** Runs before the window is drawn. */
  prepare?(): void
}
export type Scenes = Readonly<Record<string, () => Scene>>

/** Scenes whose names are known to the types: `states.ts` can name no scene that is not there. */
export const named = <N extends string>(scenes: Readonly<Record<N, () => Scene>>) => scenes
