import type { AccountId } from '#shared/domain/index.ts'

/** A PIN typed so long ago still stands for a critical act. */
export const FRESH_MS = 5 * 60_000

/** The two clocks of a computer: one that anybody can set and one that nobody can, but which may stand still while it sleeps. */
export type TwoClocks = { readonly nowMs: () => number; readonly elapsedMs: () => number }
type Moment = { readonly nowMs: number; readonly elapsedMs: number }

/** What passed since a moment: the longer of the two, and never less than nothing. */
const sinceMs = (clocks: TwoClocks, moment: Moment): number =>
  Math.max(0, clocks.nowMs() - moment.nowMs, clocks.elapsedMs() - moment.elapsedMs)

export type SignedOut = 'start' | 'left' | 'idle'

/** Who is at one window. A port is one page: when the page goes, so does the sign-in. */
export class PortSession {
  readonly #clocks: TwoClocks
  readonly #listeners = new Set<() => void>()
  #person: { readonly accountId: AccountId; provenAt: Moment; activeAt: Moment } | null = null
  #why: SignedOut = 'start'

  constructor(clocks: TwoClocks) {
    this.#clocks = clocks
  }

  get accountId(): AccountId | null {
    return this.#person?.accountId ?? null
  }

  get why(): SignedOut {
    return this.#why
  }

  enter(accountId: AccountId): void {
    const now = this.#now()
    this.#person = { accountId, provenAt: now, activeAt: now }
    this.tell()
  }

  leave(why: SignedOut): void {
    if (!this.#person) return
    this.#person = null
    this.#why = why
    this.tell()
  }

  proven(): void {
    if (this.#person) this.#person.provenAt = this.#now()
  }

  /** Somebody is there: counts only before the time is over. */
  active(): void {
    if (this.#person) this.#person.activeAt = this.#now()
  }

  get isFresh(): boolean {
    return this.#person !== null && sinceMs(this.#clocks, this.#person.provenAt) < FRESH_MS
  }

  idleMs(): number {
    return this.#person ? sinceMs(this.#clocks, this.#person.activeAt) : 0
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #now(): Moment {
    return { nowMs: this.#clocks.nowMs(), elapsedMs: this.#clocks.elapsedMs() }
  }
}
