import { writeFileSync } from 'node:fs'
import { acceptPorts } from '#engine/ports.ts'
import { connect, serve } from '#shared/wire/index.ts'
import { echoContract, echoHostContract } from './contract.ts'

// An engine that only answers: what is tested is the way to it and back.
const endings = { closedPorts: 0, stoppedFeeds: 0, cancelled: 0 }

const { host } = acceptPorts({
  onPort(role, port) {
    port.onClose(() => endings.closedPorts++)
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
  },
  onStop: async () => {
    if (process.env.STOP_FILE) writeFileSync(process.env.STOP_FILE, 'put down')
  },
})

// Asked at once, before main can have opened the port.
const asked = connect(host, echoHostContract).secret({})
