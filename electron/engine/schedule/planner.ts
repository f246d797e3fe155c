import type { Clock, Log } from '#engine/kernel/index.ts'
import type { DueWork, SchedulePolicy } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { due, USUAL_WAITS } from './due.ts'
import type { ScheduleState } from './types.ts'

/** It is asked at least this often, so that a wrong clock or a lost event costs a minute. */
const TICK_MS = 60_000
/** Asked for by many at once, it answers once. */
const LEAST_WAIT_MS = 200
/** A wait that took so much longer than asked for was a sleep of the computer, or a clock that was set. */
const GAP_MS = 60_000

export type PlannerParts = {
  readonly clock: Clock
  readonly log: Log
  /** Undefined while nothing is set up. */
  readonly read: () => { readonly policy: SchedulePolicy; readonly state: Omit<ScheduleState, 'wokeAtMs'> } | undefined
  /** Puts work on the queue. The rest is asked again at once: one piece changes what is due. */
  readonly start: (work: Extract<DueWork, { kind: 'now' }>) => void
  /** Looks at what tells nothing by itself (disks), once a tick. */
  readonly look?: () => Promise<void>
  /** The computer was asleep, or the clock was set. */
  readonly onGap?: () => void
}

/** Asks `due` at the right moments and starts what it says. Nothing that fails in between ends it. */
export class Planner {
  readonly #parts: PlannerParts
  readonly #stop = new AbortController()
  #wake: AbortController = new AbortController()
  #wokeAtMs: number | null = null
  #plan: readonly DueWork[] = []
  #running: Promise<void> | undefined

  constructor(parts: PlannerParts) {
    this.#parts = parts
  }

  /** `isFreshStart`: the computer may just have been switched on. */
  begin({ isFreshStart }: { readonly isFreshStart: boolean }): void {
    if (isFreshStart) this.#wokeAtMs = this.#parts.clock.nowMs()
    this.#running ??= this.#run()
  }

  /** Something happened that may change what is due. */
  wake(): void {
    this.#wake.abort()
  }

  /** The computer is back from sleep: one catch-up, after a moment. */
  resumed(): void {
    const nowMs = this.#parts.clock.nowMs()
    // The event and the gap tell of the same sleep.
    if (this.#wokeAtMs === null || Math.abs(nowMs - this.#wokeAtMs) > USUAL_WAITS.settleMs) this.#wokeAtMs = nowMs
    this.wake()
  }

  /** What was found out last. */
  plan(): readonly DueWork[] {
    return this.#plan
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.wake()
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock, log, look } = this.#parts
    let lookAtMs = Number.NEGATIVE_INFINITY
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController()
      let nextMs = TICK_MS
      try {
        const nowMs = clock.nowMs()
        if (look && (nowMs >= lookAtMs || nowMs < lookAtMs - TICK_MS)) {
          lookAtMs = nowMs + TICK_MS
          await look()
        }
        nextMs = this.#ask()
      } catch (error) {
        log.warn('schedule.failed', { code: codeOf(error), class: error instanceof Error ? error.name : typeof error })
      }
      if (!this.#stop.signal.aborted) await this.#sleep(Math.min(TICK_MS, Math.max(LEAST_WAIT_MS, nextMs)))
    }
  }

  /** Starts what is due and gives how long nothing else will be. */
  #ask(): number {
    const nowMs = this.#parts.clock.nowMs()
    const known = this.#parts.read()
    if (known === undefined) return TICK_MS
    this.#plan = due(known.policy, { ...known.state, wokeAtMs: this.#wokeAtMs }, nowMs)
    const [now] = this.#plan.filter((work) => work.kind === 'now')
    if (now) {
      this.#parts.start(now)
      return 0
    }
    return Math.min(...this.#plan.map((work) => (work.kind === 'later' ? work.atMs : nowMs)), nowMs + TICK_MS) - nowMs
  }

  async #sleep(durationMs: number): Promise<void> {
    const { clock, onGap } = this.#parts
    const beganMs = clock.nowMs()
    // Awake a moment later than asked, so that a storm of events is one.
    const isWoken = await clock.sleep(durationMs, AbortSignal.any([this.#stop.signal, this.#wake.signal])).then(
      () => false,
      () => true,
    )
    const tookMs = clock.nowMs() - beganMs
    if (tookMs > durationMs + GAP_MS || tookMs < -GAP_MS) {
      onGap?.()
      this.resumed()
    } else if (isWoken && !this.#stop.signal.aborted)
      await clock.sleep(LEAST_WAIT_MS, this.#stop.signal).catch(() => undefined)
  }
}
