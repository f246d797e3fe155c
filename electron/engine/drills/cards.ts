import type { Catalog } from '#engine/catalog/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { DrillCard, DrillPlaceView } from '#shared/contracts/index.ts'
import { backMinutesOf, type DrillNeed, type DrillRecord, isOutside } from '#shared/domain/index.ts'
import type { Scenario, ScenarioStep } from './drill.ts'
import { type DrillPlace, drillPlaces, inTurn, type PlaceUse } from './rotation.ts'

export type CardParts = { readonly session: Session; readonly catalog: Pick<Catalog, 'countCopies'> }

type DrillSettings = Pick<ReturnType<Session['requireSettings']>, 'schedule' | 'sources'>

const minutes = (count: number) => count * 60_000

/** What a scenario would be for this clinic today. Throws SET_101. */
export function cardOf(scenario: Scenario, parts: CardParts, uses: readonly PlaceUse[]): DrillCard {
  const settings = parts.session.requireSettings()
  const [next] = inTurn(drillPlaces(settings), uses, scenario.from)
  const lacks: { readonly [N in DrillNeed]: () => boolean } = {
    copies: () => parts.catalog.countCopies() === 0,
    database: () => !hasDatabase(parts),
    'near-place': () => next === undefined,
    'outside-place': () => next === undefined,
  }
  return {
    kind: scenario.kind,
    goalMs: minutes(Math.min(scenario.goalMinutes, clinicGoalMinutes(scenario, settings))),
    steps: stepsFor(scenario, parts).length,
    missing: scenario.needs.filter((need) => lacks[need]()),
    next: next ? placeView(next) : null,
  }
}

/** How soon the clinic wants back what a scenario brings, in minutes: its strictest goal for that. */
export function clinicGoalMinutes({ tests }: Scenario, settings: DrillSettings): number {
  const { schedule, sources } = settings
  if (tests === 'records') return backMinutesOf(schedule, 'records')
  const databases = tests === 'databases' ? sources.filter(({ kind }) => kind !== 'folder') : []
  const goals = databases.map(({ category }) => backMinutesOf(schedule, category))
  return goals.length > 0 ? Math.min(...goals) : schedule.standardBackMinutes
}

/** Without a database there is none to bring back. */
export const stepsFor = ({ steps }: Scenario, parts: Pick<CardParts, 'session'>): readonly ScenarioStep[] =>
  hasDatabase(parts) ? steps : steps.filter((step) => step.by === 'people' || step.needs !== 'database')

const hasDatabase = ({ session }: Pick<CardParts, 'session'>): boolean =>
  session.requireSettings().sources.some(({ kind }) => kind !== 'folder')

export const placeView = ({ replica, source }: DrillPlace): DrillPlaceView => ({
  replicaId: replica.id,
  place: replica.place,
  ...(replica.name !== undefined && { name: replica.name }),
  source,
  isOutside: isOutside(replica) || source === 'disk-of-month',
})

/** Every place a drill of this kind may use, whose turn it is first. */
export const placesFor = (scenario: Scenario, { session }: Pick<CardParts, 'session'>, uses: readonly PlaceUse[]) =>
  inTurn(drillPlaces(session.requireSettings()), uses, scenario.from).map(placeView)

/** Whether something was brought back, or tried to be: a drill that was closed at once is none. */
export const isDrill = ({ end, steps }: DrillRecord): boolean =>
  end !== null && (end.outcome !== 'not-finished' || steps.some(({ tries }) => tries > 0))
