import { type EngineRole, type FromEngine, type Port, type ToEngine, toEngineSchema } from '#shared/wire/index.ts'

/** How long the engine may take to put its work down once nobody is there to end it. */
const STOP_LIMIT_MS = 10_000

type AcceptPorts = {
  /** A window, or main itself, wants to ask the engine something. */
  onPort(role: 'window' | 'main', port: Port): void
  /** The app quits or is gone. Put the work down so that a later start can go on; the process ends when this resolves. */
  onStop(): Promise<void>
}

/**
 * Takes the ports that main opens to this process, and gives the one on which main answers (usable at once: what is
 * posted before it is there waits).
 *
 * Works the same as a utilityProcess, where ports are handed over, and as a forked Node, where main relays them as
 * numbered channels. Ends this process when main asks, when main is gone, and on SIGINT and SIGTERM.
 */
export function acceptPorts({ onPort, onStop }: AcceptPorts): { host: Port } {
  const host = latePort()
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    onStop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  const open = (role: EngineRole, port: Port) => (role === 'host' ? host.arrive(port) : onPort(role, port))

  const { parentPort } = process as { parentPort?: ParentPort }
  if (parentPort) takeHandedPorts(parentPort, open, stop)
  else takeRelayedPorts(open, stop)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  // `restic unlock` asks by SIGHUP whether the holder of a lock is alive: that must not end it.
  process.on('SIGHUP', () => undefined)
  return { host: host.port }
}

/** What we use of Electron's process.parentPort and MessagePortMain; the engine does not know Electron. */
type ParentPort = {
  on(event: 'message', listener: (event: { data: unknown; ports: HandedPort[] }) => void): void
  postMessage(message: FromEngine): void
}
type HandedPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
  close(): void
}

function takeHandedPorts(parent: ParentPort, open: (role: EngineRole, port: Port) => void, stop: () => void): void {
  parent.on('message', (event) => {
    const message = parse(event.data)
    const port = event.ports[0]
    if (message?.kind === 'stop') stop()
    if (message?.kind === 'open' && port) open(message.role, handedPort(port))
  })
  parent.postMessage({ kind: 'ready' })
}

const handedPort = (port: HandedPort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', (event) => listener(event.data)),
  onClose: (listener) => port.on('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})

function takeRelayedPorts(open: (role: EngineRole, port: Port) => void, stop: () => void): void {
  // `send` fails when main is gone; then 'disconnect' ends this process anyway.
  const say = (message: FromEngine) => void (process.connected && process.send?.(message, () => {}))
  const ends = new Map<number, RelayedEnd>()
  process.on('message', (raw) => {
    const message = parse(raw)
    switch (message?.kind) {
      case 'stop':
        return stop()
      case 'open': {
        const { channel, role } = message
        if (channel === undefined || ends.has(channel)) return
        const end = relayedEnd(channel, say, () => ends.delete(channel))
        ends.set(channel, end)
        return open(role, end.port)
      }
      case 'data':
        return ends.get(message.channel)?.receive(message.data)
      case 'close':
        ends.get(message.channel)?.closed()
        ends.delete(message.channel)
    }
  })
  process.on('disconnect', stop)
  say({ kind: 'ready' })
}

type RelayedEnd = { readonly port: Port; receive(data: unknown): void; closed(): void }

function relayedEnd(channel: number, say: (message: FromEngine) => void, forget: () => void): RelayedEnd {
  const messages = new Set<(message: unknown) => void>()
  const closes = new Set<() => void>()
  const early: unknown[] = []
  let isStarted = false
  const deliver = (data: unknown) => {
    for (const listener of messages) listener(data)
  }
  const port: Port = {
    post: (data) => say({ kind: 'data', channel, data }),
    onMessage: (listener) => void messages.add(listener),
    onClose: (listener) => void closes.add(listener),
    start: () => {
      isStarted = true
      for (const data of early.splice(0)) deliver(data)
    },
    close: () => {
      forget()
      say({ kind: 'close', channel })
    },
  }
  return {
    port,
    receive: (data) => {
      if (isStarted) deliver(data)
      else early.push(data)
    },
    closed: () => {
      for (const listener of closes) listener()
    },
  }
}

/** A port that can be used before it is there. */
function latePort(): { readonly port: Port; arrive(real: Port): void } {
  const waiting: ((real: Port) => void)[] = []
  let arrived: Port | undefined
  const use = (work: (real: Port) => void) => {
    if (arrived) work(arrived)
    else waiting.push(work)
  }
  return {
    port: {
      post: (message) => use((real) => real.post(message)),
      onMessage: (listener) => use((real) => real.onMessage(listener)),
      onClose: (listener) => use((real) => real.onClose(listener)),
      start: () => use((real) => real.start()),
      close: () => use((real) => real.close()),
    },
    arrive: (real) => {
      if (arrived) return
      arrived = real
      for (const work of waiting.splice(0)) work(real)
    },
  }
}

function parse(raw: unknown): ToEngine | undefined {
  const message = toEngineSchema.safeParse(raw)
  return message.success ? message.data : undefined
}
