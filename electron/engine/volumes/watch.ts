import type { Clock } from '#engine/kernel/index.ts'
import type { VolumeAdapter } from './adapter.ts'
import type { Volume } from './volume.ts'

/** A burst of events (a disk of three partitions) is one look. */
const SETTLE_MS = 250
/** How often the adapter's cheap sign is read where the system does not tell by itself. */
const GLANCE_MS = 2_000
/** Where it tells, the sign is read beside it: soon at first (who tells needs a moment to begin), then now and then, so that a lost event costs a minute. */
const FIRST_GLANCE_MS = 500
const RARE_GLANCE_MS = 60_000
/** A system that gave no answer is asked again after this long, then after twice as long, and so on. */
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 300_000

export type VolumeChange = {
  readonly attached: readonly Volume[]
  readonly detached: readonly Volume[]
  readonly current: readonly Volume[]
}

export interface VolumeWatch {
  /**
   * What is attached; never older than the last event, nor than the adapter's sign where it has one. While the system gives no
   * answer it is what was known before.
   */
  current(): Promise<readonly Volume[]>
  /**
   * Told after each look; what was there at the start is told as attached once. Gives the end of it.
   *
   * Nothing may look changed: a disk that was pulled out and is back before the look is the same in the lists, and somebody may have
   * found it gone meanwhile.
   */
  onLook(listener: (change: VolumeChange) => void): () => void
  /** Looks again at once: somebody else (main on Windows) heard of a device. */
  hint(): void
  stop(): Promise<void>
}

/** Knows which disks are attached from now until `stop`. */
export function volumeWatch(adapter: VolumeAdapter, clock: Clock): VolumeWatch {
  return new AdapterWatch(adapter, clock)
}

class AdapterWatch implements VolumeWatch {
  readonly #adapter: VolumeAdapter
  readonly #clock: Clock
  readonly #stop = new AbortController()
  readonly #listeners = new Set<(change: VolumeChange) => void>()
  readonly #listening: { stop(): void }
  #known: readonly Volume[] = []
  #look: Promise<void> | undefined
  #isStale = true
  /** How long to wait before a system that gave no answer is asked again; 0 while it answers. */
  #retryMs = 0
  #retry: Promise<void> | undefined
  /** As it was when the newest look began. */
  #seenSign: string | undefined
  readonly #glances: Promise<void>[] = []

  constructor(adapter: VolumeAdapter, clock: Clock) {
    this.#adapter = adapter
    this.#clock = clock
    this.#glances.push(this.#glanceOn(FIRST_GLANCE_MS, RARE_GLANCE_MS))
    this.#listening = adapter.listen(
      () => this.hint(),
      () => this.#glances.push(this.#glanceOn(GLANCE_MS, GLANCE_MS)),
    )
    this.hint()
  }

  async current(): Promise<readonly Volume[]> {
    // An event takes its time; the sign, where there is one, is true at once.
    if ((await this.#sign()) !== this.#seenSign) this.#isStale = true
    // What a look under way finds is newer than what is known.
    while ((this.#isStale || this.#look) && this.#retryMs === 0 && !this.#stop.signal.aborted) await this.#lookSoon(0)
    return this.#known
  }

  onLook(listener: (change: VolumeChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  hint(): void {
    this.#isStale = true
    void this.#lookSoon(SETTLE_MS)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#listening.stop()
    this.#listeners.clear()
    await Promise.all([this.#look, this.#retry, ...this.#glances])
  }

  /** One look at a time; who asks while one is under way gets that one, and `#isStale` tells whether it was enough. */
  #lookSoon(settleMs: number): Promise<void> {
    this.#look ??= this.#lookOnce(settleMs).finally(() => {
      this.#look = undefined
      if (this.#isStale && this.#retryMs === 0 && !this.#stop.signal.aborted) void this.#lookSoon(SETTLE_MS)
    })
    return this.#look
  }

  async #lookOnce(settleMs: number): Promise<void> {
    const { signal } = this.#stop
    if (settleMs > 0) await this.#clock.sleep(settleMs, signal).catch(() => undefined)
    if (signal.aborted) return
    this.#isStale = false
    this.#seenSign = await this.#sign()
    const now = await this.#adapter.list().catch(() => undefined)
    if (signal.aborted) return
    if (now === undefined) return this.#askLater()
    this.#retryMs = 0
    const before = this.#known
    this.#known = now
    const attached = now.filter((volume) => !before.some((known) => isSameMount(known, volume)))
    const detached = before.filter((known) => !now.some((volume) => isSameMount(known, volume)))
    for (const listener of [...this.#listeners]) listener({ attached, detached, current: now })
  }

  /** No answer is no empty list: nothing has gone because of it. */
  #askLater(): void {
    this.#isStale = true
    this.#retryMs = Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, this.#retryMs * 2))
    this.#retry ??= this.#clock.sleep(this.#retryMs, this.#stop.signal).then(
      () => {
        this.#retry = undefined
        this.hint()
      },
      () => undefined,
    )
  }

  /** Undefined where there is none, and where it cannot be read just now. */
  async #sign(): Promise<string | undefined> {
    return this.#adapter.glance?.().catch(() => undefined)
  }

  async #glanceOn(firstMs: number, longestMs: number): Promise<void> {
    const { signal } = this.#stop
    let last: string | undefined
    for (let waitMs = firstMs; !signal.aborted; waitMs = Math.min(longestMs, waitMs * 2)) {
      const sign = await this.#sign()
      if (sign === undefined) return
      if (last !== undefined && sign !== last) this.hint()
      last = sign
      await this.#clock.sleep(waitMs, signal).catch(() => undefined)
    }
  }
}

/** Free room changes all the time and is no news. */
const isSameMount = (left: Volume, right: Volume) =>
  left.id === right.id &&
  left.mountPath === right.mountPath &&
  left.device === right.device &&
  left.isReadOnly === right.isReadOnly
