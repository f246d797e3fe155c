import type { Clock } from '#engine/kernel/index.ts'

const PROGRESS_EVERY_MS = 250

/** Lets progress through at most four times a second; the rest is lost, which is all right for progress. */
export function throttle<T>(pass: (value: T) => void, clock: Clock): (value: T) => void {
  let lastMs = Number.NEGATIVE_INFINITY
  return (value) => {
    const nowMs = clock.nowMs()
    // A clock set back must not silence progress for hours.
    if (nowMs - lastMs < PROGRESS_EVERY_MS && nowMs >= lastMs) return
    lastMs = nowMs
    pass(value)
  }
}
