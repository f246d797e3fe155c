import type { Clock } from '#engine/kernel/index.ts'
import type { AppStep, DrillPause, DrillRecord } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { scenarios } from './all.ts'
import { stepOf } from './drill.ts'
import { Sandbox } from './sandbox.ts'
import type { OpenByKit } from './step-work.ts'
import { Stopwatch } from './stopwatch.ts'
import type { Brought } from './works/work.ts'

/** What is known of the drill under way besides its record: gone with the process, except for what the book says. */
export type UnderWay = {
  readonly watch: Stopwatch
  /** Changes of the clock that were counted before. */
  readonly changesBefore: number
  readonly sandbox: Sandbox
  readonly stop: AbortController
  kit: OpenByKit | undefined
  isInterrupted: boolean
  working: { stepId: AppStep; doneShare: number } | null
  brought: readonly Brought[]
  folder: string | null
  error: WireError | null
}

export type UnderWayParts = {
  readonly clock: Clock
  readonly temporaryFolder: string
  /** Milliseconds that never go back; the system's own by default. */
  readonly monotonicMs?: () => number
}

/** A drill as it is known after a start of the app: its clock stands still. */
export function atRest(record: DrillRecord, elapsedMs: number, parts: UnderWayParts): UnderWay {
  const { clock, monotonicMs = () => performance.now(), temporaryFolder } = parts
  return {
    watch: new Stopwatch({ nowMs: () => clock.nowMs(), monotonicMs }, elapsedMs),
    changesBefore: record.clockChanges,
    sandbox: new Sandbox(temporaryFolder, record.id),
    stop: new AbortController(),
    kit: undefined,
    isInterrupted: false,
    working: null,
    brought: [],
    folder: null,
    error: null,
  }
}

/** Pauses, the open one closed. A clock that was set back makes none end before it began. */
export const closedAt = (pauses: readonly DrillPause[], nowMs: number): DrillPause[] =>
  pauses.map((pause) => (pause.untilMs === null ? { ...pause, untilMs: Math.max(nowMs, pause.fromMs) } : pause))

/** What the paper opened was in memory: the step that types it, and all that stood on it, begins again. */
export function kitAgain({ steps, kind }: DrillRecord): DrillRecord['steps'] {
  const from = steps.findIndex(({ id }) => id === 'open-with-kit')
  const isOver = steps
    .slice(from)
    .every(({ id, state }) => state === 'done' || stepOf(scenarios[kind], id)?.by === 'people')
  if (from < 0 || isOver) return steps
  return steps.map((step) =>
    step.id === 'open-with-kit' ? { ...step, state: 'waiting', endedAtElapsedMs: null, code: null } : step,
  )
}
