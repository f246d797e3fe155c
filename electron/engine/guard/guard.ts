import type { Clock } from '#engine/kernel/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import type { GuardBrake, Role } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { applyCanaries, type CanaryPlan, countLost, exclusionOf } from './canary/index.ts'
import { changesBetween } from './changes.ts'
import type { LookOptions } from './differences.ts'
import { judge } from './judge.ts'
import { emptyState, type GuardState, loadState, saveState } from './state.ts'
import type { Changes, Verdict } from './types.ts'

/** Marks copies made while the brake is on: they may hold destroyed files. */
export const QUARANTINE_TAG = 'quarentena'
/** Whoever lets the brake go has to say why, in more than a word. */
const MIN_REASON = 10
const KEPT_DAYS = 120
const KEPT_RELEASES = 100
/** A sign counts again within so long; a slow attack goes on every day. */
const AGAIN_MS = 3 * 86_400_000

/** What one look came to. Counts only, so that it may become a fact. */
export type Examination = Verdict & {
  readonly changes: Changes
  readonly lostCanaries: number
  /** Something was not told before. */
  readonly isNews: boolean
}
const NO_CHANGES: Changes = {
  filesBefore: 0,
  filesAfter: 0,
  created: 0,
  changed: 0,
  deleted: 0,
  moved: 0,
  sameEnding: 0,
  noteFolders: 0,
  shrunkSources: 0,
  samples: { taken: 0, formLost: 0, textLost: 0, unknownNoise: 0 },
}
export type Release = { readonly person: string; readonly role: Role; readonly reason: string }

/** Watches every copy for signs of destruction, and remembers what it saw. */
export class Guard {
  readonly #file: string
  readonly #clock: Clock
  #state: GuardState

  private constructor(file: string, clock: Clock, state: GuardState) {
    this.#file = file
    this.#clock = clock
    this.#state = state
  }

  /** `file` holds what it remembers. When that does not read the brake is on: forgetting it must not be that easy. */
  static async open(file: string, clock: Clock): Promise<Guard> {
    const sinceMs = Math.round(clock.nowMs())
    const brake = { sinceMs, firstCopyId: null, signs: ['memory-lost'] } as const
    return new Guard(
      file,
      clock,
      (await loadState(file)) ?? { ...emptyState(), brake: { ...brake, signs: [...brake.signs] } },
    )
  }

  get canaryCount(): number {
    return this.#state.canaries.length
  }

  /** Null while nothing is wrong. While it is on: no cleaning, no disk leaves, a person is asked. */
  get brake(): GuardBrake | null {
    return this.#state.brake
  }

  /** What cleaning asks before it removes anything. */
  brakes(): readonly string[] {
    return this.#state.brake ? ['guard'] : []
  }

  /** Tags for the next copy, beside its plan's. */
  copyTags(): readonly string[] {
    return this.#state.brake ? [QUARANTINE_TAG] : []
  }

  /** Patterns that keep canaries out of copies: they are no part of the clinic, are counted nowhere and brought back by nobody. */
  copyExclusions(): readonly string[] {
    return this.#state.canaries.map(({ path }) => exclusionOf(path))
  }

  /**
   * Looks at a copy that was just made. The vault's index must be loaded.
   *
   * Throws VAULT_… and DEST_… when its folders do not read; then nothing is remembered of it.
   */
  async examine(vault: Vault, before: Snapshot, after: Snapshot, options: LookOptions = {}): Promise<Examination> {
    return this.#conclude(await changesBetween(vault, before, after, options), after.id)
  }

  /** Looks after the canaries when nothing else changed: copies do not hold them. */
  async examineUnchanged(newest: Snapshot): Promise<Examination> {
    return this.#conclude(NO_CHANGES, newest.id)
  }

  async #conclude(changes: Changes, copyId: string): Promise<Examination> {
    const lostCanaries = await this.checkCanaries()
    const nowMs = Math.round(this.#clock.nowMs())
    const { lastSigns, days, brake } = this.#state
    const isRecent = lastSigns !== null && Math.abs(nowMs - lastSigns.atMs) <= AGAIN_MS
    const signsBefore = isRecent ? lastSigns.signs : []
    const verdict = judge({ changes, days, signsBefore, lostCanaries })
    const examination = {
      ...verdict,
      changes,
      lostCanaries,
      isNews: !brake && verdict.signs.some((sign) => !signsBefore.includes(sign)),
    }
    const isOk = verdict.kind === 'ok'
    // A look that found nothing changed is no day; what happens while the brake is on is not what this clinic's days are like.
    const isDay = isOk && !brake && changes !== NO_CHANGES
    const { created, changed, deleted, moved } = changes
    if (isOk && !isDay) return examination
    await this.#save({
      ...this.#state,
      days: isDay ? [...days, { created, changed, deleted, moved }].slice(-KEPT_DAYS) : days,
      lastSigns: isOk ? (isRecent ? lastSigns : null) : { atMs: nowMs, signs: [...verdict.signs] },
      brake:
        verdict.kind === 'brake' && !brake ? { sinceMs: nowMs, firstCopyId: copyId, signs: [...verdict.signs] } : brake,
    })
    return examination
  }

  /** How many canaries are not what they were. */
  checkCanaries(): Promise<number> {
    return countLost(this.#state.canaries)
  }

  /** Puts canaries where somebody agreed to have them. */
  async plantCanaries(plan: CanaryPlan): Promise<void> {
    const planted = await applyCanaries(plan)
    const paths = new Set(planted.map(({ path }) => path))
    const others = this.#state.canaries.filter(({ path }) => !paths.has(path))
    await this.#save({ ...this.#state, canaries: [...others, ...planted] })
  }

  /** Lets the brake go; false when it was not on. Throws GUARD_101 unless a manager says why. Canaries that are lost then are given up. */
  async release({ person, role, reason }: Release): Promise<boolean> {
    if (role !== 'manager' || person.trim() === '' || reason.trim().length < MIN_REASON) fail('GUARD_101')
    const { brake, releases, canaries } = this.#state
    if (!brake) return false
    const whole: GuardState['canaries'] = []
    for (const canary of canaries) if ((await countLost([canary])) === 0) whole.push(canary)
    const release = { atMs: Math.round(this.#clock.nowMs()), person, reason, sinceMs: brake.sinceMs }
    await this.#save({
      ...this.#state,
      brake: null,
      lastSigns: null,
      canaries: whole,
      releases: [...releases, release].slice(-KEPT_RELEASES),
    })
    return true
  }

  async #save(state: GuardState): Promise<void> {
    await saveState(this.#file, state)
    this.#state = state
  }
}
