import type { Clock } from '#engine/kernel/index.ts'
import type { CheckOptions, PackSize } from '../check/run.ts'
import { checkVault } from '../check.ts'
import type { CheckReport, Id, Vault } from '../types.ts'
import {
  type ProofAge,
  type ProofEntry,
  type ProofLedger,
  type ProofOptions,
  planProof,
  proofAge,
} from './plan-proof.ts'

/** Where the ledger of one replica is kept. It may get lost: then everything counts as never proven. */
export type ProofStore = {
  read(): ProofLedger
  /** Adds and replaces entries. */
  record(entries: ReadonlyMap<Id, ProofEntry>): void
  forget(ids: readonly Id[]): void
}
export type ProofRun = {
  readonly report: CheckReport
  /** Packs read and found whole in this run. */
  readonly provenPacks: number
  readonly plannedBytes: number
  /** All that an index names and that is there in its right size. */
  readonly totalBytes: number
  readonly age: ProofAge
}

/**
 * The daily check: structure always, and today's share of packs read whole. `plan` chooses otherwise, for a disk that is rarely here.
 *
 * Every pack that proves whole is recorded at once, so that a run that breaks off has not read in vain; a damaged one
 * loses its proof. The caller holds a shared lock. Throws DEST_…, and the signal's reason when aborted.
 */
export async function runProof(
  vault: Vault,
  store: ProofStore,
  clock: Clock,
  options: ProofOptions & Pick<CheckOptions, 'onProgress' | 'signal'> & { readonly plan?: typeof planProof },
): Promise<ProofRun> {
  const { plan: choose = planProof } = options
  const ledger = new Map(store.read())
  const proven = new Set<Id>()
  let packs: readonly PackSize[] = []
  let planned: readonly PackSize[] = []
  let plannedBytes = 0
  const record = (ids: readonly Id[], entryOf: (known: ProofEntry | undefined) => ProofEntry) => {
    const entries = new Map(ids.map((id) => [id, entryOf(ledger.get(id))]))
    for (const [id, entry] of entries) ledger.set(id, entry)
    if (entries.size > 0) store.record(entries)
  }
  const report = await checkVault(vault, {
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onProgress: options.onProgress }),
    choosePacks: (whole) => {
      const nowMs = clock.nowMs()
      packs = whole
      record(
        whole.map(({ id }) => id).filter((id) => !ledger.has(id)),
        () => ({ seenAtMs: nowMs, provenAtMs: null }),
      )
      const plan = choose(whole, ledger, nowMs, options)
      planned = plan.packs
      plannedBytes = plan.bytes
      return planned.map(({ id }) => id)
    },
    onSoundPacks: (ids) => {
      const nowMs = clock.nowMs()
      for (const id of ids) proven.add(id)
      record(ids, (known) => ({ seenAtMs: known?.seenAtMs ?? nowMs, provenAtMs: nowMs }))
    },
  })
  const nowMs = clock.nowMs()
  record(
    planned.map(({ id }) => id).filter((id) => !proven.has(id)),
    (known) => ({ seenAtMs: known?.seenAtMs ?? nowMs, provenAtMs: null }),
  )
  const present = new Set(packs.map(({ id }) => id))
  store.forget([...ledger.keys()].filter((id) => !present.has(id)))
  const totalBytes = packs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const age = proofAge(packs, ledger, nowMs, options)
  return { report, provenPacks: proven.size, plannedBytes, totalBytes, age }
}
