import type { UpdateState } from '#shared/contracts/index.ts'
import { type Code, fail } from '#shared/errors/index.ts'
import { NOT_SIGNED } from './signed-provider.ts'
import type { ReadySource, UpdateSource } from './source.ts'

/** Long after the first copy of the day has begun. */
const FIRST_MS = 5 * 60_000
const DAY_MS = 24 * 60 * 60_000

/** What we use of electron-updater. */
export type Updater = {
  /** Looks, fetches and checks: the version that is ready now; null where there is none for this computer. Rejects with its own errors. */
  fetchNewer(): Promise<string | null>
  /** Installs what was fetched and starts it. Returns false where that failed. */
  installAndStart(): boolean
}

type Parts = {
  readonly source: UpdateSource
  readonly load: (source: ReadySource) => Promise<Updater>
  /** Whether a copy, a recovery, a drill or anything else is running. */
  readonly isBusy: () => boolean
  readonly stopEngine: () => Promise<void>
  /** What runs now, once more. */
  readonly startAgain: () => void
  readonly onFailure: (code: Code) => void
  readonly later: (delayMs: number, work: () => void) => void
}

export type Updates = {
  /** Tells how it is now and at each change; returns its stop function. */
  follow(listener: (state: UpdateState) => void): () => void
  look(): Promise<UpdateState>
  /** Begins to, once what can be known before is known. Throws UPD_103 while the engine works, UPD_104 when nothing is ready. */
  install(): Promise<void>
}

/** Looks for newer versions after the start and once a day. Installs only when somebody says so, and never while the engine works. */
export function openUpdates({ source, load, isBusy, stopEngine, startAgain, onFailure, later }: Parts): Updates {
  let state: UpdateState = source.kind === 'off' ? source : { kind: 'current', isChecked: false }
  let looking: Promise<UpdateState> | undefined
  const updater = async () => (source.kind === 'off' ? fail('UPD_104') : load(source))
  const listeners = new Set<(state: UpdateState) => void>()
  const learn = (next: UpdateState) => {
    state = next
    for (const listener of listeners) listener(next)
    return next
  }

  async function fetchNewer(): Promise<UpdateState> {
    try {
      const version = await (await updater()).fetchNewer()
      return learn(version === null ? { kind: 'current', isChecked: true } : { kind: 'ready', version })
    } catch (error) {
      const code = refused.has(String((error as { code?: unknown }).code)) ? 'UPD_102' : 'UPD_101'
      onFailure(code)
      return learn({ kind: 'failed', error: { code, params: {} } })
    }
  }

  const look = async (): Promise<UpdateState> => {
    // What is ready is not fetched again, and not taken back by a server that is away.
    if (state.kind === 'off' || state.kind === 'ready') return state
    looking ??= fetchNewer().finally(() => {
      looking = undefined
    })
    return looking
  }

  async function change(): Promise<void> {
    try {
      const ready = await updater()
      // First: an installer would not wait for what the engine has to put down.
      await stopEngine()
      if (ready.installAndStart()) return
    } catch {
      // Told below, as what an installer answers.
    }
    onFailure('UPD_101')
    startAgain()
  }

  const lookDaily = () => void look().then(() => later(DAY_MS, lookDaily))
  if (state.kind !== 'off') later(FIRST_MS, lookDaily)

  return {
    follow: (listener) => {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
    look,
    async install() {
      if (state.kind !== 'ready') fail('UPD_104')
      if (isBusy()) fail('UPD_103')
      // The engine is who asks: it has its answer before it is told to stop.
      void change()
    },
  }
}

/** By electron-updater's codes: what came is not what was announced, or not signed by whom it must be. */
const refused = new Set(['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', NOT_SIGNED])
