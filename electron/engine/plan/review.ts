import type { AskedQuestion, DiskSetView, Overview, PlanView } from '#shared/contracts/index.ts'
import type { InventoryState, KitState, ReviewQuestion } from '#shared/domain/index.ts'

export type ReviewFacts = {
  readonly plan: Pick<
    PlanView,
    'places' | 'drills' | 'drillDueAtMs' | 'people' | 'leavers' | 'printed' | 'openIncidents'
  >
  readonly overview: Pick<Overview, 'freshness' | 'lastCopy' | 'replicas' | 'lastCheck'>
  readonly disks: Pick<DiskSetView, 'promise'>
  readonly kit: KitState
  /** Of each thing in the inventory. */
  readonly states: readonly InventoryState[]
  readonly nowMs: number
}

type Answer = Omit<AskedQuestion, 'question'>

const good = (values: AskedQuestion['values'] = {}): Answer => ({ verdict: 'good', values })
const attention = (values: AskedQuestion['values'] = {}): Answer => ({ verdict: 'attention', values })
const unknown: Answer = { verdict: 'unknown', values: {} }

/** The month's questions, answered from facts; a person reads each and ticks it. Pure. */
export function questionsOf(facts: ReviewFacts): AskedQuestion[] {
  const answers: Record<ReviewQuestion, Answer> = {
    copies: copiesAnswer(facts),
    proofs: proofsAnswer(facts),
    outside: outsideAnswer(facts),
    kit: kitAnswer(facts),
    drill: drillAnswer(facts),
    people: peopleAnswer(facts),
    plan: planAnswer(facts),
    incidents: facts.plan.openIncidents === 0 ? good() : attention({ count: facts.plan.openIncidents }),
    inventory: inventoryAnswer(facts),
  }
  return (Object.keys(answers) as ReviewQuestion[]).map((question) => ({ question, ...answers[question] }))
}

function copiesAnswer({ overview: { freshness, lastCopy } }: ReviewFacts): Answer {
  if (lastCopy === null) return unknown
  const late = freshness.items.filter(({ isWithinGoal }) => !isWithinGoal).length
  const values = { count: late, atMs: lastCopy.takenAtMs, things: freshness.items.length }
  return late === 0 ? good(values) : attention(values)
}

function proofsAnswer({ overview: { replicas, lastCheck } }: ReviewFacts): Answer {
  if (replicas.length === 0) return unknown
  const open = replicas.filter(({ proof }) => proof.kind !== 'current').length
  const problems = lastCheck?.problems ?? 0
  return open === 0 && problems === 0 ? good({ count: replicas.length }) : attention({ count: open, problems })
}

function outsideAnswer({ plan, disks }: ReviewFacts): Answer {
  const outside = plan.places.filter(({ isOutside, isDisk }) => isOutside || isDisk)
  const newestAtMs = Math.max(0, ...outside.map(({ newestCopyAtMs }) => newestCopyAtMs ?? 0))
  if (newestAtMs === 0) return attention({ count: 0 })
  const values = { count: outside.length, atMs: newestAtMs }
  return disks.promise.kind === 'overdue' ? attention(values) : good(values)
}

function kitAnswer({ kit: { paper, proofDueAtMs, printDueAtMs }, nowMs }: ReviewFacts): Answer {
  if (paper === null) return unknown
  const isDue = [proofDueAtMs, printDueAtMs].some((atMs) => atMs !== null && atMs <= nowMs)
  const values = { atMs: paper.provenAtMs ?? paper.printedAtMs }
  return isDue || paper.provenAtMs === null ? attention(values) : good(values)
}

function drillAnswer({ plan: { drills, drillDueAtMs }, nowMs }: ReviewFacts): Answer {
  const [newest] = drills
  if (!newest) return attention()
  const values = { atMs: newest.atMs, minutes: Math.ceil(newest.elapsedMs / 60_000) }
  return newest.outcome === 'in-time' && drillDueAtMs !== null && drillDueAtMs > nowMs
    ? good(values)
    : attention(values)
}

function peopleAnswer({ plan: { people, leavers } }: ReviewFacts): Answer {
  if (people.length === 0) return unknown
  return leavers.length === 0 ? good({ count: people.length }) : attention({ count: leavers.length })
}

function planAnswer({ plan: { printed } }: ReviewFacts): Answer {
  if (!printed) return attention()
  const values = { atMs: printed.atMs, count: printed.changed.length }
  return printed.isOld || printed.changed.length > 0 ? attention(values) : good(values)
}

function inventoryAnswer({ states }: ReviewFacts): Answer {
  if (states.length === 0) return unknown
  const open = states.filter((state) => state === 'unprotected' || state === 'partly').length
  return open === 0 ? good({ count: states.length }) : attention({ count: open })
}
