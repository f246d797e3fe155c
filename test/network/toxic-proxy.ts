import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a bad network does to one connection. Bytes are counted from its beginning, 'up' is towards the server. */
export type Toxic =
  | { readonly kind: 'clean' }
  /** Everything arrives that much later, in both directions. */
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** Both ends see a reset as soon as so many bytes have passed. */
  | { readonly kind: 'cut'; readonly direction: Direction; readonly afterBytes: number }
  /** That direction ends politely after so many bytes; the other stays open. */
  | { readonly kind: 'half-close'; readonly direction: Direction; readonly afterBytes: number }
  /** That direction swallows everything after so many bytes, and nobody is told. */
  | { readonly kind: 'swallow'; readonly direction: Direction; readonly afterBytes: number }
  /** A slow loris: what comes down comes in drops. */
  | { readonly kind: 'drip'; readonly dropBytes: number; readonly everyMs: number }
  /** The connection is closed before a byte has passed. */
  | { readonly kind: 'refuse' }
  /** Somebody else answers whatever is asked with this, and hangs up. */
  | { readonly kind: 'says'; readonly text: string }

type Direction = 'up' | 'down'

export type ToxicProxy = AsyncDisposable & {
  readonly port: number
  /** Bytes that crossed the wire, of all connections. */
  readonly crossed: Readonly<Record<Direction, number>>
  readonly connections: number
  /** How often a toxic did its harm. */
  readonly struck: number
  /** What the following connections meet; `connection` counts from 1. */
  infect(choose: Toxic | ((connection: number) => Toxic)): void
  /** Ends what is open now, as a cable that is pulled. */
  cutAll(): void
  stop(): Promise<void>
}

const CLEAN: Toxic = { kind: 'clean' }

/** A wire between a backend and a server of this machine that tests can spoil. Its port is the system's choice. */
export async function toxicProxy(targetPort: number, targetHost = '127.0.0.1'): Promise<ToxicProxy> {
  const crossed = { up: 0, down: 0 }
  const open = new Set<Socket>()
  let choose: (connection: number) => Toxic = () => CLEAN
  let connections = 0
  let struck = 0
  const strike = () => {
    struck += 1
  }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const toxic = choose(++connections)
    if (toxic.kind === 'refuse' || toxic.kind === 'says') strike()
    if (toxic.kind === 'refuse') return client.destroy()
    if (toxic.kind === 'says') return answerWith(client, toxic.text)
    const upstream = connect({ port: targetPort, host: targetHost, allowHalfOpen: true, noDelay: true })
    const cut = () => {
      client.resetAndDestroy()
      upstream.resetAndDestroy()
    }
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        if (!other.writableEnded) other.end()
      })
    }
    client.pipe(wire('up', toxic, crossed, strike, cut)).pipe(upstream)
    upstream.pipe(wire('down', toxic, crossed, strike, cut)).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const cutAll = () => {
    for (const socket of open) socket.resetAndDestroy()
  }
  const stop = async () => {
    server.close()
    cutAll()
    await once(server, 'close')
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    crossed,
    get connections() {
      return connections
    },
    get struck() {
      return struck
    },
    infect(next) {
      choose = typeof next === 'function' ? next : () => next
    },
    cutAll,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function answerWith(client: Socket, text: string): void {
  client.on('error', () => client.destroy())
  client.once('data', () => client.resume().end(text))
}

/** One direction of a connection. */
function wire(
  direction: Direction,
  toxic: Toxic,
  crossed: Record<Direction, number>,
  strike: () => void,
  cut: () => void,
): Transform {
  let passed = 0
  let isEnded = false
  let late = Promise.resolve()
  const isMine = 'direction' in toxic && toxic.direction === direction
  const pass = (stream: Transform, bytes: Buffer, done: TransformCallback) => {
    crossed[direction] += bytes.length
    if (!stream.destroyed) stream.push(bytes)
    done()
  }
  if (toxic.kind === 'latency' || toxic.kind === 'drip') strike()
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      if (toxic.kind === 'latency') {
        // handed on at once, so that a long way does not make a narrow one
        late = sleep(toxic.delayMs).then(() => pass(this, bytes, () => undefined))
        return done()
      }
      if (toxic.kind === 'drip' && direction === 'down') return void drip(this, bytes, toxic, crossed, done)
      if (!isMine) return pass(this, bytes, done)
      const room = Math.max(0, toxic.afterBytes - passed)
      passed += bytes.length
      if (bytes.length <= room) return pass(this, bytes, done)
      strike()
      if (room > 0) crossed[direction] += room
      if (room > 0) this.push(bytes.subarray(0, room))
      if (toxic.kind === 'cut') cut()
      if (toxic.kind === 'half-close' && !isEnded) {
        isEnded = true
        this.push(null)
      }
      done()
    },
    flush(done) {
      void late.then(() => done())
    },
  })
}

async function drip(
  stream: Transform,
  bytes: Buffer,
  toxic: Extract<Toxic, { kind: 'drip' }>,
  crossed: Record<Direction, number>,
  done: TransformCallback,
): Promise<void> {
  for (let start = 0; start < bytes.length && !stream.destroyed; start += toxic.dropBytes) {
    await sleep(toxic.everyMs)
    const drop = bytes.subarray(start, start + toxic.dropBytes)
    crossed.down += drop.length
    stream.push(drop)
  }
  done()
}
