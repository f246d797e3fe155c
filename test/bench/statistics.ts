import type { JobName, SetName } from './jobs.ts'
import type { Measurement } from './results.ts'
import type { ToolName } from './tools/tool.ts'

export const metrics = {
  wall: (m: Measurement) => m.wallSeconds,
  cpu: (m: Measurement) => m.userSeconds + m.systemSeconds,
  rss: (m: Measurement) => m.peakRssBytes,
  stored: (m: Measurement) => m.storedBytes,
} as const
export type Metric = keyof typeof metrics

export type Spread = { readonly median: number; readonly min: number; readonly max: number; readonly count: number }

/** Throws RangeError on an empty list. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  if (sorted.length === 0) throw new RangeError('nothing was measured')
  const half = sorted.length / 2
  const median = Number.isInteger(half) ? (at(half - 1) + at(half)) / 2 : at(Math.floor(half))
  return { median, min: at(0), max: at(sorted.length - 1), count: sorted.length }
}

export type Place = { readonly set: SetName; readonly job: JobName }

/** What one tool took for one job, over the rounds; undefined when it was not measured. */
export function costOf(all: readonly Measurement[], place: Place, tool: ToolName, metric: Metric): Spread | undefined {
  const values = all
    .filter((m) => m.set === place.set && m.job === place.job && m.tool === tool)
    .map((m) => metrics[metric](m))
  return values.length > 0 ? spreadOf(values) : undefined
}

/** Ours divided by theirs within each round, where the machine was the same for both; then over the rounds. */
export function ratioOf(
  all: readonly Measurement[],
  place: Place,
  theirs: ToolName,
  metric: Metric,
): Spread | undefined {
  const here = all.filter((m) => m.set === place.set && m.job === place.job)
  const ratios = here
    .filter((m) => m.tool === 'ours')
    .flatMap((our) => {
      const their = here.find((m) => m.tool === theirs && m.round === our.round)
      return their && metrics[metric](their) > 0 ? [metrics[metric](our) / metrics[metric](their)] : []
    })
  return ratios.length > 0 ? spreadOf(ratios) : undefined
}
