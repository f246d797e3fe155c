import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { APP_ORIGIN } from '#shared/contracts/index.ts'
import { assetPath } from './asset-path.ts'
import { contentSecurityPolicy } from './csp.ts'

const NONCE_PLACE = '__CSP_NONCE__'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Answers for the built page's folder, and for nothing else. Each document gets its own policy and nonce. */
export async function answerFromBundle(folder: string, request: Request): Promise<Response> {
  const url = new URL(request.url)
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return answer(404)
  if (request.method !== 'GET') return answer(405)
  const asset = assetPath(folder, url.pathname)
  if (asset.kind === 'refused') return answer(403)
  const type = TYPES[path.extname(asset.file)]
  if (!type) return answer(404)
  const nonce = randomBytes(16).toString('base64')
  try {
    const body = asset.file.endsWith('.html')
      ? (await readFile(asset.file, 'utf8')).replaceAll(NONCE_PLACE, nonce)
      : new Uint8Array(await readFile(asset.file))
    return answer(200, body, {
      'content-type': type,
      // SECURITY: the strict policy goes with every answer, so no document of ours can be shown without it.
      'content-security-policy': contentSecurityPolicy(nonce),
    })
  } catch {
    return answer(404)
  }
}

function answer(status: number, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  return new Response(body ?? null, {
    status,
    headers: {
      ...headers,
      // SECURITY: a file is only ever what its type says.
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  })
}
