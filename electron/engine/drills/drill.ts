import type { AppStep, DrillKind, DrillNeed, DrillStepId, PeopleStep } from '#shared/domain/index.ts'

export type ScenarioStep =
  /** People do it; `points` is how many things their list has. */
  | { readonly by: 'people'; readonly id: PeopleStep; readonly points: number }
  /** The app does it. Left out where the clinic lacks what it needs. */
  | { readonly by: 'app'; readonly id: AppStep; readonly needs?: DrillNeed }

/** One guided drill. Words and pictures are the window's; what happens is here. */
export type Scenario = {
  readonly kind: DrillKind
  /** At most; a clinic that wants to be back sooner is measured by its own goal. */
  readonly goalMinutes: number
  /** What it brings back, and so whose goal it is measured by: records, the databases, or the clinic as a whole. */
  readonly tests: 'records' | 'databases' | 'clinic'
  /** Which places its copies may come from: all in turn, those in the clinic, those outside. */
  readonly from: 'any' | 'near' | 'outside'
  readonly needs: readonly DrillNeed[]
  readonly steps: readonly ScenarioStep[]
}

export const byPeople = (id: PeopleStep, points: number): ScenarioStep => ({ by: 'people', id, points })
export const byApp = (id: AppStep, needs?: DrillNeed): ScenarioStep => ({ by: 'app', id, ...(needs && { needs }) })

export const stepOf = (scenario: Scenario, id: DrillStepId): ScenarioStep | undefined =>
  scenario.steps.find((step) => step.id === id)
