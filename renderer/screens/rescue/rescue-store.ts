import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Place, RescueComputer } from '#shared/domain/index.ts'

export type RescueStep = 'off' | 'place' | 'words' | 'copies' | 'take-over'
export type RescueState = {
  readonly step: RescueStep
  readonly place: Place | null
  /** What the place itself asks for. Goes as soon as the vault is open: the engine keeps it then. */
  readonly secret: string | null
  readonly computers: readonly RescueComputer[]
  /** Whose copies are looked at. */
  readonly computer: string
}

const EMPTY: RescueState = { step: 'off', place: null, secret: null, computers: [], computer: '' }

/** The way back from nothing. Lives as long as the window and nowhere else; the words of the kit are never in it. */
export const rescueStore: StoreApi<RescueState> = createStore<RescueState>(() => EMPTY)

export const beginRescue = (): void => rescueStore.setState({ ...EMPTY, step: 'place' })
/** With a vault that was found on the way. */
export const beginRescueAt = (path: string): void =>
  rescueStore.setState({ ...EMPTY, step: 'words', place: { kind: 'local', path } })
export const goToRescueStep = (step: RescueStep): void => rescueStore.setState({ step })
export const endRescue = (): void => rescueStore.setState(EMPTY, true)
