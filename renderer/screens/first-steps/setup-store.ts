import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  type Goals,
  goalsSchema,
  type SetupDraft,
  type SetupStep,
  setupStepSchema,
  type TeamMember,
} from '#shared/domain/index.ts'
import type { EngineClient } from '../../client/clients.ts'
import type { TriedDatabase } from '../../parts/databases/index.ts'
import { type ChosenFolder, type ChosenPlace, fingerprintOf, keyOf, sourcesOf } from './choices.ts'
import type { ProofWord } from './proof.ts'

export const stepNames = setupStepSchema.options
export type StepName = SetupStep

export type Kit = {
  readonly words: readonly string[]
  readonly proofPositions: readonly number[]
  readonly madeFor: string
  readonly madeAtMs: number
}

export type SetupState = {
  readonly step: StepName
  /** Somebody came back from the summary to change one thing. */
  readonly isReview: boolean
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
  readonly team: readonly TeamMember[]
  readonly goals: Goals
  /** Keys (`keyOf`) of what is protected from the first day; null is everything. */
  readonly pilot: readonly string[] | null
  /** Labels of databases that a former try had, and that want their passwords again. */
  readonly askAgain: readonly string[]
}

export type SetupStore = StoreApi<SetupState>

const EMPTY: SetupState = {
  step: 'clinic',
  isReview: false,
  clinicName: '',
  folders: [],
  databases: [],
  place: null,
  kit: null,
  kitNote: null,
  printed: null,
  proof: null,
  team: [],
  goals: goalsSchema.parse({}),
  pilot: null,
  askAgain: [],
}

/** The choices of the first steps. What of them is no secret is kept by the engine too (`draft.ts`); the words never touch a disk of ours. */
export const setupStore: SetupStore = createStore<SetupState>(() => EMPTY)

/** Everything that was chosen to be protected. */
export function chosenSources() {
  const { folders, databases } = setupStore.getState()
  return sourcesOf(folders, databases)
}

export const goToStep = (step: StepName): void => setupStore.setState({ step })

/** From the summary back to one step: what is said there leads straight to the paper again, which may be another. */
export const changeStep = (step: StepName): void => setupStore.setState({ step, isReview: true })

/** To the next step; while something is only changed, past all that was said already. */
export function goOnFrom(step: StepName): void {
  const { isReview } = setupStore.getState()
  const next = stepNames[stepNames.indexOf(step) + 1] ?? step
  setupStore.setState({ step: isReview ? 'kit' : next, isReview: false })
}

/** Who works at the clinic, kept by the engine as well. */
export async function keepTeam(engine: EngineClient, team: readonly TeamMember[]): Promise<void> {
  await engine.setTeam({ team: [...team] })
  setupStore.setState({ team })
}

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

/** With which of the chosen sources to begin, by their place; undefined is with all of them. */
export function pilotOf(): number[] | undefined {
  const { pilot } = setupStore.getState()
  if (pilot === null) return undefined
  const wanted = chosenSources().flatMap((source, at) => (pilot.includes(keyOf(source)) ? [at] : []))
  return wanted.length === 0 ? undefined : wanted
}

/** What of the choices may be kept on the disk. */
export function draftOf(state: SetupState): SetupDraft {
  const { step, clinicName, folders, databases, place, goals, pilot } = state
  return {
    version: 1,
    // Words are shown once: whoever comes back after them gets new ones.
    step: step === 'start' ? 'kit' : step,
    clinicName,
    folders: folders.map(({ findings, databasesOff }) => ({ path: findings.path, databasesOff: [...databasesOff] })),
    databaseLabels: databases.map(({ label }) => label),
    placePath: place?.path ?? null,
    goals,
    pilot: pilot === null ? null : [...pilot],
  }
}
