import { writeFileSync } from 'node:fs'
import { acceptPorts } from '#engine/ports.ts'
import { connect, type Port, serve } from '#shared/wire/index.ts'
import { echoContract, echoHostContract } from './contract.ts'

// An engine that only answers: what is tested is the way to it and back.
const endings = { closedPorts: 0, stoppedFeeds: 0, cancelled: 0 }

const { host } = acceptPorts({
  onPort(role, port) {
    port.onClose(() => endings.closedPorts++)
    // An engine that is still starting serves a port later; what was said until then must not be lost.
    if (role === 'main') setTimeout(() => serveEcho(role, port), 50)
    else serveEcho(role, port)
  },
  onStop: async () => {
    if (process.env.STOP_FILE) writeFileSync(process.env.STOP_FILE, 'put down')
  },
})

function serveEcho(role: string, port: Port): void {
  serve(
    port,
    echoContract,
    {
      echo: async (input) => input,
      count: ({ from }, emit) => {
        for (let value = from; value < from + 3; value++) emit({ value })
        return () => endings.stoppedFeeds++
      },
      never: (_input, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            endings.cancelled++
            reject(signal.reason)
          }),
        ),
      askHost: async () => asked,
      endings: async () => endings,
      pid: async () => ({ pid: process.pid, role }),
    },
    () => {},
  )
}

// Asked at once, before main can have opened the port.
const asked = connect(host, echoHostContract).secret({})

// Like the real one, it has work of its own and would go on for ever.
setInterval(() => {}, 60_000)
