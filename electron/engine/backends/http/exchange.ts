import type { Dispatcher } from 'undici'
import type { ByteRange } from '../backend.ts'
import { Trouble } from './trouble.ts'

export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'MKCOL' | 'MOVE' | 'PROPFIND'
  /** Path and query as they go over the wire (`client.pathOf` makes them). */
  readonly path: string
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** The statuses the caller makes sense of; every other one is a failure or a reason to try again. */
  readonly accept: readonly number[]
  /** `file`: the length must be told and kept. `text`: a listing or the like, which its reader checks. */
  readonly wants: 'file' | 'text' | 'nothing'
  /** Longest body that is taken. Default 1 MiB. */
  readonly maxBytes?: number
  /** Of a 200 only these bytes are kept (for a server that passes over `Range`). */
  readonly keep?: ByteRange
  /** Memory for the body, used when it is long enough. */
  readonly room?: Uint8Array
}

/** `headers` have names in lower case. `body` is empty for HEAD, and for what was asked with `wants: 'nothing'`. */
export type HttpAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export type HttpTimes = {
  readonly connectMs: number
  /** From the last byte sent to the head of the answer. */
  readonly headMs: number
  /** Without a single byte. */
  readonly stallMs: number
  /** How often it is looked whether bytes move fast enough (`SLOWEST_BYTES_PER_S`). */
  readonly paceMs: number
}
export const HTTP_TIMES: HttpTimes = { connectMs: 15_000, headMs: 60_000, stallMs: 60_000, paceMs: 60_000 }

export type Wire = {
  readonly dispatcher: Dispatcher
  readonly origin: string
  readonly times: HttpTimes
  readonly nowMs: () => number
  readonly spend: (direction: 'up' | 'down', bytes: number) => Promise<void>
}

/** 16 kbit/s: slower than any line, faster than a server that keeps us on purpose. */
const SLOWEST_BYTES_PER_S = 2000
/** Small enough that a limited line sees no bursts. */
const SLICE_BYTES = 16 * 1024
/** What may still be on its way inside the system when we have sent everything. */
const IN_FLIGHT_BYTES = 4 * 1024 * 1024
/** 128 kbit/s. */
const IN_FLIGHT_BYTES_PER_MS = 16
const MAX_TEXT_BYTES = 1024 * 1024
/** What is read of an answer that nobody expected, to learn why. */
export const MAX_REASON_BYTES = 64 * 1024

/** One request and its whole answer. Throws `Trouble` or whatever the network throws. */
export async function exchange(wire: Wire, request: HttpRequest, headers: Record<string, string>): Promise<HttpAnswer> {
  const { body } = request
  const sent = body?.length ?? 0
  const headMs = wire.times.headMs + Math.min(sent, IN_FLIGHT_BYTES) / IN_FLIGHT_BYTES_PER_MS
  const answer = await wire.dispatcher.request({
    origin: wire.origin,
    path: request.path,
    method: request.method as Dispatcher.HttpMethod,
    headers: { ...headers, 'accept-encoding': 'identity', ...(body ? { 'content-length': `${sent}` } : {}) },
    // undici takes what can be iterated too, which its types do not say
    body: body ? (slices(body, wire) as unknown as Uint8Array) : null,
    headersTimeout: headMs,
    bodyTimeout: wire.times.stallMs,
  })
  const status = answer.statusCode
  const told = lowerCase(answer.headers)
  try {
    const isExpected = request.accept.includes(status)
    const isPage = isExpected && status === 200 && /^text\/html\b/i.test(told['content-type'] ?? '')
    if (request.method === 'HEAD') {
      if (isPage) throw new Trouble('DEST_108', { isFinal: true, status })
      return { status, headers: told, body: new Uint8Array(0) }
    }
    // packed by somebody on the way: not the server's bytes
    if (isExpected && (told['content-encoding'] ?? 'identity') !== 'identity')
      throw new Trouble('DEST_104', { isFinal: true, status })
    const kept = await takeBody(wire, request, isExpected, status, told, answer.body)
    if (isPage && isText(kept)) throw new Trouble('DEST_108', { isFinal: true, status })
    return { status, headers: told, body: kept }
  } catch (error) {
    answer.body.on('error', () => undefined).destroy()
    throw error
  }
}

/**
 * Whether bytes read like words: a page made for people. Servers guess a type from the first bytes of a file,
 * and of a million sealed files one begins like a page.
 */
function isText(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells sealed bytes from words
  return !/[\x00-\x08\x0e-\x1f\x7f]/.test(start)
}

async function takeBody(
  wire: Wire,
  request: HttpRequest,
  isExpected: boolean,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Dispatcher.ResponseData['body'],
): Promise<Uint8Array> {
  const toldBytes = /^\d+$/.test(headers['content-length'] ?? '') ? Number(headers['content-length']) : undefined
  const isFile = isExpected && request.wants === 'file' && (status === 200 || status === 206)
  // Without a length or chunks the end of the connection is the end of the file, also when it was cut.
  if (isFile && toldBytes === undefined && headers['transfer-encoding'] === undefined)
    throw new Trouble('DEST_104', { isFinal: true, status })
  const keep = status === 200 ? request.keep : undefined
  const skipBytes = keep?.offset ?? 0
  const wantedBytes = keep?.length ?? Number.POSITIVE_INFINITY
  const maxBytes = isExpected ? (request.maxBytes ?? MAX_TEXT_BYTES) : MAX_REASON_BYTES
  const kept = new Gathered(
    isExpected ? request.room : undefined,
    Math.min(wantedBytes, Math.max(0, (toldBytes ?? 0) - skipBytes), maxBytes),
  )
  const pace = new Pace(wire)
  let seen = 0
  const chunks = body[Symbol.asyncIterator]()
  while (kept.length < wantedBytes) {
    const step = await pace.waitFor(() => chunks.next())
    if (step.done) {
      // undici checks it too; a body that is shorter than told must never pass for the file
      if (toldBytes !== undefined && seen !== toldBytes) throw new Trouble('DEST_104', { isFinal: false, status })
      return kept.bytes()
    }
    const chunk: Uint8Array = step.value
    pace.moved(chunk.length)
    await wire.spend('down', chunk.length)
    const from = Math.max(0, skipBytes - seen)
    seen += chunk.length
    const part = chunk.subarray(from, Math.min(chunk.length, from + wantedBytes - kept.length))
    if (kept.length + part.length > maxBytes) {
      if (isExpected) throw new Trouble('DEST_104', { isFinal: true, status })
      break
    }
    kept.add(part)
  }
  body.on('error', () => undefined).destroy()
  return kept.bytes()
}

/** Bytes put one after the other, into memory asked for once where the length is known. */
class Gathered {
  #memory: Uint8Array
  length = 0

  constructor(room: Uint8Array | undefined, expectedBytes: number) {
    this.#memory = room && room.length >= expectedBytes ? room : new Uint8Array(expectedBytes)
  }

  add(part: Uint8Array): void {
    const needed = this.length + part.length
    if (needed > this.#memory.length) {
      const larger = new Uint8Array(Math.max(needed, this.#memory.length * 2))
      larger.set(this.#memory.subarray(0, this.length))
      this.#memory = larger
    }
    this.#memory.set(part, this.length)
    this.length = needed
  }

  bytes(): Uint8Array {
    return this.#memory.subarray(0, this.length)
  }
}

/** Throws when bytes trickle: only the time in which the other side keeps us waiting counts, not our own limit. */
class Pace {
  readonly #wire: Wire
  #waitedMs = 0
  #bytes = 0

  constructor(wire: Wire) {
    this.#wire = wire
  }

  async waitFor<T>(step: () => Promise<T>): Promise<T> {
    const startMs = this.#wire.nowMs()
    const result = await step()
    this.waited(this.#wire.nowMs() - startMs)
    return result
  }

  moved(bytes: number): void {
    this.#bytes += bytes
  }

  waited(durationMs: number): void {
    this.#waitedMs += Math.max(0, durationMs)
    if (this.#waitedMs < this.#wire.times.paceMs) return
    if (this.#bytes < (SLOWEST_BYTES_PER_S * this.#waitedMs) / 1000) throw new Trouble('DEST_101', { isFinal: false })
    this.#waitedMs = 0
    this.#bytes = 0
  }
}

async function* slices(body: Uint8Array, wire: Wire): AsyncGenerator<Uint8Array> {
  const pace = new Pace(wire)
  for (let at = 0; at < body.length; at += SLICE_BYTES) {
    const slice = body.subarray(at, at + SLICE_BYTES)
    await wire.spend('up', slice.length)
    const startMs = wire.nowMs()
    yield slice
    pace.moved(slice.length)
    pace.waited(wire.nowMs() - startMs)
  }
}

function lowerCase(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  return plain
}
