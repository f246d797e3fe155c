import type { DrillCard } from '#shared/contracts/index.ts'
import { type AccountId, type DrillKind, type DrillRecord, drillIdSchema } from '#shared/domain/index.ts'
import type { ScenarioStep } from './drill.ts'

/** Who is there besides the one who leads: names of all, accounts of those who have one. */
export type TakingPart = { readonly names: readonly string[]; readonly people: readonly AccountId[] }

type Begun = {
  readonly id: string
  readonly kind: DrillKind
  readonly nowMs: number
  readonly leader: string
  readonly with: TakingPart
  readonly place: Pick<NonNullable<DrillCard['next']>, 'replicaId' | 'source'>
  readonly goalMs: number
  readonly steps: readonly ScenarioStep[]
  readonly before: readonly DrillRecord[]
}

/** A drill in its first moment. */
export function newRecord({
  id,
  kind,
  nowMs,
  leader,
  with: { names, people },
  place,
  goalMs,
  steps,
  before,
}: Begun): DrillRecord {
  return {
    id: drillIdSchema.parse(id),
    number: Math.max(0, ...before.map(({ number }) => number)) + 1,
    ...{ kind, startedAtMs: nowMs, goalMs, leader, participants: [...names], people: [...people] },
    ...{ replicaId: place.replicaId, source: place.source },
    steps: steps.map((step) => ({
      ...{ id: step.id, state: 'waiting', endedAtElapsedMs: null, note: '', ticked: 0, finding: null },
      ...{ code: null, tries: 0, points: step.by === 'people' ? step.points : 0 },
    })),
    ...{ obstacles: [], pauses: [], elapsedMs: 0, beatAtMs: nowMs, clockChanges: 0, improvements: [], end: null },
  }
}
