import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Client } from 'ssh2'
import { fail } from '#shared/errors/index.ts'

/** How other things than SSH begin to speak: web servers and their pages, and TLS with its two kinds of first record. */
const isForeignWord = (bytes: Buffer) =>
  bytes[0] === 0x15 || bytes[0] === 0x16 || /^(HTTP\/|<)/.test(bytes.toString('latin1', 0, 5))

/** An open connection to a server, straight or through the clinic's proxy, before anything is said on it. */
export class Wire {
  readonly socket: Socket
  /** What answered is no SSH server: a sign-in page of the network, a web server. */
  isForeign = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.once('data', (bytes: Buffer) => {
      this.isForeign = isForeignWord(bytes)
    })
    socket.pause()
  }

  /** Throws DEST_101 when nobody answers in time, DEST_108 when the proxy does not let us through. */
  static async open(host: string, port: number, proxyUrl: string | undefined, withinMs: number): Promise<Wire> {
    const socket = await (proxyUrl === undefined
      ? straight(host, port, withinMs)
      : through(proxyUrl, host, port, withinMs))
    socket.setNoDelay(true)
    return new Wire(socket)
  }
}

/** ssh2, read only by whoever has a server: nobody else's start waits for it. */
export const loadSsh = async () => (await import('ssh2')).default

/** After this a client that is done with may fail without ending the process. */
export function quietly(client: Client): void {
  client.removeAllListeners()
  client.on('error', () => undefined)
  client.end()
}

async function straight(host: string, port: number, withinMs: number): Promise<Socket> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(withinMs) })
    return socket
  } catch (error) {
    socket.on('error', () => undefined)
    socket.destroy()
    return fail('DEST_101', {}, { cause: error })
  }
}

async function through(proxyUrl: string, host: string, port: number, withinMs: number): Promise<Socket> {
  const { hostname, port: proxyPort, username, password } = new URL(proxyUrl)
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  const asking = request({
    host: hostname,
    port: proxyPort || 80,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${login}` }) },
    signal: AbortSignal.timeout(withinMs),
  })
  const answer = new Promise<{ status: number; socket: Socket; head: Buffer }>((resolve, reject) => {
    asking.on('connect', ({ statusCode = 0 }, socket, head) => resolve({ status: statusCode, socket, head }))
    asking.on('response', ({ statusCode = 0, socket }) =>
      resolve({ status: statusCode, socket, head: Buffer.alloc(0) }),
    )
    asking.on('error', reject)
  })
  asking.end()
  const { status, socket, head } = await answer.catch((error: unknown) => fail('DEST_101', {}, { cause: error }))
  if (status !== 200) {
    socket.destroy()
    // a proxy that cannot reach the server says 502 to 504; anything else means it will not
    fail(status >= 502 && status <= 504 ? 'DEST_101' : 'DEST_108', {}, { cause: new Error(`the proxy says ${status}`) })
  }
  if (head.length > 0) socket.unshift(head)
  return socket
}
