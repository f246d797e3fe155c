import { type JobName, jobTitles, type SetName } from './jobs.ts'
import type { Measurement } from './results.ts'
import { type Metric, metrics, ratioOf, type Spread, spreadOf } from './statistics.ts'
import type { ToolName } from './tools/tool.ts'

/** What we promise to reach, as ours divided by theirs. */
type Target = {
  readonly set: SetName
  readonly job: JobName
  readonly against: ToolName
  readonly metric: Metric
  readonly limit: number
}

const both = (set: SetName, job: JobName, against: ToolName, limit: number): readonly Target[] =>
  (['cpu', 'wall'] as const).map((metric) => ({ set, job, against, metric, limit }))

const targets: readonly Target[] = [
  ...both('clinic', 'first-copy', 'restic', 0.6),
  ...both('clinic', 'first-copy', 'borg', 1.0),
  ...both('clinic', 'unchanged', 'restic', 1.0),
  ...both('clinic', 'restore-all', 'restic', 0.8),
  ...both('clinic', 'check', 'restic', 0.8),
  { set: 'clinic', job: 'first-copy', against: 'restic', metric: 'stored', limit: 1.02 },
  { set: 'clinic', job: 'database', against: 'restic', metric: 'stored', limit: 1.02 },
  ...both('small-files', 'first-copy', 'restic', 0.6),
  ...both('small-files', 'first-copy', 'borg', 1.0),
  ...both('small-files', 'unchanged', 'restic', 1.0),
  { set: 'small-files', job: 'first-copy', against: 'restic', metric: 'stored', limit: 1.02 },
]

/** The whole engine, over all jobs of the clinic. */
const RSS_LIMIT_BYTES = 300e6

export type Verdict = {
  readonly what: string
  readonly found: Spread
  readonly limit: number
  readonly unit: 'times' | 'bytes'
  readonly isMet: boolean
}

const metricWords: Readonly<Record<Metric, string>> = {
  wall: 'wall',
  cpu: 'CPU',
  rss: 'peak memory',
  stored: 'bytes stored',
}

/** Holds what was measured against the targets; a target whose job or peer was not measured is left out. */
export function judge(all: readonly Measurement[], nameOf: (tool: ToolName) => string): readonly Verdict[] {
  const verdicts: Verdict[] = targets.flatMap(({ set, job, against, metric, limit }) => {
    const found = ratioOf(all, { set, job }, against, metric)
    if (!found) return []
    const what = `${set}, ${jobTitles[job]}, ${metricWords[metric]}, of ${nameOf(against)}'s`
    return [{ what, found, limit, unit: 'times' as const, isMet: found.median <= limit }]
  })
  const peaks = all.filter((m) => m.set === 'clinic' && m.tool === 'ours').map(metrics.rss)
  if (peaks.length === 0) return verdicts
  const found = spreadOf(peaks)
  const isMet = found.max <= RSS_LIMIT_BYTES
  return [...verdicts, { what: 'clinic, every job, peak memory', found, limit: RSS_LIMIT_BYTES, unit: 'bytes', isMet }]
}
