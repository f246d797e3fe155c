import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { noteHoldings, planReplication, proveReplica, replicate, replicaUpdated } from '#engine/replicate/index.ts'
import { inOrder, type Session } from '#engine/session/index.ts'
import type { Pace, ProofLedger, ProofPlan, Vault } from '#engine/vault/index.ts'
import { type DiskId, type DiskSet, type JobId, readBackDueSince, type SetDisk } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { DiskBook } from './book.ts'

/** Of a disk that is not to be read as a whole, this much at most: minutes, not hours. What is new on it comes first. */
const SAMPLE_BYTES = 2 * 1024 ** 3

export type SwapParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: DiskBook
  readonly clock: Clock
  /** True while the guard's brake is on. */
  readonly isHeld: () => boolean
  /** Lets go of a disk so that its cable may be pulled. One that does not let go is a finished swap all the same. */
  readonly letGo: (diskId: DiskId) => Promise<void>
  /** Writes the page on how to recover without us to the disk. Never throws. */
  readonly leaveReadMe: (diskId: DiskId) => Promise<void>
  /** How much of the computer the work may take right now. */
  readonly pace?: () => Pace
}
type Step = {
  readonly phase: 'writing' | 'checking'
  readonly doneBytes: number
  readonly totalBytes: number
  readonly doneFiles: 0
  readonly totalFiles: 0
}
export type SwapContext = {
  readonly jobId: JobId
  readonly signal: AbortSignal
  readonly onStep: (step: Step) => void
}

/**
 * One disk, from the moment it was found right until its cable may be pulled: brought up to date, a sample read back, let go of.
 *
 * May be repeated after any failure and goes on where it was. Throws DISK_101 while the brake is on, DISK_102 for a disk that is
 * not to be written to now, DEST_101 when it is pulled out, and what replication and reading throw.
 */
export function swapRunner(parts: SwapParts): (input: { diskId: DiskId }, context: SwapContext) => Promise<void> {
  return async ({ diskId }, context) => {
    const { set, disk } = requireDisk(parts.session, diskId)
    const startedAtMs = parts.clock.nowMs()
    if (parts.isHeld()) fail('DISK_101')
    const verdict = parts.book.records.get(diskId)?.present?.verdict
    if (verdict === 'right') {
      await bringUpToDate(parts, disk, context)
      await parts.leaveReadMe(diskId)
    } else if (verdict !== 'read-back') fail('DISK_102')
    await readBack(parts, set, disk, context)
    await parts.letGo(diskId)
    const durationMs = Math.max(0, Math.round(parts.clock.nowMs() - startedAtMs))
    parts.catalog.commitFact({ kind: 'swap-finished', jobId: context.jobId, diskId, durationMs })
  }
}

/** The disk and its set. Throws DISK_102 for one that is none of them. */
export function requireDisk(session: Session, diskId: DiskId): { readonly set: DiskSet; readonly disk: SetDisk } {
  const set = session.requireSettings().diskSet
  const disk = set?.disks.find((one) => one.diskId === diskId)
  return set && disk ? { set, disk } : fail('DISK_102')
}

async function bringUpToDate(
  { session, catalog, book, clock, pace }: SwapParts,
  { diskId, replicaId }: SetDisk,
  { signal, onStep }: SwapContext,
): Promise<void> {
  const how = pace && { pace: pace() }
  const startedAtMs = clock.nowMs()
  // The first place that answers has what is new; the disk does not wait for the one that usually does.
  const { outcome, newestCopyAtMs } = await inOrder(
    session,
    (source) =>
      session.withVault(
        async (target) => {
          const plan = await planReplication(source, target, { signal })
          const outcome = await replicate(source, target, plan, { signal, clock, onProgress: told(onStep, 'writing') })
          const durationMs = Math.round(clock.nowMs() - startedAtMs)
          await noteHoldings(catalog, target)
          catalog.commitFact(replicaUpdated(target, outcome, durationMs))
          return { outcome, newestCopyAtMs: await newestOf(target) }
        },
        { replicaId, ...how },
      ),
    how,
  )
  const durationMs = Math.max(0, Math.round(clock.nowMs() - startedAtMs))
  await book.write({
    kind: 'copied',
    diskId,
    copies: outcome.snapshots.length,
    bytes: outcome.bytes,
    durationMs,
    newestCopyAtMs,
  })
}

async function newestOf(vault: Vault): Promise<number | null> {
  const times = (await vault.listSnapshots()).map(({ time }) => Date.parse(time)).filter((ms) => !Number.isNaN(ms))
  return times.length === 0 ? null : Math.max(...times)
}

/** Reads bytes again from the disk itself: all of it when that is due, else what is new and then what was read longest ago. */
async function readBack(
  { session, catalog, book, clock, pace }: SwapParts,
  { policy }: DiskSet,
  { diskId, replicaId }: SetDisk,
  { signal, onStep }: SwapContext,
): Promise<void> {
  const record = book.records.get(diskId)
  const isWhole = record !== undefined && readBackDueSince(record, policy, clock.nowMs()) !== null
  const startedAtMs = clock.nowMs()
  const { report, plannedBytes, totalBytes } = await session.withVault(
    (vault) =>
      proveReplica(vault, catalog, {
        everyDays: policy.readBackEveryDays,
        plan: isWhole ? everything : sample,
        signal,
        clock,
        onProgress: told(onStep, 'checking'),
      }),
    { replicaId, ...(pace && { pace: pace() }) },
  )
  await book.write({
    kind: 'read-back',
    diskId,
    // A young disk is read as a whole by its sample.
    scope: isWhole || plannedBytes >= totalBytes ? 'whole' : 'sample',
    bytes: report.readBytes,
    problems: report.problems.length,
    durationMs: Math.max(0, Math.round(clock.nowMs() - startedAtMs)),
  })
}

type Packs = ProofPlan['packs']

const everything = (packs: Packs): ProofPlan => ({ packs, bytes: sum(packs) })

function sample(packs: Packs, ledger: ProofLedger): ProofPlan {
  const readAtMs = ({ id }: Packs[number]) => ledger.get(id)?.provenAtMs ?? Number.NEGATIVE_INFINITY
  const oldestFirst = packs
    .map((pack) => ({ pack, atMs: readAtMs(pack) }))
    .sort((left, right) =>
      left.atMs < right.atMs ? -1 : left.atMs > right.atMs ? 1 : left.pack.id < right.pack.id ? -1 : 1,
    )
  const chosen: Packs[number][] = []
  let bytes = 0
  for (const { pack } of oldestFirst) {
    if (chosen.length > 0 && bytes + pack.sizeBytes > SAMPLE_BYTES) break
    chosen.push(pack)
    bytes += pack.sizeBytes
  }
  return { packs: chosen, bytes }
}

const sum = (packs: Packs): number => packs.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0)

const told =
  (onStep: SwapContext['onStep'], phase: Step['phase']) =>
  ({ doneBytes, totalBytes }: { readonly doneBytes: number; readonly totalBytes: number }) =>
    onStep({ phase, doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 })
