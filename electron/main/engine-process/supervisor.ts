import type { MessagePortMain } from 'electron'
import type { EngineHealth } from '#shared/contracts/index.ts'
import { backOffMs } from './back-off.ts'
import type { EngineHandle } from './handle.ts'

/** Falls further apart than this have nothing to do with each other. */
const HEALTHY_MS = 60_000
const STOP_PATIENCE_MS = 5_000

/** Timers and time, so that tests own them. `later` returns its cancel function. */
export type Time = { nowMs(): number; later(delayMs: number, work: () => void): () => void }

export const systemTime: Time = {
  nowMs: () => Date.now(),
  later: (delayMs, work) => {
    const timer = setTimeout(work, delayMs)
    return () => clearTimeout(timer)
  },
}

export type Supervisor = {
  start(): void
  /** Hands the running engine a port; false when there is none, and then `onRunning` tells when there is. */
  openPort(role: 'window' | 'main', port: MessagePortMain): boolean
  /** Told each time an engine is up and takes ports. */
  onRunning(listener: () => void): void
  /** Tells how the engine is now and at each change; returns its stop function. */
  onHealth(listener: (health: EngineHealth) => void): () => void
  /** Asks the engine to put its work down, waits at most 5 s, then ends it. Nothing is started after that. */
  stop(): Promise<void>
}

type Watched = {
  readonly launch: () => EngineHandle
  /** Opens what every new engine gets at once. */
  readonly welcome: (engine: EngineHandle) => void
  readonly onCrash: (exitCode: number | null, attempt: number) => void
  readonly time?: Time
}

/** Keeps one engine running: starts it, starts it again with growing pauses when it falls, ends it when the app quits. */
export function superviseEngine({ launch, welcome, onCrash, time = systemTime }: Watched): Supervisor {
  let engine: EngineHandle | undefined
  let isReady = false
  let readyAtMs = 0
  let attempt = 0
  let cancelRestart = () => {}
  let stopping: Promise<void> | undefined
  let health: EngineHealth | undefined
  const healthListeners = new Set<(health: EngineHealth) => void>()
  const runningListeners = new Set<() => void>()
  const exitListeners = new Set<() => void>()

  const setHealth = (next: EngineHealth) => {
    health = next
    for (const listener of healthListeners) listener(next)
  }

  function start(): void {
    const started = launch()
    engine = started
    welcome(started)
    started.onReady(() => {
      isReady = true
      readyAtMs = time.nowMs()
      setHealth({ kind: 'running' })
      for (const listener of runningListeners) listener()
    })
    started.onExit((exitCode) => {
      const wasHealthy = isReady && time.nowMs() - readyAtMs >= HEALTHY_MS
      engine = undefined
      isReady = false
      for (const listener of exitListeners) listener()
      if (stopping) return
      attempt = wasHealthy ? 1 : attempt + 1
      onCrash(exitCode, attempt)
      const pauseMs = backOffMs(attempt)
      setHealth({ kind: 'restarting', attempt, retryAtMs: time.nowMs() + pauseMs })
      cancelRestart = time.later(pauseMs, start)
    })
  }

  function stop(): Promise<void> {
    stopping ??= new Promise((resolve) => {
      cancelRestart()
      const running = engine
      if (!running) return resolve()
      const cancelKill = time.later(STOP_PATIENCE_MS, () => running.kill())
      exitListeners.add(() => {
        cancelKill()
        resolve()
      })
      running.askToStop()
    })
    return stopping
  }

  return {
    start,
    stop,
    openPort: (role, port) => {
      if (!engine || !isReady) return false
      engine.openPort(role, port)
      return true
    },
    onRunning: (listener) => void runningListeners.add(listener),
    onHealth: (listener) => {
      healthListeners.add(listener)
      if (health) listener(health)
      return () => healthListeners.delete(listener)
    },
  }
}
