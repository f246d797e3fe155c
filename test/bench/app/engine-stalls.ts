import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { startEngine } from '#engine/engine.ts'
import { keepYoungMemorySmall, silentLog } from '#engine/kernel/index.ts'
import { keychainHost } from '../../demo/keychain-host.ts'
import { nodePort } from '../../engine-client.ts'
import type { Asked } from './ask.ts'

// The engine in a process of its own, asked from another thread as a window would. Says for each thing asked how long it took, and
// how long nothing else could be done meanwhile.
export type Stall = { readonly what: string; readonly longestMs: number; readonly stallMs: number }

/** How often the loop is looked at; what is measured is what goes beyond. */
const RESOLUTION_MS = 2
const [dataFolder = ''] = process.argv.slice(2)
keepYoungMemorySmall()
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
const stallMs = () => Math.max(0, delay.max / 1e6 - RESOLUTION_MS)
const tell = (stall: Stall) => process.stdout.write(`${JSON.stringify(stall)}\n`)

const { port1, port2 } = new MessageChannel()
const asker = new Worker(new URL('./ask.ts', import.meta.url), { workerData: port2, transferList: [port2] })
await once(asker, 'message')
const startedAtMs = performance.now()
const engine = await startEngine({ dataFolder, host: keychainHost(), version: '0.0.0-bench', log: silentLog })
engine.serve(nodePort(port1))
asker.on('message', async (asked: Asked) => {
  // A stall is counted when the loop turns again.
  if (asked.kind !== 'begin') await sleep(5 * RESOLUTION_MS)
  if (asked.kind === 'begin') delay.reset()
  else if (asked.kind === 'end') tell({ what: asked.what, longestMs: asked.longestMs, stallMs: stallMs() })
  else if (asked.kind === 'overview')
    tell({ what: 'start', longestMs: asked.atMs - performance.timeOrigin - startedAtMs, stallMs: stallMs() })
  asker.postMessage('go on')
})
asker.postMessage('go on')
await new Promise((resolve) => asker.once('exit', resolve))
await engine.close()
process.exit()
