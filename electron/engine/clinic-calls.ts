import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { clinicCalls } from '#shared/contracts/index.ts'
import { type Day, type DayEvent, daysOf, type Fact, type Source } from '#shared/domain/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = { readonly session: Session; readonly catalog: Catalog; readonly clock: Clock }

/** Facts of a kind that may lie within 30 days; copies come at most every few minutes. */
const MOST_FACTS = 5000

/** What the clinic says of its own things, and how its last days went. */
export const clinicHandlers = (parts: Parts): Handlers<typeof clinicCalls> => {
  const { session } = parts
  return {
    days: async () => lastDays(parts),
    async describeSource({ sourceId, category, owner }) {
      await session.changeSettings((known) => ({
        ...known,
        sources: known.sources.map((source) => (source.id === sourceId ? described(source, category, owner) : source)),
      }))
      return {}
    },
    proofPolicy: async () => ({ everyDays: session.requireSettings().proveEveryDays }),
    async setProofPolicy({ everyDays }) {
      const { proveEveryDays } = await session.changeSettings((known) => ({ ...known, proveEveryDays: everyDays }))
      return { everyDays: proveEveryDays }
    },
  }
}

function described(source: Source, category: Source['category'] | null, owner: string): Source {
  const { category: _category, owner: _owner, ...rest } = source
  return { ...rest, ...(category ? { category } : {}), ...(owner === '' ? {} : { owner }) }
}

function lastDays({ catalog, clock }: Parts): Day[] {
  const facts = [
    ...catalog.newestFacts('copy-finished', MOST_FACTS),
    ...catalog.newestFacts('copy-unchanged', MOST_FACTS),
    ...catalog.newestFacts('copies-overdue', MOST_FACTS),
    ...catalog.newestFacts('job-failed', MOST_FACTS),
  ]
  const [setUp] = catalog.newestFacts('set-up-finished', 1)
  return daysOf(facts.flatMap(eventOf), setUp?.atMs ?? null, clock.nowMs())
}

function eventOf(fact: Fact): DayEvent[] {
  const { atMs } = fact
  switch (fact.kind) {
    case 'copy-finished':
      return [{ atMs: fact.copy.takenAtMs, kind: lacksSomething(fact.copy.skips) ? 'copy-with-misses' : 'copy' }]
    case 'copy-unchanged':
      return [{ atMs, kind: 'look' }]
    case 'copies-overdue':
      return [{ atMs, kind: 'overdue' }]
    case 'job-failed':
      return fact.jobKind === 'copy' && fact.code !== 'APP_001' ? [{ atMs, kind: 'failure' }] : []
    default:
      return []
  }
}

/** What vanished by itself or is no document does not count. */
const lacksSomething = (skips: Readonly<Record<string, number>>): boolean =>
  Object.keys(skips).some(
    (code) => code === 'SRC_102' || code === 'SRC_103' || code === 'SRC_107' || code.startsWith('DB_'),
  )
