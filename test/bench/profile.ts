import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { DataSet } from './data.ts'
import { clinicJobs, type JobName } from './jobs.ts'
import type { Cost } from './measure.ts'
import { runRound } from './round.ts'
import { ours } from './tools/ours.ts'

const SHOWN = 18

/** What V8 writes with --cpu-prof, as far as needed. */
const cpuProfile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})
export type CpuProfile = z.infer<typeof cpuProfile>
export type Share = { readonly name: string; readonly seconds: number }

/** Time each function itself took on its thread, largest first; `(idle)` is waiting. */
export function selfTimes(profile: CpuProfile): readonly Share[] {
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url } }) => {
      const where = url === '' ? '' : ` ${url.replace(/^.*\/(electron|shared|node_modules)\//, '$1/')}`
      return [id, `${functionName || '(anonymous)'}${where}`]
    }),
  )
  const seconds = new Map<string, number>()
  for (const [at, id] of profile.samples.entries()) {
    const name = names.get(id) ?? '?'
    seconds.set(name, (seconds.get(name) ?? 0) + (profile.timeDeltas[at] ?? 0) / 1e6)
  }
  return [...seconds].map(([name, value]) => ({ name, seconds: value })).toSorted((a, b) => b.seconds - a.seconds)
}

/** Runs our jobs once more with the profiler of V8, which slows them by some percent, and says where time went. */
export async function profileJobs(order: {
  readonly data: DataSet
  readonly entry: string | undefined
  readonly place: string
  /** Folder that receives the profiles, one folder a job. */
  readonly into: string
  readonly isCold: boolean
}): Promise<string> {
  const { data, place, into, isCold } = order
  rmSync(into, { recursive: true, force: true })
  let job: JobName | undefined
  const folderOf = (name: JobName) => path.join(into, name)
  const tool = ours(order.entry, () => (job === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folderOf(job)}`]))
  const costs = new Map<JobName, Cost>()
  await runRound({
    ...{ set: 'clinic', data, jobs: clinicJobs, tools: [tool], round: 0, isCold, isVerified: false, place },
    onJob: (name) => {
      job = name
      mkdirSync(folderOf(name), { recursive: true })
    },
    onMeasured: (measured) => costs.set(measured.job, measured),
  })
  return [...costs].map(([name, cost]) => describe(name, cost, folderOf(name))).join('\n')
}

function describe(name: JobName, cost: Cost, folder: string): string {
  const lines = [
    `${name}: ${cost.wallSeconds} s wall, ${(cost.userSeconds + cost.systemSeconds).toFixed(1)} s CPU in the whole process (${cost.systemSeconds} s of it in the system)`,
  ]
  for (const file of readdirSync(folder)) {
    const shares = selfTimes(cpuProfile.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))))
    const idle = shares.find((share) => share.name === '(idle)')?.seconds ?? 0
    const busy = shares.reduce((sum, share) => sum + share.seconds, 0) - idle
    lines.push(`  a thread of JavaScript (${file}): ${busy.toFixed(2)} s busy, ${idle.toFixed(2)} s waiting`)
    for (const { name: what, seconds } of shares.filter((share) => share.name !== '(idle)').slice(0, SHOWN))
      lines.push(
        `    ${seconds.toFixed(2).padStart(7)} s ${((100 * seconds) / busy).toFixed(0).padStart(3)} %  ${what}`,
      )
  }
  return lines.join('\n')
}
