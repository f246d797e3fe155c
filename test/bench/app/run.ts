import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { canDropCaches } from '../caches.ts'
import { BACKGROUND, has, start, startAlone, until } from '../idle/app.ts'
import { processesBelow } from '../idle/processes.ts'
import { withPart } from '../readme.ts'
import { describeCommit, describeMachine } from '../results.ts'
import type { Stall } from './engine-stalls.ts'
import { makeLargeClinic } from './large-clinic.ts'
import { type AppFound, appReport, stallReport } from './report.ts'
import { measureStarts } from './starts.ts'
import { measureWindowStalls } from './window-stalls.ts'

const ROOT = path.join(import.meta.dirname, '..', '..', '..')
/** What a start does is over by then; `--idle --app` takes its time. */
const REST_MS = 30_000

/** `--app [--stalls] [--app-files 1000000] [--app-lines 2000000] [--app-starts 5] [--warm] [--save] [--readme]` */
export async function runApp(argv: readonly string[]): Promise<void> {
  const [flag, number] = [{ type: 'boolean' } as const, { type: 'string' } as const]
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ app: flag, stalls: flag, warm: flag, save: flag, readme: flag },
      ...{ 'app-files': number, 'app-lines': number, 'app-starts': number },
    },
  })
  const size = { files: Number(values['app-files'] ?? 1_000_000), lines: Number(values['app-lines'] ?? 2_000_000) }
  const isCold = values.warm !== true && canDropCaches()
  const work = mkdtempSync(path.join(tmpdir(), 'salvaguarda rápida é '))
  try {
    say(`a clinic of ${size.files} files and ${size.lines} lines in the register is made`)
    const { userData, dataFolder } = await makeLargeClinic(work, size)
    say('the engine')
    const engine = await measureEngine(dataFolder)
    if (values.stalls) {
      say('the window')
      process.stdout.write(`${stallReport({ window: await measureWindowStalls(userData), engine })}\n`)
      return
    }
    say('starts')
    const starts = await measureStarts(userData, Number(values['app-starts'] ?? 5), isCold)
    say(`starts: ${JSON.stringify(starts)}`)
    const memory = await measureMemory(userData)
    say('the window')
    const window = await measureWindowStalls(userData)
    const found: AppFound = {
      ...{ takenAt: new Date().toISOString(), commit: describeCommit(ROOT), machine: describeMachine() },
      ...{ load: loadavg()[0] ?? 0, isCold, ...size, starts, memory, window, engine },
    }
    process.stdout.write(`${appReport(found)}\n`)
    if (values.save) {
      const name = `${found.takenAt.slice(0, 19).replaceAll(':', '')}-${found.commit}-app.json`
      writeFileSync(
        path.join(ROOT, 'test', 'bench', 'results', name),
        `${JSON.stringify({ format: 1, kind: 'app', ...found }, null, 2)}\n`,
      )
    }
    if (!values.readme) return
    const readme = path.join(ROOT, 'README.md')
    writeFileSync(readme, withPart(readFileSync(readme, 'utf8'), 'app', appReport(found)))
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

async function measureEngine(dataFolder: string): Promise<readonly Stall[]> {
  const program = path.join(import.meta.dirname, 'engine-stalls.ts')
  const child = spawn(process.execPath, [program, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const stalls: Stall[] = []
  createInterface(child.stdout).on('line', (line) => void stalls.push(JSON.parse(line)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the engine ended with ${code}`)
  return stalls
}

/** As a day has them: started at login, its window opened, its window closed. */
async function measureMemory(userData: string): Promise<AppFound['memory']> {
  const memory: AppFound['memory'][number][] = []
  const note = async (state: string, pid: number) => {
    await sleep(REST_MS)
    const processes = processesBelow(pid)
    const sum = (what: 'pssBytes' | 'rssBytes') => processes.reduce((total, one) => total + one[what], 0)
    memory.push({ state, pssBytes: sum('pssBytes'), rssBytes: sum('rssBytes') })
  }
  const alone = startAlone(userData, [BACKGROUND])
  try {
    await until(() => has(alone.pid ?? 0, 'engine'))
    await note('started with the computer', alone.pid ?? 0)
    startAlone(userData)
    await until(() => has(alone.pid ?? 0, 'renderer'))
    await note('window open', alone.pid ?? 0)
  } finally {
    const isOver = once(alone, 'exit')
    alone.kill()
    await isOver
  }
  const driven = await start(userData)
  try {
    await (await driven.firstWindow()).getByTestId('health').waitFor()
    await driven.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await until(() => !has(driven.process().pid ?? 0, 'renderer'))
    await note('window closed to the tray', driven.process().pid ?? 0)
  } finally {
    // Whoever drives it waits for a window that is gone.
    const isOver = once(driven.process(), 'exit')
    driven.process().kill()
    await isOver
  }
  return memory
}

const say = (line: string) => void process.stderr.write(`${line}\n`)
