import { z } from 'zod'
import { keepYoungMemorySmall, streamLog } from '#engine/kernel/index.ts'
import { hostContract } from '#shared/contracts/index.ts'
import { traceOf } from '#shared/errors/index.ts'
import { connect, type Port } from '#shared/wire/index.ts'
import type { Engine } from './engine.ts'
import { openEngine } from './open-engine.ts'
import { acceptPorts } from './ports.ts'

/** The engine as a process of its own: started by main, answers on the ports that main hands over. */
const environment = z
  .object({
    SALVAGUARDA_DATA_FOLDER: z.string().min(1),
    SALVAGUARDA_VERSION: z.string().min(1),
    /** Where an app that is not packaged serves the page for tablets. */
    SALVAGUARDA_TABLET_HOST: z.string().min(1).optional(),
    /** How long the work of an app that is not packaged waits for rest. */
    SALVAGUARDA_WAIT_MS: z.coerce.number().int().min(0).optional(),
  })
  .parse(process.env)

keepYoungMemorySmall()
const log = streamLog()
const waitMs = environment.SALVAGUARDA_WAIT_MS
const waiting: { role: 'window' | 'main'; port: Port }[] = []
let engine: Engine | undefined

const { host } = acceptPorts({
  onPort(role, port) {
    // A window may ask before the rooms are built; its messages wait in the port until it is served.
    if (engine) engine.serve(port, role)
    else waiting.push({ role, port })
  },
  onStop: async () => engine?.close(),
})

process.on('uncaughtException', (error) => {
  log.warn('engine.crash', traceOf(error))
  process.exit(70)
})

engine = await openEngine({
  dataFolder: environment.SALVAGUARDA_DATA_FOLDER,
  version: environment.SALVAGUARDA_VERSION,
  host: connect(host, hostContract),
  log,
  ...(environment.SALVAGUARDA_TABLET_HOST !== undefined && { tabletHost: environment.SALVAGUARDA_TABLET_HOST }),
  ...(waitMs !== undefined && { waits: { quietMs: waitMs, settleMs: waitMs } }),
})
for (const { port, role } of waiting) engine.serve(port, role)
log.info('engine.started', { version: environment.SALVAGUARDA_VERSION })
