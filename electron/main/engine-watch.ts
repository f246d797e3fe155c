import { MessageChannelMain } from 'electron'
import { type EngineHealth, engineContract, type Overview } from '#shared/contracts/index.ts'
import type { MachineState, Notice } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { type Client, connect } from '#shared/wire/index.ts'
import type { Devices } from './devices.ts'
import type { Supervisor } from './engine-process/index.ts'
import { mainPort } from './port.ts'
import type { Power } from './power/index.ts'

const PAUSE_MS = 60_000

/** What main itself knows of the protection, for the icon beside the clock. */
export type Known = {
  readonly overview: Overview | null
  readonly notices: readonly Notice[]
  readonly health: EngineHealth
  /** It runs and will not work on what it found, for a reason that the window says. */
  readonly isRefused: boolean
}
export type EngineWatch = {
  known(): Known
  onChange(listener: () => void): void
  copyNow(): Promise<void>
}

/** Follows the engine as a window does, through each of its restarts, with or without a window. */
export function watchEngine(engine: Supervisor, power: Power, devices: Devices): EngineWatch {
  let known: Known = { overview: null, notices: [], health: { kind: 'running' }, isRefused: false }
  let lookAgain = async () => {}
  let machine: MachineState | undefined
  let client: Client<typeof engineContract> | undefined
  const listeners = new Set<() => void>()
  let isListening = false
  /** Not before set-up: there is no disk to know yet, and one window more would keep the app open. */
  const listen = () => {
    if (isListening || !known.overview || known.overview.state.kind === 'fresh') return
    isListening = true
    devices.onChange(() => client?.tellDevices({}).catch(ignore))
  }
  const learn = (change: Partial<Known>) => {
    known = { ...known, ...change }
    listen()
    for (const listener of listeners) listener()
  }

  engine.onHealth((health) => learn({ health }))
  engine.onRunning(() => {
    const { port1, port2 } = new MessageChannelMain()
    if (!engine.openPort('main', port1)) return
    const asked = connect(mainPort(port2), engineContract)
    client = asked
    if (machine) asked.tellMachine(machine).catch(ignore)
    const look = coalesced(async () => {
      try {
        const overview = await asked.overview({})
        if (client === asked) learn({ overview, isRefused: false })
      } catch (error) {
        // An engine that went away meanwhile is told by its health.
        if (client === asked && codeOf(error) !== 'IPC_002') learn({ isRefused: true })
      }
    })
    lookAgain = look
    // A fact carries no health; it only says that there is something new to ask for.
    void look().then(() => asked.facts({ afterSeq: known.overview?.seq ?? 0 }, () => void look()))
    asked.notices({}, (notices) => {
      learn({ notices })
      void look()
    })
  })
  power.onMachine((state) => {
    machine = state
    client?.tellMachine(state).catch(ignore)
  })
  power.onResumed(() => client?.tellResumed({}).catch(ignore))
  // No fact tells that a disk was pulled out.
  setInterval(() => void lookAgain(), PAUSE_MS)
  return {
    known: () => known,
    onChange: (listener) => void listeners.add(listener),
    copyNow: async () => {
      await client?.copyNow({})
    },
  }
}

/** An engine that is away is told what it missed when it is back. */
const ignore = () => {}

/** Runs once more after whatever was asked while it ran. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let isAskedAgain = false
  const run = async (): Promise<void> => {
    do {
      isAskedAgain = false
      await work()
    } while (isAskedAgain)
    running = undefined
  }
  return () => {
    isAskedAgain = true
    running ??= run()
    return running
  }
}
