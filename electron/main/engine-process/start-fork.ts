import { fork } from 'node:child_process'
import { fromEngineSchema, type ToEngine } from '#shared/wire/index.ts'
import type { EngineHandle, EngineStart } from './handle.ts'
import { relayPorts } from './relay.ts'

/** From the start, where the engine itself could only ask for it late: 213 MB at rest instead of 243. */
const ENGINE_FLAGS = ['--max-semi-space-size=4']

/** Starts the engine with a Node of its own, where Electron's is too old for the engine's native modules; main relays the ports. */
export function startFork(nodePath: string, { entry, env, onErrorOutput }: EngineStart): EngineHandle {
  const child = fork(entry, [], {
    execPath: nodePath,
    execArgv: ENGINE_FLAGS,
    env,
    // Structured clone instead of JSON: bytes stay bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const ready = new Set<() => void>()
  const exits = new Set<(exitCode: number | null) => void>()
  const ended = (exitCode: number | null) => {
    relay.closeAll()
    for (const listener of exits) listener(exitCode)
    exits.clear()
  }
  // Sending fails when the engine is gone; then 'exit' tells.
  const say = (message: ToEngine) => void (child.connected && child.send(message, () => {}))
  const relay = relayPorts(say)
  child.stderr?.setEncoding('utf8').on('data', onErrorOutput)
  child.on('message', (raw) => {
    const message = fromEngineSchema.safeParse(raw).data
    if (message?.kind === 'ready') for (const listener of ready) listener()
    else if (message) relay.receive(message)
  })
  child.once('exit', ended)
  child.once('error', () => ended(null))
  return {
    openPort: relay.open,
    askToStop: () => say({ kind: 'stop' }),
    kill: () => child.kill('SIGKILL'),
    onReady: (listener) => ready.add(listener),
    onExit: (listener) => exits.add(listener),
  }
}
