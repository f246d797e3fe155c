import { type Code, isAppError } from '#shared/errors/index.ts'

/** Why one try of a request did not do, and whether another one may. */
export class Trouble extends Error {
  readonly code: Code
  readonly isFinal: boolean
  /** What the server asked for with `Retry-After`. */
  readonly retryAfterMs: number | undefined
  readonly status: number | undefined

  constructor(
    code: Code,
    options: {
      readonly isFinal: boolean
      readonly retryAfterMs?: number | undefined
      readonly status?: number | undefined
      readonly cause?: unknown
    },
  ) {
    super(code, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.isFinal = options.isFinal
    this.retryAfterMs = options.retryAfterMs
    this.status = options.status
  }
}

/** OpenSSL's and Node's names for a certificate that is not to be believed, and for a handshake that failed. */
const NOT_BELIEVED =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|EPROTO$)/
const NOT_YET_VALID = 'CERT_NOT_YET_VALID'
/** The connection came about and broke: the place is there, this answer or this file is not to be had whole. */
const BROKEN_OFF =
  /^(UND_ERR_(SOCKET|BODY_TIMEOUT|RES_CONTENT_LENGTH_MISMATCH|RESPONSE)|ECONNRESET|EPIPE|HPE_|ERR_STREAM_PREMATURE_CLOSE)/

/** What a thrown thing means: the network's failures and the server's silence may pass, a wrong certificate does not. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error
  if (isAppError(error)) return new Trouble(error.code, { isFinal: true, cause: error })
  const name = nameOf(error)
  if (name === NOT_YET_VALID) return new Trouble('DEST_107', { isFinal: true, cause: error })
  if (NOT_BELIEVED.test(name)) return new Trouble('DEST_106', { isFinal: true, cause: error })
  if (name === 'UND_ERR_DESTROYED' || name === 'UND_ERR_CLOSED')
    return new Trouble('DEST_101', { isFinal: true, cause: error })
  // undici says so in words only: the proxy asks who we are
  if (error instanceof Error && /Proxy.*407/.test(error.message))
    return new Trouble('DEST_105', { isFinal: true, status: 407, cause: error })
  return new Trouble(BROKEN_OFF.test(name) ? 'DEST_104' : 'DEST_101', { isFinal: false, cause: error })
}

function nameOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1)
    if ('code' in at && typeof at.code === 'string') return at.code
  return ''
}

/** Not now, but perhaps in a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 423, 425, 429, 500, 502, 503, 504])
const CODES: Readonly<Record<number, Code>> = {
  401: 'DEST_105',
  403: 'DEST_103',
  404: 'DEST_109',
  407: 'DEST_105',
  410: 'DEST_109',
  413: 'DEST_102',
  507: 'DEST_102',
  511: 'DEST_108',
}

/** What a status means that the caller did not expect. */
export function troubleOfStatus(status: number, headers: Readonly<Record<string, string>>, nowMs: number): Trouble {
  if (PASSING.has(status))
    return new Trouble(status === 500 ? 'DEST_104' : 'DEST_101', {
      isFinal: false,
      status,
      retryAfterMs: retryAfterMs(headers['retry-after'], nowMs),
    })
  if (status >= 300 && status < 400) return new Trouble('DEST_108', { isFinal: true, status })
  return new Trouble(CODES[status] ?? 'DEST_104', { isFinal: true, status })
}

function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs
  return Number.isFinite(waitMs) && waitMs > 0 ? waitMs : undefined
}
