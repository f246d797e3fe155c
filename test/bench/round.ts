import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { folderBytes } from '../demo/folder-bytes.ts'
import { settle } from './caches.ts'
import type { DataSet } from './data.ts'
import type { Job, JobName, SetName } from './jobs.ts'
import { measure } from './measure.ts'
import type { Measurement } from './results.ts'
import type { Tool } from './tools/tool.ts'
import { verifyRestored } from './verify.ts'

export type RoundOrder = {
  readonly set: SetName
  readonly data: DataSet
  readonly jobs: readonly Job[]
  readonly tools: readonly Tool[]
  /** From 0. Decides who goes first and which files change. */
  readonly round: number
  readonly isCold: boolean
  readonly isVerified: boolean
  /** A folder of this round alone; removed at its end. */
  readonly place: string
  readonly onJob?: (job: JobName) => void
  readonly onMeasured: (measurement: Measurement) => void
}

/** One round: fresh repositories, then job after job, each by every tool in turn. Throws when a tool fails or restores wrongly. */
export async function runRound(order: RoundOrder): Promise<void> {
  const { set, jobs, tools, round, isCold, place } = order
  rmSync(place, { recursive: true, force: true })
  try {
    const source = sourceFor(order)
    const repositories = new Map(
      tools.map((tool) => {
        const folder = path.join(place, tool.name)
        mkdirSync(folder, { recursive: true })
        return [tool.name, tool.repository(folder)] as const
      }),
    )
    for (const repository of repositories.values()) await measure(repository.init())
    for (const [at, job] of jobs.entries()) {
      job.prepare?.(source, round + 1)
      order.onJob?.(job.name)
      for (const tool of rotated(tools, round + at)) {
        const repository = repositories.get(tool.name)
        if (!repository) continue
        const target = path.join(place, 'restored')
        mkdirSync(target)
        const command = job.command(repository, source, target)
        await settle(tool, isCold)
        const cost = await measure(command)
        if (order.isVerified && job.restores) verifyRestored(tool.name, target, job.restores(source))
        rmSync(target, { recursive: true })
        const storedBytes = folderBytes(repository.folder)
        order.onMeasured({ set, job: job.name, round, tool: tool.name, ...cost, storedBytes })
      }
    }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** Data that jobs change is copied first; the rest is measured where it lies. */
function sourceFor({ data, jobs, place }: RoundOrder): { root: string; databasePath: string } {
  if (!jobs.some((job) => job.prepare)) return data
  const root = path.join(place, 'source', path.basename(data.root))
  mkdirSync(path.dirname(root), { recursive: true })
  // cp keeps what Node's own copying loses: names that are not text, hard links, holes
  execFileSync('cp', ['-a', '--', data.root, root])
  return { root, databasePath: path.join(root, path.relative(data.root, data.databasePath)) }
}

/** So that no tool always has the quiet start or the busy end. */
export const rotated = <T>(items: readonly T[], by: number): readonly T[] =>
  items.map((_, at) => items[(at + by) % items.length]).filter((item) => item !== undefined)
