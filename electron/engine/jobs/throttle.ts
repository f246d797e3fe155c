import type { Clock } from '#engine/kernel/index.ts'

/** Lets a value through at most once every `everyMs`; the rest is lost, which is all right for progress. */
export function throttle<T>(pass: (value: T) => void, everyMs: number, clock: Clock): (value: T) => void {
  let lastMs = Number.NEGATIVE_INFINITY
  return (value) => {
    const nowMs = clock.nowMs()
    // A clock set back must not silence progress for hours.
    if (nowMs - lastMs < everyMs && nowMs >= lastMs) return
    lastMs = nowMs
    pass(value)
  }
}
