import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { withPart } from '../readme.ts'
import { describeCommit, describeMachine } from '../results.ts'
import { type AppIdleResult, appStates, measureAppIdle } from './app.ts'
import { makeFiles } from './files.ts'
import { costOf } from './processes.ts'
import { idleReport } from './report.ts'

export type IdleOptions = { readonly files: number; readonly folders: number; readonly minutes: number }
export type IdleResult = IdleOptions & {
  /** By which means changes would be told. */
  readonly heardBy: string
  readonly cpuSeconds: number
  readonly cpuPercentOfCore: number
  readonly rssBytes: number
  readonly peakRssBytes: number
  /** What the engine told meanwhile, by kind. */
  readonly facts: Readonly<Record<string, number>>
}

/** What an engine at rest costs that watches so many files: its process alone, all its threads. The first copy is over when it begins. */
export async function measureIdle(options: IdleOptions): Promise<IdleResult> {
  const work = mkdtempSync(path.join(tmpdir(), 'salvaguarda parada é '))
  try {
    makeFiles(path.join(work, 'Clínica'), options)
    mkdirSync(path.join(work, 'HD externo'))
    // Beside our own packages, so that the native one is found.
    const program = path.join(ROOT, '.cache', 'bench', `idle-${process.pid}`)
    const entry = 'test/bench/idle/engine.ts'
    execFileSync(process.execPath, [path.join(import.meta.dirname, '..', 'bundle.mjs'), program, entry], {
      stdio: 'inherit',
    })
    try {
      return await watchEngine(path.join(program, 'engine.mjs'), work, options)
    } finally {
      rmSync(program, { recursive: true, force: true })
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const ROOT = path.join(import.meta.dirname, '..', '..', '..')

async function watchEngine(program: string, work: string, options: IdleOptions): Promise<IdleResult> {
  const child = spawn(process.execPath, [program, work], { stdio: ['ignore', 'pipe', 'inherit'] })
  const facts: Record<string, number> = {}
  try {
    const heardBy = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)))
      createInterface(child.stdout).on('line', (line) => {
        const [what, word = ''] = line.split(' ')
        if (what === 'ready') resolve(word)
        else facts[word] = (facts[word] ?? 0) + 1
      })
    })
    const pid = child.pid ?? 0
    const before = costOf(pid)
    await sleep(options.minutes * 60_000)
    const after = costOf(pid)
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds
    const cpuPercentOfCore = (cpuSeconds / (options.minutes * 60)) * 100
    return {
      ...options,
      heardBy,
      cpuSeconds,
      cpuPercentOfCore,
      rssBytes: after.rssBytes,
      peakRssBytes: after.peakRssBytes,
      facts,
    }
  } finally {
    child.kill('SIGKILL')
  }
}

function saveAppIdle(options: IdleOptions, states: readonly AppIdleResult[], isForReadme: boolean): void {
  const [takenAt, commit] = [new Date().toISOString(), describeCommit(ROOT)]
  const found = { format: 1, kind: 'idle-app', takenAt, commit, machine: describeMachine(), ...options, states }
  const name = `${takenAt.slice(0, 19).replaceAll(':', '')}-${commit}-idle-app.json`
  writeFileSync(path.join(ROOT, 'test', 'bench', 'results', name), `${JSON.stringify(found, null, 2)}\n`)
  if (!isForReadme) return
  const readme = path.join(ROOT, 'README.md')
  writeFileSync(readme, withPart(readFileSync(readme, 'utf8'), 'idle', idleReport(found)))
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

/** `--idle [--app] [--idle-minutes 10] [--idle-files 50000] [--idle-folders 5000] [--idle-states 'window open,…'] [--save] [--readme]` */
export async function runIdle(argv: readonly string[]): Promise<void> {
  const number = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ idle: flag, app: flag, save: flag, readme: flag },
      ...{ 'idle-minutes': number, 'idle-files': number, 'idle-folders': number, 'idle-states': number },
    },
  })
  const options = {
    minutes: Number(values['idle-minutes'] ?? 10),
    files: Number(values['idle-files'] ?? 50_000),
    folders: Number(values['idle-folders'] ?? 5000),
  }
  if (values.app) {
    say(`${options.files} files in ${options.folders} folders, ${options.minutes} minutes in each state`)
    const only = values['idle-states']?.split(',') ?? appStates
    const results: AppIdleResult[] = []
    await measureAppIdle({ ...options, states: appStates.filter((state) => only.includes(state)) }, (one) => {
      tellApp(one)
      results.push(one)
    })
    if (values.save || values.readme) saveAppIdle(options, results, values.readme === true)
  } else tellEngine(await measureIdle(options))
}

function tellEngine(result: IdleResult): void {
  const told = Object.entries(result.facts).map(([kind, count]) => `${count} ${kind}`)
  say(
    `${result.files} files in ${result.folders} folders, ${result.minutes} minutes, changes told by ${result.heardBy}`,
  )
  say(`CPU  ${result.cpuSeconds.toFixed(2)} s, ${result.cpuPercentOfCore.toFixed(2)} % of a core (aim 0.5 %)`)
  say(`RSS  ${mb(result.rssBytes)} at the end, ${mb(result.peakRssBytes)} at most (first copy included)`)
  say(`told ${told.join(', ') || 'nothing'}`)
}

function tellApp({ state, cpuPercentOfCore, pssBytes, processes }: AppIdleResult): void {
  const rssBytes = processes.reduce((sum, process) => sum + process.rssBytes, 0)
  say(
    `${state}: ${cpuPercentOfCore.toFixed(2)} % of a core (aim 0.5 %), ${mb(pssBytes)} in all (aim 350 MB); sum of RSS ${mb(rssBytes)}`,
  )
  for (const { name, ...one } of processes)
    say(
      `  ${name.padEnd(30)} CPU ${one.cpuPercentOfCore.toFixed(2)} %  PSS ${mb(one.pssBytes).padStart(6)}  RSS ${mb(one.rssBytes).padStart(6)}`,
    )
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

if (process.argv[1] === import.meta.filename) await runIdle(process.argv.slice(2))
