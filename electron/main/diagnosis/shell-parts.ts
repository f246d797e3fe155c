import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { app } from 'electron'
import type { EngineHealth } from '#shared/contracts/index.ts'
import { bodyOf, type DiagnosisBody } from '#shared/diagnosis/index.ts'
import type { Supervisor } from '../engine-process/index.ts'
import type { Paths } from '../paths.ts'
import { fusesOf } from './fuses.ts'
import { lastLines } from './last-lines.ts'

/** What main knows when somebody calls for help: also when the engine does not answer, before set-up, and while the vault is locked. */
export async function shellParts(paths: Paths, engine: Supervisor, language: string): Promise<DiagnosisBody[]> {
  const { electron, chrome, node } = process.versions
  const disk = await statfs(paths.engineData).catch(() => undefined)
  return [
    bodyOf('app', {
      app: app.getVersion(),
      ...{ electron: electron ?? null, chrome: chrome ?? null, node, language },
      ...{ platform: process.platform, arch: process.arch, system: numbersOf(process.getSystemVersion()) },
      isPackaged: app.isPackaged,
      uptimeSeconds: Math.round(process.uptime()),
      engine: healthNow(engine),
      fuses: await fusesOf(process.execPath),
    }),
    bodyOf('computer', {
      cpus: os.availableParallelism(),
      totalMemoryBytes: os.totalmem(),
      freeMemoryBytes: os.freemem(),
      uptimeSeconds: Math.round(os.uptime()),
      dataDiskFreeBytes: disk ? disk.bavail * disk.bsize : null,
      dataDiskBytes: disk ? disk.blocks * disk.bsize : null,
      processes: app.getAppMetrics().map(({ type, memory }) => ({
        type: type.replaceAll(/[^A-Za-z]/g, ''),
        memoryBytes: memory.workingSetSize * 1024,
      })),
    }),
    bodyOf('lines', await lastLines(paths.log)),
  ]
}

/** Builds of a system can be named by whoever built them. */
const numbersOf = (version: string): string => /^\d+(\.\d+)*/.exec(version)?.[0] ?? ''

function healthNow(engine: Supervisor): EngineHealth | { readonly kind: 'starting' } {
  let now: EngineHealth | undefined
  engine.onHealth((health) => {
    now = health
  })()
  return now ?? { kind: 'starting' }
}
