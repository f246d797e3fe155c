import type { Catalog } from '#engine/catalog/index.ts'
import { type ConnectorContext, type SwapTrio, swapFor } from '#engine/connectors/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { inOrder, NOT_WHOLE_THERE, nearestFirst, type Session } from '#engine/session/index.ts'
import { type SizedDump, serverPlace, storedDump, storedFile } from '#engine/snapshot/index.ts'
import type { Vault } from '#engine/vault/index.ts'
import type {
  DatabaseFindings,
  DatabaseRecovery,
  DatabaseSource,
  JobId,
  Progress,
  RecoveryId,
} from '#shared/domain/index.ts'
import { codeOf, fail, isAppError, type WireError } from '#shared/errors/index.ts'
import { nameOf, type RecoveryBook, type RecoveryEntry } from './book.ts'
import { fingerprintOf } from './fingerprint.ts'

export type WorkParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: RecoveryBook
  readonly clock: Clock
  readonly context: ConnectorContext
  /** Whether this very run of the app began it; otherwise an earlier one ended in the middle. */
  readonly isOwn: (recoveryId: RecoveryId) => boolean
}
export type RecoveryStep = 'prepare' | 'swap' | 'undo'
type JobStep = Omit<Progress, 'jobId' | 'jobKind'>
type JobContext = { readonly jobId: JobId; readonly signal: AbortSignal; readonly onStep: (step: JobStep) => void }

/** A dump of a server is read through before anything is made of it. */
const READS = { file: 1, server: 2 } as const

/** The work behind a database that comes back, one step at a time. May be repeated after any crash. */
export function recoveryRunner(
  parts: WorkParts,
): (input: { recoveryId: RecoveryId; step: RecoveryStep }, context: JobContext) => Promise<void> {
  return async ({ recoveryId, step }, context) => {
    const startedAtMs = parts.clock.nowMs()
    const entry = parts.book.find(recoveryId)
    const found =
      step === 'prepare' ? await prepare(parts, entry, context) : await exchange(parts, entry, step, context)
    const { sourceId } = entry.recovery
    const durationMs = Math.max(0, Math.round(parts.clock.nowMs() - startedAtMs))
    const { tables, rows } = found
    parts.catalog.commitFact({
      kind: 'database-recovery-finished',
      ...{ jobId: context.jobId, sourceId, step, tables, rows, durationMs },
    })
  }
}

async function prepare(parts: WorkParts, entry: RecoveryEntry, context: JobContext): Promise<DatabaseFindings> {
  const { book, clock } = parts
  const { recovery, live, fresh } = entry
  const { recoveryId } = recovery
  const tools = { ...parts.context, signal: context.signal }
  const swap = swapFor(live)
  try {
    if (recovery.state.kind !== 'preparing') fail('DB_117')
    // What a run that crashed had begun.
    await swap.drop(fresh, tools)
    const report = await restoreFrom(parts, entry, context)
    context.onStep(stepOf('checking', 0, 0))
    const hasLive = await swap.isThere(live, tools)
    // A live one that does not read any more is no hindrance: it may be why the copy is wanted.
    const liveNewestAtMs = hasLive ? await swap.newestEntry(live, clock.nowMs(), tools).catch(() => null) : null
    context.signal.throwIfAborted()
    const isCounted = live.kind !== 'sqlite' && live.kind !== 'sql-server'
    const findings: DatabaseFindings = { ...report, isCounted, liveNewestAtMs, hasLive }
    await book.change(recoveryId, (known) => ({
      ...known,
      recovery: {
        ...known.recovery,
        fingerprint: fingerprintOf(known.recovery, findings),
        state: { kind: 'ready', findings, stopped: null },
      },
    }))
    return findings
  } catch (error) {
    // Stopped with the app it is begun anew at the next start; stopped by a person it is looked after by `list`.
    if (!context.signal.aborted) await book.move(recoveryId, { kind: 'failed', error: wireOf(error) })
    throw error
  }
}

async function restoreFrom(
  { session, catalog, context: tools }: WorkParts,
  { recovery, live, fresh }: RecoveryEntry,
  { signal, onStep }: JobContext,
) {
  const restore = async (vault: Vault) => {
    const snapshot = await vault.findSnapshot(recovery.copyId)
    await vault.loadIndex()
    const dump =
      live.kind === 'sqlite'
        ? await storedFile(vault, snapshot, live.path)
        : await storedDump(vault, snapshot, serverPlace(live))
    const reads = live.kind === 'sqlite' ? READS.file : READS.server
    return swapFor(live).restore(counted(dump, reads, onStep), { fresh, live }, recovery.takenAtMs, {
      ...tools,
      signal,
    })
  }
  const places = nearestFirst(session, catalog, recovery.copyId)
  return inOrder(session, restore, { places, passOver: NOT_WHOLE_THERE })
}

function counted(dump: SizedDump, reads: number, onStep: JobContext['onStep']): SizedDump {
  const totalBytes = dump.sizeBytes * reads
  let doneBytes = 0
  return {
    ...dump,
    open: async function* (name) {
      for await (const block of dump.open(name)) {
        doneBytes = Math.min(totalBytes, doneBytes + block.length)
        onStep(stepOf('writing', doneBytes, totalBytes))
        yield block
      }
    },
  }
}

const stepOf = (phase: JobStep['phase'], doneBytes: number, totalBytes: number): JobStep => ({
  ...{ phase, doneBytes, totalBytes },
  doneFiles: 0,
  totalFiles: 0,
})

async function exchange(
  parts: WorkParts,
  entry: RecoveryEntry,
  step: 'swap' | 'undo',
  context: JobContext,
): Promise<DatabaseFindings> {
  const { book, clock } = parts
  const { recovery, live, fresh, aside } = entry
  const { state, recoveryId } = recovery
  if (state.kind !== (step === 'swap' ? 'swapping' : 'undoing')) fail('DB_117')
  const trio: SwapTrio =
    step === 'swap' ? { live, incoming: fresh, outgoing: aside } : { live, incoming: aside, outgoing: fresh }
  const beganAtMs = clock.nowMs()
  const swap = swapFor(live)
  const isDone = () => isTaken(parts, entry, trio)
  try {
    context.onStep(stepOf('finishing', 0, 0))
    if (!(await isDone())) {
      // Nobody is asked again what an earlier run did not get to do: the person who agreed is told, and decides anew.
      if (!parts.isOwn(recoveryId)) fail('DB_118')
      context.signal.throwIfAborted()
      await swap.requireReady(trio, parts.context)
    }
    // From here on a stop is not heard: the step is short. Doing it again ends what a crash left half done.
    await swap.swap(trio, parts.context)
  } catch (error) {
    if (!(await isDone().catch(() => false))) {
      await book.move(recoveryId, backState(state, wireOf(error)))
      throw error
    }
  }
  const hasAside = await swap.isThere(readable(parts, entry, trio.outgoing), parts.context)
  const nowMs = clock.nowMs()
  await book.move(recoveryId, endState(state, { trio, hasAside, atMs: nowMs, durationMs: nowMs - beganAtMs }))
  return state.findings
}

/** Whether the step was taken: what was to come in stands beside the live one no more. */
async function isTaken(parts: WorkParts, entry: RecoveryEntry, { live, incoming }: SwapTrio): Promise<boolean> {
  const swap = swapFor(live)
  const isThere = (source: DatabaseSource) => swap.isThere(readable(parts, entry, source), parts.context)
  return (await isThere(live)) && !(await isThere(incoming))
}

/**
 * The same database as the copy's own user reaches it: after a restart nobody knows the administrator's password any more. Only where
 * every user sees which databases there are.
 */
function readable({ session }: WorkParts, { recovery }: RecoveryEntry, source: DatabaseSource): DatabaseSource {
  const known = session.requireSettings().sources.find(({ id }) => id === recovery.sourceId)
  if (source.kind !== 'postgresql' || known?.kind !== 'server' || known.server.kind !== 'postgresql') return source
  return { ...known.server, database: source.database }
}

type Exchanging = Extract<DatabaseRecovery['state'], { kind: 'swapping' | 'undoing' }>

type Ended = {
  readonly trio: SwapTrio
  readonly hasAside: boolean
  readonly atMs: number
  readonly durationMs: number
}

function endState(state: Exchanging, { trio, hasAside, ...ended }: Ended): DatabaseRecovery['state'] {
  const { findings } = state
  const [atMs, durationMs] = [Math.round(ended.atMs), Math.max(0, Math.round(ended.durationMs))]
  const keptAs = nameOf(trio.outgoing)
  if (state.kind === 'undoing') return { kind: 'undone', findings, atMs, keptAs }
  return { kind: 'live', findings, atMs, durationMs, keptAs: hasAside ? keptAs : null, stopped: null }
}

/** Nothing changed: where it was before the exchange was asked for. */
export function backState(state: Exchanging, stopped: WireError): DatabaseRecovery['state'] {
  if (state.kind === 'swapping') return { kind: 'ready', findings: state.findings, stopped }
  const { findings, atMs, durationMs, keptAs } = state
  return { kind: 'live', findings, atMs, durationMs, keptAs, stopped }
}

const wireOf = (error: unknown): WireError => ({
  code: codeOf(error),
  params: isAppError(error) ? error.params : {},
})
