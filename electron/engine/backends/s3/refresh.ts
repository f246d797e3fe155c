import { createLimiter } from '#engine/kernel/index.ts'
import type { ObjectLock, ProtectionBook } from '#shared/domain/index.ts'
import type { FileRef } from '../backend.ts'
import { PARALLEL_CALLS } from './bucket.ts'
import type { LockedPlace } from './immutability.ts'
import { untilMsOf } from './retention.ts'

const DAY_MS = 86_400_000
const URGENT_SHARE = 0.25
export const emptyBook: ProtectionBook = { version: 1, untilMs: {} }

export type RefreshPlan = {
  /** What every file of these parts is to be protected until. */
  readonly untilMs: number
  readonly parts: readonly { readonly part: string; readonly files: readonly FileRef[] }[]
}

/** Packs are told apart by the beginning of their name, so that every day has its share; of the other files there are few. */
const partOf = ({ kind, name }: FileRef) => (kind === 'pack' ? `pack/${name.slice(0, 2)}` : kind)

/**
 * Which files need their protection prolonged today.
 *
 * `inUse` are all files the vault still needs; what is left out runs out and can be cleaned. New files are protected when they are
 * written, so a part counts as protected until the date of its last prolongation. Each part is due when half of its time is gone; those
 * are spread over that half, most urgent first, and what would run out within `URGENT_SHARE` of the time is never put off.
 */
export function dueRefreshes(
  inUse: readonly FileRef[],
  book: ProtectionBook,
  lock: ObjectLock,
  nowMs: number,
): RefreshPlan {
  const spanMs = lock.days * DAY_MS
  const parts = new Map<string, FileRef[]>()
  for (const file of inUse) {
    if (file.kind === 'lock' || file.kind === 'trash' || file.kind === 'reserve') continue
    const part = partOf(file)
    const files = parts.get(part)
    if (files) files.push(file)
    else parts.set(part, [file])
  }
  const due = [...parts]
    .map(([part, files]) => ({ part, files, leftMs: (book.untilMs[part] ?? 0) - nowMs }))
    .filter(({ leftMs }) => leftMs < spanMs / 2)
    .sort((a, b) => a.leftMs - b.leftMs)
  const share = Math.ceil(parts.size / Math.max(1, Math.floor(lock.days / 4)))
  const today = due.filter(({ leftMs }, rank) => rank < share || leftMs < spanMs * URGENT_SHARE)
  return { untilMs: untilMsOf(lock, nowMs), parts: today.map(({ part, files }) => ({ part, files })) }
}

/** Until when at least everything in use is protected; undefined when something may not be, because it was never prolonged. */
export function protectedUntilMs(inUse: readonly FileRef[], book: ProtectionBook): number | undefined {
  let soonest = Number.POSITIVE_INFINITY
  for (const file of inUse) {
    if (file.kind === 'lock' || file.kind === 'trash' || file.kind === 'reserve') continue
    soonest = Math.min(soonest, book.untilMs[partOf(file)] ?? 0)
  }
  return Number.isFinite(soonest) && soonest > 0 ? soonest : undefined
}

export type RefreshOutcome = {
  readonly book: ProtectionBook
  readonly prolonged: number
  /** In use and not there: the vault is damaged, and its check must say what is lost. */
  readonly missing: readonly FileRef[]
}

/**
 * Carries a plan out. May be broken off at any time: `keep` gets the book after every part that is done, and the rest is due again.
 *
 * A part with a missing file counts as done, for what is there is protected.
 */
export async function applyRefreshes(
  place: Pick<LockedPlace, 'extend'>,
  plan: RefreshPlan,
  book: ProtectionBook,
  options: { readonly keep?: (book: ProtectionBook) => Promise<void>; readonly signal?: AbortSignal } = {},
): Promise<RefreshOutcome> {
  const limiter = createLimiter(PARALLEL_CALLS)
  const missing: FileRef[] = []
  let now = book
  let prolonged = 0
  const extend = async (file: FileRef) => {
    const leave = await limiter.enter()
    try {
      options.signal?.throwIfAborted()
      if (await place.extend(file, plan.untilMs)) prolonged += 1
      else missing.push(file)
    } finally {
      leave()
    }
  }
  for (const { part, files } of plan.parts) {
    const outcomes = await Promise.allSettled(files.map(extend))
    const failed = outcomes.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
    now = { version: 1, untilMs: { ...now.untilMs, [part]: plan.untilMs } }
    await options.keep?.(now)
  }
  return { book: now, prolonged, missing }
}
