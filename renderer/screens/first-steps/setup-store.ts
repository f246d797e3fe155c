import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EngineClient } from '../../client/clients.ts'
import type { TriedDatabase } from '../../parts/databases/index.ts'
import { type ChosenFolder, type ChosenPlace, fingerprintOf, sourcesOf } from './choices.ts'
import type { ProofWord } from './proof.ts'

export const stepNames = ['protect', 'place', 'kit', 'start'] as const
export type StepName = (typeof stepNames)[number]

export type Kit = {
  readonly words: readonly string[]
  readonly proofPositions: readonly number[]
  readonly madeFor: string
  readonly madeAtMs: number
}

export type SetupState = {
  readonly step: StepName
  readonly clinicName: string
  readonly folders: readonly ChosenFolder[]
  /** Of servers; each answered when it was tried. */
  readonly databases: readonly TriedDatabase[]
  readonly place: ChosenPlace | null
  readonly kit: Kit | null
  /** Why the words are not those of a paper that may be printed already. */
  readonly kitNote: 'changed' | 'lost' | null
  readonly printed: 'yes' | 'no' | 'pdf' | null
  /** The typed words, once they matched. */
  readonly proof: readonly ProofWord[] | null
}

export type SetupStore = StoreApi<SetupState>

const EMPTY: SetupState = {
  step: 'protect',
  clinicName: '',
  folders: [],
  databases: [],
  place: null,
  kit: null,
  kitNote: null,
  printed: null,
  proof: null,
}

/** The choices of the first steps. Lives as long as the window and nowhere else: the words never touch a disk of ours. */
export const setupStore: SetupStore = createStore<SetupState>(() => EMPTY)

/** Everything that was chosen to be protected. */
export function chosenSources() {
  const { folders, databases } = setupStore.getState()
  return sourcesOf(folders, databases)
}

export const goToStep = (step: StepName): void => setupStore.setState({ step })
export const forgetSetup = (): void => setupStore.setState(EMPTY, true)

let making: Promise<void> | undefined

/** Sees to it that there are words for the present choices; other choices get other words. Throws what `beginSetup` throws. */
export function makeKit(engine: EngineClient): Promise<void> {
  making ??= drawWords(engine).finally(() => {
    making = undefined
  })
  return making
}

async function drawWords(engine: EngineClient): Promise<void> {
  const { clinicName, place, kit } = setupStore.getState()
  if (!place) return
  const sources = chosenSources()
  const name = clinicName.trim()
  const madeFor = fingerprintOf(name, sources, place.path)
  if (kit?.madeFor === madeFor) return
  const { kitWords, proofPositions } = await engine.beginSetup({
    clinicName: name,
    sources,
    destinationPath: place.path,
  })
  setupStore.setState((state) => ({
    kit: { words: kitWords, proofPositions, madeFor, madeAtMs: Date.now() },
    kitNote: kit ? 'changed' : state.kitNote,
    printed: null,
    proof: null,
  }))
}

/** The engine forgot the kit (it restarted): back to the words, which will be new ones. */
export const loseKit = (): void => setupStore.setState({ step: 'kit', kit: null, kitNote: 'lost', proof: null })
