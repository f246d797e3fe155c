import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { folderBytes } from '../../demo/folder-bytes.ts'
import { settle } from '../caches.ts'
import { changeOnePercent } from '../changes.ts'
import type { DataSet } from '../data.ts'
import { measure } from '../measure.ts'
import { type Command, PASSWORD, plainEnvironment, type Tool } from '../tools/tool.ts'
import { verifyRestored, WrongRestore } from '../verify.ts'
import { type Cloud, type CloudName, startCloud } from './clouds.ts'
import { type CopyMeasurement, copyJobs, copyTools } from './results.ts'

export type CopyOrder = {
  readonly data: DataSet
  readonly clouds: readonly CloudName[]
  readonly ours: Tool
  readonly restic: Tool
  /** The bundle of our command line. */
  readonly entry: string
  readonly rounds: number
  readonly isCold: boolean
  readonly delayMs: number
  /** A folder of this run alone; removed at its end. */
  readonly place: string
  readonly onRound: (load: number) => void
  readonly onMeasured: (measurement: CopyMeasurement) => void
}

type ToolName = (typeof copyTools)[number]

/**
 * One vault, made by our engine, brought to servers by our `copy` and by `restic copy`: everything, nothing new, one percent.
 *
 * In the first round what lies on the servers is checked and restored by stock restic. Resolves to the size of the vault.
 */
export async function runReplicate(order: CopyOrder): Promise<number> {
  let vaultBytes = 0
  for (let round = 0; round < order.rounds; round++) {
    rmSync(order.place, { recursive: true, force: true })
    mkdirSync(order.place, { recursive: true })
    order.onRound(Number((loadavg()[0] ?? 0).toFixed(2)))
    const clouds: Cloud[] = []
    try {
      for (const name of order.clouds)
        clouds.push(await startCloud(name, path.join(order.place, 'told'), order.delayMs))
      vaultBytes = await runCopyRound(order, round, clouds)
    } finally {
      for (const cloud of clouds) await cloud.stop()
      rmSync(order.place, { recursive: true, force: true })
    }
  }
  return vaultBytes
}

async function runCopyRound(order: CopyOrder, round: number, clouds: readonly Cloud[]): Promise<number> {
  const { place, data, isCold } = order
  const root = path.join(place, path.basename(data.root))
  execFileSync('cp', ['-a', '--reflink=auto', data.root, root])
  const source = order.ours.repository(path.join(place, 'origem'))
  mkdirSync(path.join(place, 'origem'))
  await measure(source.init())
  await measure(source.copy(root))
  const vaultBytes = folderBytes(source.folder)
  const command = commands(order, source.folder)
  for (const cloud of clouds) await measure(command.restic(cloud, 'init'))
  for (const [at, job] of copyJobs.entries()) {
    if (job === 'one-percent') {
      changeOnePercent({ root, databasePath: data.databasePath }, round + 1)
      await measure(source.copy(root))
    }
    for (const cloud of clouds)
      for (const tool of (round + at) % 2 === 0 ? copyTools : copyTools.toReversed()) {
        await settle(order[tool], isCold)
        const before = { ...cloud.wire.crossed }
        const cost = await measure(tool === 'ours' ? command.ours(cloud) : command.restic(cloud, 'copy'))
        const { up, down } = cloud.wire.crossed
        const wire = { upBytes: up - before.up, downBytes: down - before.down }
        order.onMeasured({ cloud: cloud.name, job, round, tool, ...cost, ...wire })
      }
  }
  if (round === 0) for (const cloud of clouds) for (const tool of copyTools) await verify(order, cloud, tool, root)
  return vaultBytes
}

function commands({ entry, restic, place }: CopyOrder, vault: string) {
  return {
    ours: (cloud: Cloud): Command => ({
      program: process.execPath,
      args: [entry, 'copy', '--quiet', '--vault', vault, ...cloud.oursTo('ours')],
      env: { ...plainEnvironment(place), RESTIC_PASSWORD: PASSWORD, TMPDIR: place, SALVAGUARDA_DEBUG: '1' },
    }),
    restic: (cloud: Cloud, what: 'init' | 'copy'): Command => {
      const { args, env } = cloud.resticTo('restic')
      const from = ['--from-repo', vault]
      return {
        program: restic.version.program,
        // with other cutting points nothing would ever be found again
        args: [...args, what, ...from, ...(what === 'init' ? ['--copy-chunker-params'] : []), '--quiet'],
        env: {
          ...plainEnvironment(place),
          ...env,
          RESTIC_PASSWORD: PASSWORD,
          RESTIC_FROM_PASSWORD: PASSWORD,
          RESTIC_CACHE_DIR: path.join(place, `cache-${cloud.name}`),
          TMPDIR: place,
        },
      }
    },
  }
}

/** What lies on a server is whole, and holds both copies of the clinic. Throws WrongRestore. */
async function verify(order: CopyOrder, cloud: Cloud, tool: ToolName, root: string): Promise<void> {
  const { place, restic } = order
  const env = {
    ...plainEnvironment(place),
    RESTIC_REPOSITORY: cloud.folderOf(tool),
    RESTIC_PASSWORD: PASSWORD,
    RESTIC_CACHE_DIR: path.join(place, 'cache-check'),
    TMPDIR: place,
  }
  const run = (...args: string[]) =>
    execFileSync(restic.version.program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  run('check', '--quiet', '--read-data')
  const copies = (JSON.parse(run('snapshots', '--json')) as unknown[]).length
  if (copies !== 2) throw new WrongRestore(`${tool} brought ${copies} of 2 copies to ${cloud.name}`)
  const target = path.join(place, 'restored')
  run('restore', 'latest', '--quiet', '--target', target)
  verifyRestored(`${tool} through ${cloud.name}`, target, { kind: 'tree', path: root })
  rmSync(target, { recursive: true })
}
