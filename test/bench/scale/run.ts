import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { folderBytes } from '../../demo/folder-bytes.ts'
import { settle } from '../caches.ts'
import { oneSmallFile } from '../changes.ts'
import { measure } from '../measure.ts'
import type { Measurement } from '../results.ts'
import { rotated } from '../round.ts'
import type { Command, Repository, Tool } from '../tools/tool.ts'
import { verifyRestored } from '../verify.ts'
import type { ScaleSet } from './make-vault.ts'

type ScaleJob = {
  readonly name: 'open' | 'unchanged' | 'restore-one'
  readonly command: (on: Repository, file: string, target: string) => Command
}

export type ScaleOrder = {
  readonly set: ScaleSet
  readonly tools: readonly Tool[]
  readonly rounds: number
  readonly isCold: boolean
  readonly place: string
  readonly onMeasured: (measurement: Measurement) => void
}

/** Opens, copies unchanged and restores one file from a vault of very many blobs; every tool works on a copy of the same one. */
export async function runScale({ set, tools, rounds, isCold, place, onMeasured }: ScaleOrder): Promise<void> {
  const file = oneSmallFile(set.source)
  const jobs: readonly ScaleJob[] = [
    { name: 'open', command: (on) => on.list(path.dirname(file)) },
    { name: 'unchanged', command: (on) => on.copy(set.source) },
    { name: 'restore-one', command: (on, _, target) => on.restoreOne(target, file) },
  ]
  for (let round = 0; round < rounds; round++) {
    try {
      for (const [at, job] of jobs.entries())
        for (const tool of rotated(tools, round + at)) {
          const repository = freshRepository(tool, set.vault, path.join(place, tool.name))
          const target = path.join(place, 'restored')
          mkdirSync(target)
          await settle(tool, isCold)
          const cost = await measure(job.command(repository, file, target))
          if (job.name === 'restore-one') verifyRestored(tool.name, target, { kind: 'file', path: file })
          rmSync(target, { recursive: true })
          const storedBytes = folderBytes(repository.folder)
          onMeasured({ set: 'scale', job: job.name, round, tool: tool.name, ...cost, storedBytes })
        }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  }
}

/** Nothing a tool did before helps it: no cache, no copy of its own in the vault. */
function freshRepository(tool: Tool, vault: string, place: string): Repository {
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  const repository = tool.repository(place)
  execFileSync('cp', ['-a', '--', vault, repository.folder])
  return repository
}
