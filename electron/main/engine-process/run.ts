import { app, MessageChannelMain } from 'electron'
import { hostContract } from '#shared/contracts/index.ts'
import { type Handlers, serve } from '#shared/wire/index.ts'
import { type LineLog, note } from '../line-log.ts'
import type { Paths } from '../paths.ts'
import { mainPort } from '../port.ts'
import { cleanLines } from './clean-lines.ts'
import { engineEnvironment } from './environment.ts'
import { startEngine } from './start.ts'
import { type Supervisor, superviseEngine } from './supervisor.ts'

/** Runs the engine for as long as the app runs, answers what it asks of main, and keeps what it logs. */
export function runEngine(paths: Paths, host: Handlers<typeof hostContract>, log: LineLog): Supervisor {
  const env = engineEnvironment(process.env, {
    dataFolder: paths.engineData,
    version: app.getVersion(),
    isPackaged: app.isPackaged,
  })
  const supervisor = superviseEngine({
    launch: () => startEngine({ entry: paths.engineEntry, env, onErrorOutput: cleanLines(log) }),
    welcome: (engine) => {
      const { port1, port2 } = new MessageChannelMain()
      serve(mainPort(port1), hostContract, host, (name) => note(log, 'host call failed', { name }))
      engine.openPort('host', port2)
    },
    onCrash: (exitCode, attempt) => note(log, 'engine ended by itself', { exitCode, attempt }),
  })
  supervisor.start()
  return supervisor
}
