import type { Changes, Day, Sign, Verdict } from './types.ts'

/** Below these, a number says nothing, whatever the clinic is used to. Many new files are photos of a busy day far more often than an attack. */
const FLOORS: Readonly<Record<keyof Day, number>> = { created: 1000, changed: 60, deleted: 60, moved: 500 }
/** A small clinic has few files: so many of them, and such a part of all, is a mass too. */
const SMALL_MASS_FILES = 12
const SMALL_MASS_PART = 0.25
/** How far above the usual: deviations as robust statistics count them, and times the busiest day. */
const DEVIATIONS = 8
const TIMES_BUSIEST = 3
/** Makes the median deviation comparable to a standard deviation. */
const MAD_SCALE = 1.4826

const FEW_SAMPLES = 3
const SAMPLE_PART = 0.25
const ENDINGS = 5
const NOTE_FOLDERS = 4
const CONTENT_SIGNS: readonly Sign[] = ['form-lost', 'text-lost', 'names-changed']

export type JudgeInput = {
  readonly changes: Changes
  /** Copies before that were not suspicious, in any order. */
  readonly days: readonly Day[]
  /** Signs of the look before, if that was not long ago and nobody has answered since. */
  readonly signsBefore: readonly Sign[]
  /** Canaries that are not what they were. */
  readonly lostCanaries: number
}

/**
 * What a copy's changes mean. Pure.
 *
 * Two independent signs brake, one warns. A source that shrank brakes alone: it may be no attack, but somebody has to say what happened.
 */
export function judge({ changes, days, signsBefore, lostCanaries }: JudgeInput): Verdict {
  const signs = new Set<Sign>()
  if (isMass(changes, days)) signs.add('mass-change')
  const { taken, formLost, textLost, unknownNoise } = changes.samples
  if (isMany(formLost, taken)) signs.add('form-lost')
  if (isMany(textLost, taken)) signs.add('text-lost')
  if (changes.sameEnding >= ENDINGS || isMany(unknownNoise, taken)) signs.add('names-changed')
  if (changes.noteFolders >= NOTE_FOLDERS) signs.add('ransom-notes')
  if (changes.shrunkSources > 0) signs.add('source-shrunk')
  if (lostCanaries > 0) signs.add('canary')
  // A slow attack shows little at a time, and it shows it again.
  const isGraveNow = signs.has('canary') || CONTENT_SIGNS.some((sign) => signs.has(sign))
  if (isGraveNow && CONTENT_SIGNS.some((sign) => signsBefore.includes(sign))) signs.add('again')
  const isBrake = signs.size >= 2 || signs.has('source-shrunk')
  return { kind: isBrake ? 'brake' : signs.size === 1 ? 'warn' : 'ok', signs: [...signs] }
}

/** Three of a few samples, or all of two. */
const isMany = (found: number, taken: number) =>
  found >= Math.max(FEW_SAMPLES, taken * SAMPLE_PART) || (found === 2 && taken === 2)

function isMass(changes: Changes, days: readonly Day[]): boolean {
  const touched = changes.changed + changes.deleted
  if (touched >= Math.max(SMALL_MASS_FILES, changes.filesBefore * SMALL_MASS_PART)) return true
  const kinds = Object.keys(FLOORS) as (keyof Day)[]
  return kinds.some((kind) => {
    const usual = days.map((day) => day[kind])
    return changes[kind] > Math.max(FLOORS[kind], unusual(usual))
  })
}

/** The number above which a count is far from what it usually is; 0 without experience. */
export function unusual(counts: readonly number[]): number {
  if (counts.length === 0) return 0
  const middle = median(counts)
  const spread = MAD_SCALE * median(counts.map((count) => Math.abs(count - middle)))
  return Math.max(middle + DEVIATIONS * spread, TIMES_BUSIEST * percentile(counts, 0.95))
}

const median = (numbers: readonly number[]) => percentile(numbers, 0.5)

function percentile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0
}
