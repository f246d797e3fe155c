import { type Clock, type Log, type Random, silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import { type Code, fail } from '#shared/errors/index.ts'
import type { NetworkUse } from '../access.ts'
import { connectionsTo } from './connections.ts'
import { exchange, HTTP_TIMES, type HttpAnswer, type HttpRequest, type HttpTimes, type Wire } from './exchange.ts'
import { Trouble, troubleOf, troubleOfStatus } from './trouble.ts'

export type HttpClientOptions = {
  /** Address of the vault's folder on the server. Nothing but its scheme, host and port is ever spoken to. */
  readonly url: string
  readonly certificateSha256?: string | undefined
  readonly network?: NetworkUse | undefined
  /** Calls at once. */
  readonly connections: number
  /** Headers that say who is asking; asked for at every try, since a signature holds its time. Names in lower case. */
  readonly authorize?: (
    request: HttpRequest,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  /** What an unexpected answer means in this protocol; undefined leaves it to the status. */
  readonly explain?: (
    answer: HttpAnswer,
    request: HttpRequest,
  ) => Code | 'retry' | undefined | Promise<Code | 'retry' | undefined>
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log | undefined
  readonly times?: Partial<HttpTimes>
}

/** Speaks HTTP with one server on behalf of a place. Every request may be repeated: callers ask only for what can be. */
export type HttpClient = {
  /** Resolves to an answer with an accepted status, whole. Throws an `AppError` DEST_101…109. */
  ask(request: HttpRequest): Promise<HttpAnswer>
  /** Path of a file below the place's address, each part percent-encoded. */
  pathOf(...parts: readonly string[]): string
  close(): Promise<void>
}

/** A place that answered lately is waited for: a router that restarts, a line that breaks for a while. */
const PATIENCE_MS = 5 * 60_000
/** A place that did not is likely away, and somebody wants to know. */
const FIRST_PATIENCE_MS = 20_000
const MAX_TRIES = 15
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const LONGEST_ASKED_WAIT_MS = 2 * 60_000
const MAX_REDIRECTS = 3
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308])

/** Opens no connection yet: the first request does. */
export function httpClient(options: HttpClientOptions): HttpClient {
  return new PatientClient(options)
}

class PatientClient implements HttpClient {
  readonly #options: HttpClientOptions
  readonly #clock: Clock
  readonly #random: Random
  readonly #log: Log
  readonly #origin: string
  #wire: Promise<Wire> | undefined
  readonly #base: string
  #answeredAtMs = Number.NEGATIVE_INFINITY

  constructor(options: HttpClientOptions) {
    const url = new URL(options.url)
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? systemRandom
    this.#log = options.log ?? silentLog
    this.#base = url.pathname.replace(/\/+$/, '')
    this.#origin = url.origin
  }

  pathOf(...parts: readonly string[]): string {
    return `${this.#base}/${parts.map(encodeURIComponent).join('/')}`
  }

  async ask(request: HttpRequest): Promise<HttpAnswer> {
    const startMs = this.#clock.nowMs()
    const wasThere = startMs - this.#answeredAtMs < PATIENCE_MS
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await this.#askOnce(request)
        this.#answeredAtMs = this.#clock.nowMs()
        return answer
      } catch (error) {
        const trouble = troubleOf(error)
        const waitMs = this.#waitMs(tries, trouble)
        const goesOn = !trouble.isFinal && tries < MAX_TRIES && this.#hasPatience(startMs, wasThere, waitMs)
        // SECURITY: neither address nor path: a path names a vault, an address may hold a name
        this.#log.info('http-trouble', {
          method: request.method,
          code: trouble.code,
          status: trouble.status,
          tries,
          goesOn,
          ...(goesOn ? { waitMs } : {}),
        })
        if (!goesOn) fail(trouble.code, {}, { cause: trouble })
        await this.#clock.sleep(waitMs)
      }
    }
  }

  async close(): Promise<void> {
    await (await this.#wire)?.dispatcher.destroy()
  }

  async #open(): Promise<Wire> {
    const { network, certificateSha256, connections, times: ownTimes } = this.#options
    const times = { ...HTTP_TIMES, ...ownTimes }
    return {
      origin: this.#origin,
      times,
      nowMs: () => this.#clock.nowMs(),
      spend: network?.spend ?? (async () => undefined),
      dispatcher: await connectionsTo(this.#origin, {
        proxyUrl: network?.proxyUrl,
        certificateSha256,
        count: connections,
        connectMs: times.connectMs,
      }),
    }
  }

  #hasPatience(startMs: number, wasThere: boolean, waitMs: number): boolean {
    const sinceMs = Math.max(startMs, this.#answeredAtMs)
    const patienceMs = wasThere || this.#answeredAtMs > startMs ? PATIENCE_MS : FIRST_PATIENCE_MS
    return this.#clock.nowMs() + waitMs - sinceMs <= patienceMs
  }

  #waitMs(tries: number, { retryAfterMs = 0 }: Trouble): number {
    const fullMs = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)
    const ownMs = fullMs / 2 + this.#random.below(fullMs / 2)
    return Math.max(ownMs, Math.min(retryAfterMs, LONGEST_ASKED_WAIT_MS))
  }

  async #askOnce(asked: HttpRequest): Promise<HttpAnswer> {
    let request = asked
    for (let hops = 0; ; hops += 1) {
      const headers = { ...request.headers, ...(await this.#options.authorize?.(request)) }
      this.#wire ??= this.#open()
      const answer = await exchange(await this.#wire, request, headers)
      if (request.accept.includes(answer.status)) return answer
      const path = hops < MAX_REDIRECTS ? this.#redirected(request, answer) : undefined
      if (path === undefined) throw await this.#explained(request, answer)
      request = { ...request, path }
    }
  }

  /** SECURITY: only within the same scheme, host and port: passwords and copies go nowhere else. */
  #redirected(request: HttpRequest, { status, headers }: HttpAnswer): string | undefined {
    const { location } = headers
    if (!REDIRECTS.has(status) || location === undefined) return undefined
    const from = new URL(request.path, this.#origin).href
    const to = URL.canParse(location, from) ? new URL(location, from) : undefined
    return to?.origin === this.#origin ? `${to.pathname}${to.search}` : undefined
  }

  async #explained(request: HttpRequest, answer: HttpAnswer): Promise<Trouble> {
    const { status, headers } = answer
    const byStatus = troubleOfStatus(status, headers, this.#clock.nowMs())
    const told = await this.#options.explain?.(answer, request)
    if (told === undefined) return byStatus
    if (told !== 'retry') return new Trouble(told, { isFinal: true, status })
    const { retryAfterMs } = byStatus
    return new Trouble('DEST_101', { isFinal: false, status, retryAfterMs })
  }
}

/** The header of a user and a password (RFC 7617, in UTF-8). */
export function basicAuth(user: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}` }
}
