import { type JobName, jobNames, jobTitles, type SetName, setNames } from './jobs.ts'
import type { Results } from './results.ts'
import { costOf, type Metric, ratioOf, spreadOf } from './statistics.ts'
import { judge, type Verdict } from './targets.ts'
import { type ToolName, toolNames } from './tools/tool.ts'

const setTitles: Readonly<Record<SetName, string>> = {
  clinic: 'Clinic',
  'small-files': 'Many small files',
  scale: 'Very many blobs in one vault',
  record: 'Ten years in one vault',
}
const METRICS = ['wall', 'cpu', 'rss', 'stored'] as const satisfies readonly Metric[]

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)
const seconds = (value: number) => value.toFixed(value < 10 ? 2 : 1)
const times = (value: number) => value.toFixed(2)

/** Programs by the name and number people know: `restic 0.19.1`. */
export function toolTitle({ tools }: Results, tool: ToolName): string {
  if (tool === 'ours') return 'ours'
  const version = tools.find(({ name }) => name === tool)?.version ?? ''
  return /^(restic|borg) [\d.]+/.exec(version)?.[0] ?? tool
}

/** The table for a terminal, with the verdict on each target in words. */
export function terminalReport(results: Results): string {
  const lines = [...headLines(results)]
  for (const set of measuredSets(results)) {
    lines.push('', `${setTitles[set]}: ${dataWords(results, set)}`)
    const columns = ['wall s', 'CPU s', 'peak MB', 'stored MB', '', 'wall', 'CPU', 'peak', 'stored']
    lines.push(row('', columns, 'ours / theirs:'))
    for (const job of measuredJobs(results, set)) {
      lines.push(jobTitles[job])
      for (const tool of toolNames) {
        const costs = METRICS.map((metric) => costOf(results.measurements, { set, job }, tool, metric)?.median)
        if (costs[0] === undefined) continue
        const [wall = 0, cpu = 0, rss = 0, stored = 0] = costs
        const ratios = METRICS.map((metric) => ratioOf(results.measurements, { set, job }, tool, metric)?.median)
        const ratioCells = tool === 'ours' ? [] : ratios.map((value) => (value === undefined ? '' : times(value)))
        lines.push(
          row(`  ${toolTitle(results, tool)}`, [
            ...[seconds(wall), seconds(cpu), megabytes(rss), megabytes(stored), ''],
            ...ratioCells,
          ]),
        )
      }
    }
  }
  const verdicts = judge(results.measurements, (tool) => toolTitle(results, tool))
  if (verdicts.length > 0) lines.push('', 'Targets', ...verdicts.map((verdict) => `  ${verdictLine(verdict)}`))
  return lines.join('\n')
}

const row = (title: string, cells: readonly string[], between = '') =>
  `${title.padEnd(18)}${cells.map((cell, at) => (at === 4 ? between.padStart(16) : cell.padStart(at < 4 ? 10 : 8))).join('')}`.trimEnd()

function verdictLine({ what, found, limit, unit, isMet }: Verdict): string {
  const value = (number: number) => (unit === 'times' ? times(number) : `${megabytes(number)} MB`)
  const said = unit === 'times' ? found.median : found.max
  const rounds = unit === 'times' && found.count > 1 ? ` (${value(found.min)} to ${value(found.max)})` : ''
  return `${isMet ? 'met    ' : 'NOT MET'} ${what}: ${value(said)}${rounds}, wanted at most ${value(limit)}`
}

function headLines(results: Results): readonly string[] {
  const { machine, takenAt, commit, entry, isCold, measurements, loadAtRound, tools, record } = results
  const rounds = new Set(measurements.map((m) => m.round)).size
  const busy = Math.max(0, ...loadAtRound)
  return [
    `${takenAt.slice(0, 16).replace('T', ' ')}, commit ${commit}${entry === undefined ? '' : ` (ours: ${entry})`}, ${rounds} round${rounds === 1 ? '' : 's'}, medians`,
    `${machine.processor}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${machine.system}, Node ${machine.node}`,
    `${tools.map(({ name }) => toolTitle(results, name)).join(', ')}; page cache ${isCold ? 'emptied before each run' : 'warm'}`,
    ...(record ? [openLine(record)] : []),
    ...(busy > machine.cores / 2
      ? [`The machine was not idle (load ${busy.toFixed(1)} when a round began): do not trust the wall times`]
      : []),
  ]
}

function openLine({ fromOpen }: NonNullable<Results['record']>): string {
  const [wall, cpu] = [fromOpen.map((lap) => lap.wallSeconds), fromOpen.map((lap) => lap.cpuSeconds)].map(spreadOf)
  return `Nobody had seen the vault before: no cache. Of the record's time, what came after the vault was open (as it is in the app): ${seconds(wall?.median ?? 0)} s wall, ${seconds(cpu?.median ?? 0)} s CPU`
}

function dataWords({ data, record }: Results, set: SetName): string {
  const found = data.find((entry) => entry.set === set)
  if (!found) return ''
  const blobs = found.blobs === undefined ? '' : `, ${found.blobs.toLocaleString('en')} blobs`
  if (record && set === 'record')
    return `${record.copies.toLocaleString('en')} copies, ${record.versions.toLocaleString('en')} versions of ${found.files.toLocaleString('en')} files, vault ${megabytes(record.vaultBytes)} MB, database ${megabytes(record.databaseBytes)} MB`
  return `${found.files.toLocaleString('en')} files, ${megabytes(found.bytes)} MB${blobs}`
}

const measuredSets = ({ measurements }: Results) => setNames.filter((set) => measurements.some((m) => m.set === set))
const measuredJobs = ({ measurements }: Results, set: SetName): readonly JobName[] =>
  jobNames.filter((job) => measurements.some((m) => m.set === set && m.job === job))

/** The README's table. */
export function markdownReport(results: Results): string {
  const tools = toolNames.filter((tool) => results.measurements.some((m) => m.tool === tool))
  const peers = tools.filter((tool) => tool !== 'ours')
  const blocks = measuredSets(results).map((set) => {
    const used = tools.filter((tool) => results.measurements.some((m) => m.set === set && m.tool === tool))
    const usedPeers = peers.filter((tool) => used.includes(tool))
    const head = [
      `${setTitles[set]}, ${dataWords(results, set)}`,
      ...used.map((tool) => toolTitle(results, tool)),
      ...usedPeers.map((tool) => `ours / ${toolTitle(results, tool)}`),
    ]
    const rows = measuredJobs(results, set).map((job) => [
      jobTitles[job],
      ...used.map((tool) => costCell(results, set, job, tool)),
      ...usedPeers.map((tool) => ratioCell(results, set, job, tool)),
    ])
    return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  })
  const note = `Cells: wall · CPU · peak memory; ratios: wall · CPU, median of the rounds. ${headLines(results).join('. ')}`
  return `${blocks.join('\n\n')}\n\n${note}\n`
}

function costCell({ measurements }: Results, set: SetName, job: JobName, tool: ToolName): string {
  const [wall, cpu, rss] = (['wall', 'cpu', 'rss'] as const).map(
    (m) => costOf(measurements, { set, job }, tool, m)?.median,
  )
  if (wall === undefined || cpu === undefined || rss === undefined) return ''
  return `${seconds(wall)} s · ${seconds(cpu)} s · ${megabytes(rss)} MB`
}

function ratioCell({ measurements }: Results, set: SetName, job: JobName, tool: ToolName): string {
  const [wall, cpu] = (['wall', 'cpu'] as const).map((m) => ratioOf(measurements, { set, job }, tool, m)?.median)
  return wall === undefined || cpu === undefined ? '' : `${times(wall)} · ${times(cpu)}`
}
