import type { Clock, Log } from '#engine/kernel/index.ts'
import { codeOf } from '#shared/errors/index.ts'

const TICK_MS = 5 * 60_000
const DAY_MS = 86_400_000
/** So many goals without a copy, and it is told. */
export const OVERDUE_GOALS = 3
/** Since when the computer must be awake, so that there was time for a copy. */
const AWAKE_MS = 15 * 60_000
/** As old as that it is told at once, however short the computer was on. */
const LONG_OVERDUE_MS = 2 * DAY_MS

/** What the watchdog knows, read by itself from what happened. */
export type LastSeen = {
  /** When everything was last copied or found unchanged, or set-up was finished; null when there is nothing to keep. */
  readonly lastAtMs: number | null
  readonly goalMs: number
  /** How much of the time since then nothing was allowed to begin. */
  readonly quietMs: number
  /** When it was last told; null when never, or when a copy has come since. */
  readonly toldAtMs: number | null
}
export type WatchdogParts = {
  readonly clock: Clock
  readonly log: Log
  readonly read: () => LastSeen | undefined
  readonly tell: (overdue: { readonly sinceMs: number; readonly goalMs: number }) => void
}

/**
 * Says when copies stop coming, whatever the reason. It has a timer of its own, reads facts by itself and knows nothing of the schedule:
 * a schedule that stands still is one of the reasons.
 */
export class Watchdog {
  readonly #parts: WatchdogParts
  readonly #stop = new AbortController()
  #awakeSinceMs = 0
  #running: Promise<void> | undefined

  constructor(parts: WatchdogParts) {
    this.#parts = parts
  }

  begin(): void {
    this.#running ??= this.#run()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#parts
    const { signal } = this.#stop
    this.#awakeSinceMs = clock.nowMs()
    let lastMs = this.#awakeSinceMs
    while (!signal.aborted) {
      const nowMs = clock.nowMs()
      if (nowMs - lastMs > 2 * TICK_MS || nowMs < lastMs) this.#awakeSinceMs = nowMs
      lastMs = nowMs
      try {
        this.#look(nowMs)
      } catch (error) {
        log.warn('watchdog.failed', { code: codeOf(error) })
      }
      await clock.sleep(TICK_MS, signal).catch(() => undefined)
    }
  }

  #look(nowMs: number): void {
    const seen = this.#parts.read()
    if (seen?.lastAtMs == null) return
    const { lastAtMs, goalMs, quietMs, toldAtMs } = seen
    if (!isOverdue(seen, nowMs - this.#awakeSinceMs, nowMs)) return
    const isTold = toldAtMs !== null && toldAtMs <= nowMs && nowMs - toldAtMs < DAY_MS
    if (!isTold) this.#parts.tell({ sinceMs: Math.round(lastAtMs + quietMs), goalMs })
  }
}

/** Pure. A last time that lies ahead says that some clock is wrong: then nothing is known, and that is told too. */
export function isOverdue(seen: Omit<LastSeen, 'toldAtMs'>, awakeMs: number, nowMs: number): boolean {
  const { lastAtMs, goalMs, quietMs } = seen
  if (lastAtMs === null) return false
  const ageMs = nowMs - lastAtMs
  if (ageMs < 0) return ageMs < -DAY_MS && awakeMs >= AWAKE_MS
  if (ageMs - quietMs <= OVERDUE_GOALS * goalMs) return false
  return awakeMs >= AWAKE_MS || ageMs - quietMs > Math.max(LONG_OVERDUE_MS, OVERDUE_GOALS * goalMs)
}
