import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import {
  noteHoldings,
  proveReplica,
  type ReplicationOutcome,
  replicate,
  replicaUpdated,
} from '#engine/replicate/index.ts'
import { isFar, isPlaceTrouble, type Session, standingPlaces } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import type { Pace, Vault } from '#engine/vault/index.ts'
import type { proofStateOf, ReplicaId } from '#shared/domain/index.ts'
import { type Code, codeOf } from '#shared/errors/index.ts'
import type { JobInput, JobRunner, Lane, Step } from './job.ts'

export type ReplicaParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  /** How much of the computer the work may take right now. */
  readonly pace?: () => Pace
  /** A place that could not help. */
  readonly onPassedOver?: (replica: VaultPlace, code: Code) => void
  /** Copies came that the catalogue did not know. */
  readonly onUnknownCopies?: (signal: AbortSignal) => Promise<void>
}
type Proof = Extract<JobInput, { kind: 'proof' }>
type Replicate = Extract<JobInput, { kind: 'replicate' }>

/** Today's check of one replica. What it found is its fact, damage too; only a check that could not be made is a failure. */
export function proofRunner({ session, catalog, clock, pace }: ReplicaParts): JobRunner<Proof> {
  return ({ replicaId }, { jobId, signal, onStep }) =>
    session.withVault(
      async (vault, { proveEveryDays: everyDays }) => {
        const onProgress = told(onStep, 'checking')
        await proveReplica(vault, catalog, { everyDays, jobId, signal, clock, onProgress })
      },
      { replicaId, ...(pace && { pace: pace() }) },
    )
}

/**
 * Brings one replica up to what the others hold: from the main place, and from every other that has a copy it never had.
 *
 * Copies that were removed from it on purpose stay away, and ways in come from the main place only: elsewhere one may lie that was
 * retired. Throws VAULT_113 for a place that is none of the vault's, and the first source's trouble when none could help.
 */
export function replicateRunner(parts: ReplicaParts): JobRunner<Replicate> {
  const { session, catalog, clock, pace, onPassedOver } = parts
  return ({ replicaId, fromFar = false }, { jobId, signal, onStep }) => {
    const how = pace && { pace: pace() }
    return session.withVault(
      async (target, settings) => {
        const startedAtMs = clock.nowMs()
        const removed = await noteHoldings(catalog, target).then(() => catalog.removedFrom(replicaId))
        const isMain = (replica: VaultPlace) => replica.id === settings.vault.id
        const bringFrom = (source: Vault, withKeys: boolean) =>
          bring(source, target, { signal, clock, withKeys, removed, onStep })
        let sum: ReplicationOutcome | undefined
        let trouble: unknown
        for (const replica of sourcesFor(parts, replicaId, fromFar)) {
          const copying = session.withVault(
            async (source) => {
              await noteHoldings(catalog, source)
              sum = plus(sum, await bringFrom(source, isMain(replica)))
            },
            { replicaId: replica.id, ...how },
          )
          await copying.catch(async (error: unknown) => {
            const code = codeOf(error)
            // What stops the target stops all of it; a source that is away or damaged leaves the rest to the others.
            if (!isPlaceTrouble(code) || !(await answers(target))) throw error
            trouble ??= error
            onPassedOver?.(replica, code)
          })
        }
        if (sum === undefined && trouble !== undefined) throw trouble
        await noteHoldings(catalog, target)
        catalog.commitFact(replicaUpdated(target, sum ?? NOTHING, clock.nowMs() - startedAtMs, jobId))
        const known = new Set<string>(catalog.knownCopies().map(({ copyId }) => copyId))
        if (sum?.snapshots.some((id) => !known.has(id))) await parts.onUnknownCopies?.(signal)
      },
      { replicaId, ...how },
    )
  }
}

/** Sources worth opening, the best first: the one with the newest copy that the target lacks. */
function sourcesFor({ session, catalog }: ReplicaParts, targetId: ReplicaId, fromFar: boolean): readonly VaultPlace[] {
  const settings = session.requireSettings()
  const target = standingPlaces(settings).find(({ id }) => id === targetId)
  // Far places have a lane of their own, where nothing near waits for them.
  const isAllowed = ({ place }: VaultPlace) => fromFar || isFar(target) || place.kind === 'local'
  const newest = ({ id }: VaultPlace) => catalog.holdingOf(id).newestAtMs ?? 0
  const others = standingPlaces(settings).filter((one) => one.id !== targetId && isAllowed(one))
  const helpers = others.filter(({ id }) => id !== settings.vault.id && catalog.missingIn(targetId, [id]) !== null)
  const main = others.filter(({ id }) => id === settings.vault.id)
  return [...main, ...helpers].sort((left, right) => newest(right) - newest(left))
}

/** Whether what a replica lacks, as far as that is known, lies in far places only. */
export function needsFar(session: Session, catalog: Catalog, replicaId: ReplicaId): boolean {
  const others = standingPlaces(session.requireSettings()).filter(({ id }) => id !== replicaId)
  const idsOf = (places: readonly VaultPlace[]) => places.map(({ id }) => id)
  if (catalog.missingIn(replicaId, idsOf(others.filter((one) => !isFar(one)))) !== null) return false
  return catalog.missingIn(replicaId, idsOf(others)) !== null
}

const ON_PLACES: ReadonlySet<JobInput['kind']> = new Set(['replicate', 'proof', 'protect'])

/** Work that waits for a far place has a lane of its own. */
export function laneOf(input: JobInput, settings: Settings | undefined): Lane {
  if (settings === undefined || !ON_PLACES.has(input.kind)) return 'near'
  const replica = [settings.vault, ...settings.replicas].find(
    ({ id }) => 'replicaId' in input && id === input.replicaId,
  )
  return isFar(replica) || ('fromFar' in input && input.fromFar === true) ? 'far' : 'near'
}

type Bringing = {
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly withKeys: boolean
  readonly removed: ReadonlySet<string>
  readonly onStep: (step: Step) => void
}

async function bring(
  source: Vault,
  target: Vault,
  { signal, clock, withKeys, removed, onStep }: Bringing,
): Promise<ReplicationOutcome> {
  // All that is there: what the target has already is found out once, under the locks.
  const names = (await source.backend.list('snapshot')).map(({ name }) => name)
  const snapshots = names.filter((name) => !removed.has(name))
  return replicate(source, target, { snapshots }, { signal, clock, withKeys, onProgress: told(onStep, 'writing') })
}

const answers = (vault: Vault): Promise<boolean> =>
  vault.backend.stat({ kind: 'config', name: '' }).then(
    (config) => config !== undefined,
    () => false,
  )

const NOTHING: ReplicationOutcome = {
  snapshots: [],
  heldBack: [],
  damagedPacks: [],
  packs: 0,
  foundPacks: 0,
  liftedBlobs: 0,
  bytes: 0,
}

/** What one source holds back, another one may have brought. */
function plus(left: ReplicationOutcome = NOTHING, right: ReplicationOutcome): ReplicationOutcome {
  const snapshots = [...left.snapshots, ...right.snapshots]
  return {
    snapshots,
    heldBack: [...new Set([...left.heldBack, ...right.heldBack])].filter((id) => !snapshots.includes(id)),
    damagedPacks: [...left.damagedPacks, ...right.damagedPacks],
    packs: left.packs + right.packs,
    foundPacks: left.foundPacks + right.foundPacks,
    liftedBlobs: left.liftedBlobs + right.liftedBlobs,
    bytes: left.bytes + right.bytes,
  }
}

/**
 * What the newest reading of a replica told: the daily check, or a check of every byte after it.
 *
 * A check of the structure alone says nothing of bytes that were found damaged.
 */
export function lastProofOf(catalog: Catalog, replicaId: ReplicaId): Parameters<typeof proofStateOf>[0] {
  const proof = catalog.findFact('proof-finished', (fact) => fact.replicaId === replicaId)
  const whole = catalog.findFact('check-finished', (fact) => fact.replicaId === replicaId && fact.readData)
  if (!whole || whole.seq < (proof?.seq ?? 0)) return proof
  const { atMs, problems, readBytes } = whole
  return { atMs, problems, provenBytes: readBytes, totalBytes: readBytes, oldestProofAtMs: atMs, isExpired: false }
}

const told =
  (onStep: (step: Step) => void, phase: Step['phase']) =>
  ({ doneBytes, totalBytes }: { readonly doneBytes: number; readonly totalBytes: number }) =>
    onStep({ phase, doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 })
