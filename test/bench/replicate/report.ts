import { spreadOf } from '../statistics.ts'
import { type CloudName, cloudNames } from './clouds.ts'
import { type CopyMeasurement, type CopyResults, copyJobs, copyTools } from './results.ts'

const clouds: Readonly<Record<CloudName, string>> = { sftp: 'SFTP, OpenSSH', rest: 'restic REST, rclone' }
const jobs: Readonly<Record<(typeof copyJobs)[number], string>> = {
  'first-copy': 'all of it',
  unchanged: 'nothing new',
  'one-percent': '1 % of files changed',
}
const metrics = {
  wall: (m: CopyMeasurement) => m.wallSeconds,
  cpu: (m: CopyMeasurement) => m.userSeconds + m.systemSeconds,
  wire: (m: CopyMeasurement) => m.upBytes + m.downBytes,
}

/** A table for the README and for a terminal: costs of both, and ours divided by restic's within each round. */
export function copyReport(results: CopyResults): string {
  const { data, measurements, machine, restic, delayMs } = results
  const version = /^restic [\d.]+/.exec(restic)?.[0] ?? 'restic'
  const head = [
    `A vault of ${megabytes(data.vaultBytes)} MB, ${data.files.toLocaleString('en')} files`,
    ...['ours', `${version} copy`, 'ours / restic'],
  ]
  const rows = cloudNames
    .filter((cloud) => measurements.some((m) => m.cloud === cloud))
    .flatMap((cloud) =>
      copyJobs.map((job) => {
        const here = measurements.filter((m) => m.cloud === cloud && m.job === job)
        return [`${clouds[cloud]}: ${jobs[job]}`, ...copyTools.map((tool) => costs(here, tool)), ratios(here)]
      }),
    )
  const rounds = new Set(measurements.map((m) => m.round)).size
  const load = Math.max(0, ...results.loadAtRound)
  const notes = [
    'Cells: wall · CPU · bytes on the wire, both ways; ratios the same, median of the rounds',
    `${results.takenAt.slice(0, 16).replace('T', ' ')}, commit ${results.commit}, ${rounds} round${rounds === 1 ? '' : 's'}`,
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}; page cache ${results.isCold ? 'emptied before each run' : 'warm'}`,
    delayMs > 0 ? `${delayMs} ms each way to the servers` : 'servers on the same machine',
    ...(load > machine.cores / 2
      ? [`The machine was not idle (load ${load.toFixed(1)} when a round began): do not trust the wall times`]
      : []),
  ]
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `${table}\n\n${notes.join('. ')}\n`
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 10e6 ? 2 : 0)
const median = (values: readonly number[]) => (values.length > 0 ? spreadOf(values).median : Number.NaN)

function costs(here: readonly CopyMeasurement[], tool: (typeof copyTools)[number]): string {
  const [wall, cpu, wire] = [metrics.wall, metrics.cpu, metrics.wire].map((metric) =>
    median(here.filter((m) => m.tool === tool).map(metric)),
  )
  return `${wall?.toFixed(2)} s · ${cpu?.toFixed(2)} s · ${megabytes(wire ?? 0)} MB`
}

/** Within a round, where the machine was the same for both; then the median over the rounds. */
function ratios(here: readonly CopyMeasurement[]): string {
  const of = (metric: (m: CopyMeasurement) => number) =>
    median(
      here
        .filter((m) => m.tool === 'ours')
        .flatMap((our) => {
          const their = here.find((m) => m.tool === 'restic' && m.round === our.round)
          return their ? [metric(our) / metric(their)] : []
        }),
    )
  return [metrics.wall, metrics.cpu, metrics.wire].map((metric) => of(metric).toFixed(2)).join(' · ')
}
