import { utilityProcess } from 'electron'
import { fromEngineSchema, type ToEngine } from '#shared/wire/index.ts'
import type { EngineHandle, EngineStart } from './handle.ts'

/** Starts the engine in Electron's own utility process; ports are handed over and main is out of the data's way. */
export function startUtility({ entry, env, onErrorOutput }: EngineStart): EngineHandle {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Salvaguarda engine',
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const say = (message: ToEngine, ports: Electron.MessagePortMain[] = []) => child.postMessage(message, ports)
  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', onErrorOutput)
  return {
    openPort: (role, port) => say({ kind: 'open', role }, [port]),
    askToStop: () => say({ kind: 'stop' }),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
    onReady: (listener) =>
      child.on('message', (message: unknown) => {
        if (fromEngineSchema.safeParse(message).data?.kind === 'ready') listener()
      }),
    onExit: (listener) => child.once('exit', listener),
  }
}
