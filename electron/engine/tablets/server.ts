import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { codeOf, fail, isAppError } from '#shared/errors/index.ts'
import type { Language } from '#shared/units/index.ts'
import type { PageCertificate } from './certificate.ts'
import { pageOf, pageRules } from './page.ts'
import type { IncomingFile } from './take-file.ts'

/** What the page's own server asks of whoever keeps the tablets. */
export type PageCalls = {
  clinicName(): string
  /** The token that this tablet sends from now on. Throws TAB_101 for a code that is void. */
  pair(code: string, name: string): Promise<string>
  /** What is known of a tablet by its token. Throws TAB_104. */
  look(token: string): Promise<unknown>
  /** Throws TAB_104 before anything is read, and what `takeFile` throws. */
  take(token: string, fileId: string, file: IncomingFile): Promise<void>
}
export type PageServer = { readonly port: number; close(): Promise<void> }

const COOKIE = '__Host-tablet'
const TEN_YEARS_SECONDS = 315_360_000
/** A pairing is a code and a name. */
const MOST_JSON_BYTES = 4096
const SLOWEST_JSON_MS = 15_000

const pairSchema = z.object({ token: z.string().max(100), name: z.string().trim().min(1).max(40) })
const fileIdSchema = z.uuid()
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

const STATUS: Readonly<Record<string, number>> = {
  TAB_101: 410,
  TAB_102: 415,
  TAB_103: 413,
  TAB_104: 401,
  TAB_105: 507,
  TAB_106: 400,
  TAB_108: 422,
}

/**
 * Serves the page on this computer's networks until closed. A port that is taken is replaced by one of the system's.
 *
 * SECURITY: whoever has no token gets the page and nothing else; a token is in a cookie that no script reads and no other site sends.
 */
export async function servePage(
  { key, certificate }: PageCertificate,
  at: { readonly host: string; readonly port: number; readonly slowestJsonMs?: number },
  calls: PageCalls,
): Promise<PageServer> {
  const options = {
    key,
    cert: certificate,
    minVersion: 'TLSv1.2',
    maxHeaderSize: 8192,
    handshakeTimeout: 15_000,
  } as const
  const { slowestJsonMs = SLOWEST_JSON_MS } = at
  const server = createServer(options, (request, response) => void answer(request, response, calls, slowestJsonMs))
  server.headersTimeout = 15_000
  // A long video over a bad network may take its time; a silent one is cut by the socket's own limit.
  server.requestTimeout = 30 * 60_000
  server.setTimeout(60_000)
  server.maxConnections = 50
  await listen(server, at.host, at.port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
    return listen(server, at.host, 0)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  calls: PageCalls,
  slowestJsonMs: number,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cache-control', 'no-store')
  try {
    await route(request, response, calls, slowestJsonMs)
  } catch (error) {
    const code = codeOf(error)
    // What comes behind a refusal is not read: the connection ends with the answer.
    if (!request.complete) response.setHeader('connection', 'close')
    json(response, STATUS[code] ?? 500, { code, params: isAppError(error) ? error.params : {} })
    if (!request.complete) request.unpipe().resume()
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  calls: PageCalls,
  slowestJsonMs: number,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'https://localhost')
  if (request.method === 'GET' && pathname === '/') return page(request, response, calls)
  // No form and no picture of another site can send this header.
  if (request.headers['x-salvaguarda'] !== '1') return json(response, 404, {})
  if (request.method === 'POST' && pathname === '/api/pair') {
    const { token, name } = await readJson(request, slowestJsonMs)
    const own = await calls.pair(token, name)
    const cookie = `${COOKIE}=${own}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${TEN_YEARS_SECONDS}`
    response.setHeader('set-cookie', cookie)
    return json(response, 200, {})
  }
  const token = tokenOf(request)
  if (request.method === 'GET' && pathname === '/api/me') return json(response, 200, await calls.look(token))
  const fileId = fileIdSchema.safeParse(/^\/api\/files\/([^/]+)$/.exec(pathname)?.[1])
  if (request.method !== 'PUT' || !fileId.success) return json(response, 404, {})
  const bytes = Number(request.headers['content-length'])
  const sha256 = sha256Schema.safeParse(request.headers['x-sha256'])
  if (!Number.isSafeInteger(bytes) || !sha256.success) return fail('TAB_106')
  await calls.take(token, fileId.data, { body: request, bytes, sha256: sha256.data })
  json(response, 200, {})
}

function page(request: IncomingMessage, response: ServerResponse, calls: PageCalls): void {
  const nonce = randomBytes(16).toString('base64')
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-security-policy', pageRules(nonce))
  response.end(pageOf(calls.clinicName(), languageOf(request), nonce))
}

/** Portuguese unless the tablet speaks English and no Portuguese. */
function languageOf(request: IncomingMessage): Language {
  const accepted = request.headers['accept-language'] ?? ''
  return /\ben\b/i.test(accepted) && !/\bpt\b/i.test(accepted) ? 'en' : 'pt-BR'
}

const tokenOf = ({ headers }: IncomingMessage): string =>
  new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1] ?? fail('TAB_104')

/** SECURITY: whoever has no token yet does not hold a connection for long, letter by letter. */
async function readJson(request: IncomingMessage, slowestMs: number): Promise<z.infer<typeof pairSchema>> {
  const patience = setTimeout(() => request.destroy(), slowestMs)
  let text = ''
  try {
    for await (const piece of request) {
      text += (piece as Buffer).toString('utf8')
      if (text.length > MOST_JSON_BYTES) fail('TAB_101')
    }
  } finally {
    clearTimeout(patience)
  }
  try {
    return pairSchema.parse(JSON.parse(text))
  } catch (cause) {
    return fail('TAB_101', {}, { cause })
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}
