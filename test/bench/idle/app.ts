import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import type { Overview } from '#shared/contracts/index.ts'
import { callFromPage } from '../../e2e/page-wire.ts'
import { makeFiles } from './files.ts'
import { type ProcessCost, processesBelow } from './processes.ts'

export const appStates = ['started with the computer', 'window open', 'window closed again'] as const
export type AppState = (typeof appStates)[number]
export type AppIdleOptions = {
  readonly files: number
  readonly folders: number
  readonly minutes: number
  readonly states: readonly AppState[]
}
export type AppIdleResult = {
  readonly state: AppState
  readonly cpuPercentOfCore: number
  /** Each page of memory counted once, whoever shares it. */
  readonly pssBytes: number
  readonly processes: readonly (ProcessCost & { readonly cpuPercentOfCore: number })[]
}

const ROOT = path.join(import.meta.dirname, '..', '..', '..')
/** As the system starts it at login. */
export const BACKGROUND = '--background'
const SETTLED_PERCENT = 1
const SETTLE_EVERY_MS = 15_000
const SETTLE_MOST_TIMES = 20
const LONGEST_WAIT_S = 300

/** What the whole app costs at rest that watches so many files: every process of it, in each state a day has. Starts the built app in the session it is run in. */
export async function measureAppIdle(
  options: AppIdleOptions,
  onResult: (result: AppIdleResult) => void,
): Promise<void> {
  const work = mkdtempSync(path.join(tmpdir(), 'salvaguarda inteira parada é '))
  try {
    makeFiles(path.join(work, 'Clínica'), options)
    mkdirSync(path.join(work, 'HD externo'))
    const userData = path.join(work, 'dados')
    mkdirSync(userData)
    await setUp(work, userData)
    const measure = async (pid: number, state: AppState) => {
      if (options.states.includes(state)) onResult(await costAtRest(pid, state, options.minutes))
    }
    await measureUntilOpen(userData, measure)
    if (options.states.includes('window closed again')) await measureClosed(userData, measure)
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

type Measure = (pid: number, state: AppState) => Promise<void>

async function measureUntilOpen(userData: string, measure: Measure): Promise<void> {
  const app = startAlone(userData, [BACKGROUND])
  const pid = app.pid ?? 0
  try {
    await until(() => has(pid, 'engine'))
    await measure(pid, 'started with the computer')
    startAlone(userData)
    await until(() => has(pid, 'renderer'))
    await measure(pid, 'window open')
  } finally {
    const isOver = once(app, 'exit')
    app.kill()
    await isOver
  }
}

/** Somebody has to press the window's cross: the test driver, which looks in from outside and costs a few MB itself. */
async function measureClosed(userData: string, measure: Measure): Promise<void> {
  const app = await start(userData)
  try {
    await (await app.firstWindow()).getByRole('heading').first().waitFor()
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    // Its page is let go when nobody came back for a while.
    while (await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)) await sleep(1000)
    await measure(app.process().pid ?? 0, 'window closed again')
    const again = app.waitForEvent('window')
    await app.evaluate(({ app: running }) => void running.emit('second-instance', {}, ['salvaguarda']))
    await (await again).getByRole('heading').first().waitFor()
  } finally {
    await app.close()
  }
}

/** Without anybody who looks in from outside, which costs memory in every process. A second start only opens the first one's window. */
export function startAlone(userData: string, args: readonly string[] = [], folder = ROOT): ChildProcess {
  const electronPath = createRequire(import.meta.url)('electron') as string
  // Chromium's sandbox refuses root.
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return spawn(electronPath, [folder, `--user-data-dir=${userData}`, ...switches, ...args], {
    cwd: ROOT,
    stdio: 'ignore',
  })
}

export const has = (pid: number, name: string) => processesBelow(pid).some((process) => process.name === name)

export async function until(isSo: () => boolean): Promise<void> {
  for (let seconds = 0; !isSo(); seconds += 1) {
    if (seconds > LONGEST_WAIT_S) throw new Error('the app did not do what it does')
    await sleep(1000)
  }
}

export const start = (userData: string, args: readonly string[] = []): Promise<ElectronApplication> =>
  electron.launch({
    args: [ROOT, `--user-data-dir=${userData}`, ...args],
    cwd: ROOT,
    colorScheme: null,
    env: process.env as Record<string, string>,
  })

/** The first start, up to a first copy, with all changes heard of from then on. */
async function setUp(work: string, userData: string): Promise<void> {
  writeFileSync(path.join(userData, 'preferences.json'), '{}')
  const app = await start(userData)
  const page = await app.firstWindow()
  await page.getByRole('heading').first().waitFor()
  const { kitWords, proofPositions } = await ask<{ kitWords: string[]; proofPositions: number[] }>(page, 'beginSetup', {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: path.join(work, 'Clínica'), label: 'Tudo' }],
    destinationPath: path.join(work, 'HD externo'),
  })
  const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] ?? '' }))
  await ask(page, 'finishSetup', { proof, withoutKeychain: false })
  for (;;) {
    const { copies, freshness } = await ask<Overview>(page, 'overview', {})
    if (copies > 0 && freshness.items.every(({ isHeard }) => isHeard)) break
    await sleep(1000)
  }
  await app.close()
}

async function ask<T>(page: Page, name: string, input: unknown): Promise<T> {
  const answer = await callFromPage(page, 'engine', name, input)
  if (answer.t === 'err') throw new Error(`${name} was refused: ${answer.error.code}`)
  return answer.value as T
}

async function costAtRest(pid: number, state: AppState, minutes: number): Promise<AppIdleResult> {
  for (let times = 0; times < SETTLE_MOST_TIMES; times += 1)
    if (sum(await costIn(pid, SETTLE_EVERY_MS), 'cpuPercentOfCore') < SETTLED_PERCENT) break
  const processes = await costIn(pid, minutes * 60_000)
  return {
    state,
    cpuPercentOfCore: sum(processes, 'cpuPercentOfCore'),
    pssBytes: sum(processes, 'pssBytes'),
    processes,
  }
}

/** What is there afterwards, with what it took meanwhile. */
async function costIn(pid: number, ms: number): Promise<AppIdleResult['processes']> {
  const before = new Map(processesBelow(pid).map((one) => [one.pid, one.cpuSeconds]))
  await sleep(ms)
  return processesBelow(pid).map((one) => ({
    ...one,
    cpuPercentOfCore: ((one.cpuSeconds - (before.get(one.pid) ?? 0)) / (ms / 1000)) * 100,
  }))
}

type Counted = AppIdleResult['processes'][number]
const sum = (processes: readonly Counted[], what: 'cpuPercentOfCore' | 'pssBytes') =>
  processes.reduce((total, one) => total + one[what], 0)
