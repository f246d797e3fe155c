import { once } from 'node:events'
import { createServer, type IncomingMessage, request as onward } from 'node:http'

/** What somebody in front of a server makes of a request; undefined lets it through as it is. */
export type Meddling =
  | undefined
  /** The server never hears of it. */
  | {
      readonly kind: 'answers'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** These headers do not get to the server. */
  | { readonly kind: 'drops'; readonly headers: readonly string[] }
  /** The server gets the first half of what is sent, as if it were all. */
  | { readonly kind: 'halves' }
  /** The server does what was asked, and its answer is lost. */
  | { readonly kind: 'loses-answer' }

export type HttpFront = AsyncDisposable & {
  readonly port: number
  /** Methods and statuses, in the order of the answers. */
  readonly seen: readonly string[]
  meddle(decide: (request: IncomingMessage) => Meddling): void
}

/** A web server of its own in front of a real one: busy, simple-minded or lying, as a test wants it. */
export async function httpFront(targetPort: number): Promise<HttpFront> {
  const seen: string[] = []
  let decide: (request: IncomingMessage) => Meddling = () => undefined
  const server = createServer((request, response) => {
    const meddling = decide(request)
    const note = (status: number) => void seen.push(`${request.method} ${status}`)
    if (meddling?.kind === 'answers') {
      note(meddling.status)
      // the rest of an upload is not waited for, as busy servers do
      response.writeHead(meddling.status, { connection: 'close', ...meddling.headers }).end(meddling.body ?? '')
      return
    }
    const headers = { ...request.headers }
    for (const name of meddling?.kind === 'drops' ? meddling.headers : []) delete headers[name]
    const { method, url: path } = request
    const half = meddling?.kind === 'halves' ? Math.floor(Number(headers['content-length'] ?? 0) / 2) : undefined
    if (half !== undefined) headers['content-length'] = `${half}`
    const asked = onward({ host: '127.0.0.1', port: targetPort, method, path, headers }, (answer) => {
      if (meddling?.kind === 'loses-answer') {
        answer.resume().on('end', () => request.socket.resetAndDestroy())
        return
      }
      note(answer.statusCode ?? 0)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    asked.on('error', () => request.socket.destroy())
    if (half === undefined) request.pipe(asked)
    else void gathered(request).then((bytes) => asked.end(bytes.subarray(0, half)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    seen,
    meddle(next) {
      decide = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function gathered(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}
