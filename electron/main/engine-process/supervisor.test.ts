import { beforeEach, expect, test } from 'vitest'
import type { EngineHealth } from '#shared/contracts/index.ts'
import type { EngineHandle } from './handle.ts'
import { type Supervisor, superviseEngine } from './supervisor.ts'

/** An engine that does what the test says; real ones are in test/e2e. */
type Puppet = EngineHandle & { readonly said: string[]; ready(): void; exit(exitCode: number | null): void }

function puppet(): Puppet {
  let ready = () => {}
  let exit: (exitCode: number | null) => void = () => {}
  const said: string[] = []
  return {
    said,
    openPort: (role) => void said.push(`port for ${role}`),
    askToStop: () => void said.push('asked to stop'),
    kill: () => void said.push('killed'),
    onReady: (listener) => {
      ready = listener
    },
    onExit: (listener) => {
      exit = listener
    },
    ready: () => ready(),
    exit: (exitCode) => exit(exitCode),
  }
}

let nowMs: number
let timers: { atMs: number; work: () => void }[]
let engines: Puppet[]
let seen: EngineHealth[]
let crashes: (number | null)[]
let supervisor: Supervisor

beforeEach(() => {
  nowMs = 1_000_000
  timers = []
  engines = []
  seen = []
  crashes = []
  supervisor = superviseEngine({
    launch: () => {
      const engine = puppet()
      engines.push(engine)
      return engine
    },
    welcome: () => {},
    onCrash: (exitCode) => crashes.push(exitCode),
    time: {
      nowMs: () => nowMs,
      later: (delayMs, work) => {
        const timer = { atMs: nowMs + delayMs, work }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
    },
  })
  supervisor.onHealth((health) => seen.push(health))
  supervisor.start()
})

function pass(durationMs: number): void {
  nowMs += durationMs
  const due = timers.filter(({ atMs }) => atMs <= nowMs)
  timers = timers.filter(({ atMs }) => atMs > nowMs)
  for (const { work } of due) work()
}
const newest = () => engines.at(-1) as Puppet

/** The pauses between `falls` falls in a row. */
function pauses(falls: number): number[] {
  return Array.from({ length: falls }, () => {
    newest().exit(1)
    const pauseMs = (timers[0]?.atMs ?? nowMs) - nowMs
    pass(pauseMs)
    return pauseMs
  })
}

test('pauses grow from half a second to half a minute and stay there', () => {
  expect(pauses(9)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})

test('a minute of health forgets the former falls, a shorter one does not', () => {
  pauses(4)
  newest().ready()
  pass(59_999)
  expect(pauses(1)).toEqual([8000])
  newest().ready()
  pass(60_000)
  expect(pauses(2)).toEqual([500, 1000])
})

test('the window hears of the fall, when it is tried again, and of the recovery only once the engine takes ports', () => {
  newest().ready()
  newest().exit(137)
  pass(500)
  expect(seen).toEqual([{ kind: 'running' }, { kind: 'restarting', attempt: 1, retryAtMs: 1_000_500 }])
  newest().ready()
  expect(seen.at(-1)).toEqual({ kind: 'running' })
  expect(crashes).toEqual([137])
})

test('a window that comes during a pause hears at once how things are', () => {
  newest().exit(1)
  const late: EngineHealth[] = []
  const stop = supervisor.onHealth((health) => late.push(health))
  expect(late).toEqual([{ kind: 'restarting', attempt: 1, retryAtMs: 1_000_500 }])
  stop()
  pass(500)
  newest().ready()
  expect(late).toHaveLength(1)
})

test('stopping asks first, and ends the engine only when it does not answer for five seconds', async () => {
  newest().ready()
  const stopped = supervisor.stop()
  expect(newest().said).toEqual(['asked to stop'])
  pass(5_000)
  expect(newest().said).toEqual(['asked to stop', 'killed'])
  newest().exit(null)
  await stopped
  expect(crashes).toEqual([])
})

test('nothing is started any more after stopping, neither now nor after a pause', async () => {
  newest().exit(1)
  await supervisor.stop()
  pass(60_000)
  expect(engines).toHaveLength(1)
})

test('an engine that stops when asked is not killed', async () => {
  newest().ready()
  const stopped = supervisor.stop()
  newest().exit(0)
  await stopped
  pass(60_000)
  expect(newest().said).toEqual(['asked to stop'])
  expect(engines).toHaveLength(1)
})
