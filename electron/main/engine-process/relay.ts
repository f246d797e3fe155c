import type { MessagePortMain } from 'electron'
import type { EngineRole, FromEngine, ToEngine } from '#shared/wire/index.ts'

type Relayed = Extract<FromEngine, { channel: number }>
export type Relay = {
  open(role: EngineRole, port: MessagePortMain): void
  receive(message: Relayed): void
  /** The engine is gone: so are all its ports. */
  closeAll(): void
}

/** Carries ports to a process that cannot take them: each becomes a numbered channel, its messages pass unread. */
export function relayPorts(say: (message: ToEngine) => void): Relay {
  const ports = new Map<number, MessagePortMain>()
  let lastChannel = 0
  return {
    open: (role, port) => {
      const channel = ++lastChannel
      ports.set(channel, port)
      say({ kind: 'open', role, channel })
      port.on('message', (event) => say({ kind: 'data', channel, data: event.data }))
      port.on('close', () => {
        if (ports.delete(channel)) say({ kind: 'close', channel })
      })
      port.start()
    },
    receive: (message) => {
      const port = ports.get(message.channel)
      if (message.kind === 'data') port?.postMessage(message.data)
      else if (ports.delete(message.channel)) port?.close()
    },
    closeAll: () => {
      for (const port of ports.values()) port.close()
      ports.clear()
    },
  }
}
