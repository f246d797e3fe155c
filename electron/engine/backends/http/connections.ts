import { createHash } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import { type buildConnector, buildConnector as connectorFor, type Dispatcher, Pool, ProxyAgent } from 'undici'
import { Trouble } from './trouble.ts'

export type ConnectionOptions = {
  readonly proxyUrl?: string | undefined
  /** The one certificate that is believed, whoever signed it. Without it the usual authorities vouch for the server. */
  readonly certificateSha256?: string | undefined
  readonly count: number
  readonly connectMs: number
}

type Connector = buildConnector.connector

/** A bounded number of kept-alive connections to one server, through the proxy if there is one. */
export function connectionsTo(origin: string, options: ConnectionOptions): Dispatcher {
  const { proxyUrl, certificateSha256, count, connectMs } = options
  // A resumed session shows no certificate: with a pin every connection has to show it anew.
  const tls = {
    allowH2: false,
    timeout: connectMs,
    ...(certificateSha256 === undefined ? {} : { rejectUnauthorized: false, maxCachedSessions: 0 }),
  }
  const pooling = { connections: count, pipelining: 1, allowH2: false, keepAliveTimeout: 20_000 }
  const pinned = (connect: Connector) =>
    certificateSha256 === undefined ? connect : believeOnly(certificateSha256, connect)
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

/** SECURITY: hands a connection on only when the server showed exactly this certificate; before that not one byte is sent. */
function believeOnly(sha256: string, connect: Connector): Connector {
  return (asked, done) =>
    connect(asked, (...[error, socket]) => {
      if (error !== null) return done(error, null)
      if (!(socket instanceof TLSSocket)) return done(null, socket)
      const shown = socket.getPeerCertificate(false).raw as Buffer | undefined
      if (shown && createHash('sha256').update(shown).digest('hex') === sha256) return done(null, socket)
      socket.destroy()
      return done(new Trouble('DEST_106', { isFinal: true }), null)
    })
}
