import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { DataSet } from './data.ts'
import { clinicJobs, type JobName } from './jobs.ts'
import type { Cost } from './measure.ts'
import { SOURCE } from './program.ts'
import { runRound } from './round.ts'
import { ours } from './tools/ours.ts'

const SHOWN = 12
const LOADING = 'Node, starting and loading modules'
const NODE = "Node, on nobody's behalf (callbacks, collection)"

/** What V8 writes with --cpu-prof, as far as needed. */
const cpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})
export type CpuProfile = z.infer<typeof cpuProfile>
type Frame = CpuProfile['nodes'][number]['callFrame']
export type Share = { readonly name: string; readonly seconds: number }

const placeOf = (url: string) => url.replace(/^.*\/(electron|shared|node_modules)\//, '$1/')
const isIdle = ({ functionName }: Frame) => functionName === '(idle)'

/** Time each function itself took on its thread, waiting left out, largest first. */
export const selfTimes = (profile: CpuProfile): readonly Share[] =>
  addUp(profile, ([own]) => (own ? `${own.functionName || '(anonymous)'} ${placeOf(own.url)}`.trim() : NODE))

/** The same time by the file of ours that asked for it, what it called in Node and in packages included. */
export const timesByFile = (profile: CpuProfile): readonly Share[] =>
  addUp(profile, (stack) => {
    const asker = stack.find(({ url }) => /\/(electron|shared)\/.*\.ts$/.test(url))
    if (asker) return placeOf(asker.url)
    return stack.some(({ url }) => /^node:internal\/(modules|bootstrap|main|process)/.test(url)) ? LOADING : NODE
  })

/** `nameOf` is given the frames of a moment, innermost first. */
function addUp(
  { nodes, samples, timeDeltas }: CpuProfile,
  nameOf: (stack: readonly Frame[]) => string,
): readonly Share[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const stackOf = (id: number): readonly Frame[] => {
    const stack: Frame[] = []
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = frames.get(at)
      if (frame) stack.push(frame)
    }
    return stack
  }
  const microseconds = new Map<number, number>()
  for (const [at, id] of samples.entries()) microseconds.set(id, (microseconds.get(id) ?? 0) + (timeDeltas[at] ?? 0))
  const seconds = new Map<string, number>()
  for (const [id, spent] of microseconds) {
    const stack = stackOf(id)
    if (stack[0] && isIdle(stack[0])) continue
    const name = nameOf(stack)
    seconds.set(name, (seconds.get(name) ?? 0) + spent / 1e6)
  }
  return [...seconds].map(([name, value]) => ({ name, seconds: value })).toSorted((x, y) => y.seconds - x.seconds)
}

/** Runs our jobs once more, from source so that files have names, with the profiler of V8, which slows them by some percent; says where time went. */
export async function profileJobs(order: {
  readonly data: DataSet
  readonly place: string
  /** Folder that receives the profiles, one folder a job. */
  readonly into: string
  readonly isCold: boolean
}): Promise<string> {
  const { data, place, into, isCold } = order
  rmSync(into, { recursive: true, force: true })
  let job: JobName | undefined
  const folderOf = (name: JobName) => path.join(into, name)
  const tool = ours(SOURCE, () => (job === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folderOf(job)}`]))
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
    const profile = cpuProfile.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
    const byFile = timesByFile(profile)
    const busy = byFile.reduce((sum, share) => sum + share.seconds, 0)
    const wholeSeconds = profile.timeDeltas.reduce((sum, spent) => sum + spent, 0) / 1e6
    lines.push(`  thread ${file}: ${busy.toFixed(2)} s busy, ${(wholeSeconds - busy).toFixed(2)} s waiting`)
    for (const shares of [byFile, selfTimes(profile)]) {
      lines.push(shares === byFile ? '    by file of ours that asked:' : '    by function itself:')
      for (const { name: what, seconds } of shares.slice(0, SHOWN))
        lines.push(`${seconds.toFixed(2).padStart(11)} s ${((100 * seconds) / busy).toFixed(0).padStart(3)} %  ${what}`)
    }
  }
  return lines.join('\n')
}
