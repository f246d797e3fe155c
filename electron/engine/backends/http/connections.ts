import { createHash } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import type { buildConnector, Dispatcher, Pool } from 'undici'
import { fail } from '#shared/errors/index.ts'
import { Trouble, troubleOf } from './trouble.ts'

export type ConnectionOptions = {
  readonly proxyUrl?: string | undefined
  /** The one certificate that is believed, whoever signed it. Without it the usual authorities vouch for the server. */
  readonly certificateSha256?: string | undefined
  /** Decides by itself whom to believe. */
  readonly look?: Look
  readonly count: number
  readonly connectMs: number
}

/** True when this certificate is to be believed. */
type Look = (shown: ShownCertificate) => boolean
type Connector = buildConnector.connector

/** A bounded number of kept-alive connections to one server, through the proxy if there is one. */
export async function connectionsTo(origin: string, options: ConnectionOptions): Promise<Dispatcher> {
  // Read only by whoever has a server: it holds 10 MB and more.
  const { buildConnector: connectorFor, Pool, ProxyAgent } = await import('undici')
  const { proxyUrl, certificateSha256, count, connectMs } = options
  const look = options.look ?? (certificateSha256 === undefined ? undefined : only(certificateSha256))
  // A resumed session shows no certificate: with a pin every connection has to show it anew.
  const tls = {
    allowH2: false,
    timeout: connectMs,
    ...(look === undefined ? {} : { rejectUnauthorized: false, maxCachedSessions: 0 }),
  }
  const pooling = { connections: count, pipelining: 1, allowH2: false, keepAliveTimeout: 20_000 }
  const pinned = (connect: Connector) => (look === undefined ? connect : believeIf(look, connect))
  if (proxyUrl === undefined) return new Pool(origin, { ...pooling, connect: pinned(connectorFor(tls)) })
  return new ProxyAgent({
    ...pooling,
    uri: proxyUrl,
    connectTimeout: connectMs,
    requestTls: tls,
    factory: (to, given: Pool.Options) => {
      const isServer = new URL(to).origin === origin && typeof given.connect === 'function'
      return new Pool(to, isServer ? { ...given, connect: pinned(given.connect as Connector) } : given)
    },
  })
}

const LOOK_MS = 15_000
const only =
  (sha256: string): Look =>
  (shown) =>
    shown.sha256 === sha256

/** What a server shows of itself before anything is said to it. */
export type ShownCertificate = {
  readonly sha256: string
  /** The usual authorities vouch for it under this name: nothing has to be pinned. */
  readonly isTrusted: boolean
}

/**
 * The certificate of a server, to be accepted by a person once. Nothing is sent to it.
 *
 * Throws DEST_101 when nobody answers, DEST_106 when what answers does not speak TLS.
 */
export async function readCertificate(url: string, proxyUrl?: string): Promise<ShownCertificate> {
  const { origin } = new URL(url)
  let shown: ShownCertificate | undefined
  const look: Look = (found) => {
    shown = found
    return false
  }
  const dispatcher = await connectionsTo(origin, { proxyUrl, count: 1, connectMs: LOOK_MS, look })
  try {
    await dispatcher.request({ origin, path: '/', method: 'HEAD' })
  } catch (error) {
    if (!shown) fail(troubleOf(error).code, {}, { cause: error })
  } finally {
    await dispatcher.destroy()
  }
  return shown ?? fail('DEST_106')
}

/** SECURITY: hands a connection on only when what the server showed will do; before that not one byte is sent. */
function believeIf(look: Look, connect: Connector): Connector {
  return (asked, done) =>
    connect(asked, (...[error, socket]) => {
      if (error !== null) return done(error, null)
      if (!(socket instanceof TLSSocket)) return done(null, socket)
      const raw = socket.getPeerCertificate(false).raw as Buffer | undefined
      const sha256 = raw && createHash('sha256').update(raw).digest('hex')
      if (sha256 && look({ sha256, isTrusted: socket.authorized })) return done(null, socket)
      socket.destroy()
      return done(new Trouble('DEST_106', { isFinal: true }), null)
    })
}
