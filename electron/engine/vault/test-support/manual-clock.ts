import { type Clock, systemClock } from '#engine/kernel/index.ts'

export type ManualClock = Clock & {
  /** Lets time pass: whoever sleeps wakes in order, and gets to act before time goes on. */
  advance(durationMs: number): Promise<void>
  /** The computer sleeps: time passes and nobody wakes yet. */
  jump(durationMs: number): void
}

type Sleeper = { readonly atMs: number; wake(): void }

/** A clock that stands still until a test moves it. */
export function manualClock(startMs = Date.parse('2026-11-21T12:00:00Z')): ManualClock {
  let nowMs = startMs
  const sleepers = new Set<Sleeper>()
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    nowMs: () => nowMs,
    nowNs: () => BigInt(nowMs) * 1_000_000n,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { atMs: nowMs + durationMs, wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper)
          reject(signal.reason)
        })
      }),
    jump(durationMs) {
      nowMs += durationMs
    },
    async advance(durationMs) {
      const untilMs = nowMs + durationMs
      await settle()
      for (;;) {
        const [next] = [...sleepers].filter(({ atMs }) => atMs <= untilMs).sort((left, right) => left.atMs - right.atMs)
        if (!next) break
        nowMs = Math.max(nowMs, next.atMs)
        sleepers.delete(next)
        next.wake()
        await settle()
      }
      nowMs = untilMs
    },
  }
}

const SHORT_MS = 1000

/** The machine's own time, but nobody waits for short moments: for tests that lock often. */
export const quickClock: Clock = {
  ...systemClock,
  sleep: (durationMs, signal) => (durationMs <= SHORT_MS ? Promise.resolve() : systemClock.sleep(durationMs, signal)),
}
