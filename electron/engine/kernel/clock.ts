/** The only source of time in the engine, so that tests own it. */
export type Clock = {
  nowMs(): number
  /** Nanoseconds since 1970, for restic's timestamps. */
  nowNs(): bigint
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
}

/** Milliseconds that only go on, whoever sets the computer's clock; they may stand still while it sleeps. */
export const systemElapsedMs = (): number => performance.now()

/** The machine's own clock. `sleep` rejects with the signal's reason as soon as it aborts. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  nowNs: () => BigInt(Date.now()) * 1_000_000n,
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, durationMs)
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}
