import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import type { SignatureV4 } from '@smithy/signature-v4'
import type { HttpRequest } from '../http/index.ts'

export type Signer = (request: HttpRequest, atMs: number) => Promise<Readonly<Record<string, string>>>

type Bytes = string | ArrayBuffer | ArrayBufferView
const inNode = (bytes: Bytes): string | Uint8Array => {
  if (typeof bytes === 'string') return bytes
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)
}

/** What the signing package asks of SHA-256, by node's own. */
class Sha256 {
  readonly #key: Bytes | undefined
  #hash: Hash | Hmac

  constructor(key?: Bytes) {
    this.#key = key
    this.#hash = this.#begin()
  }

  #begin(): Hash | Hmac {
    return this.#key === undefined ? createHash('sha256') : createHmac('sha256', inNode(this.#key))
  }

  update(bytes: Bytes): void {
    this.#hash.update(inNode(bytes))
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest())
  }

  reset(): void {
    this.#hash = this.#begin()
  }
}

const EMPTY = new Uint8Array(0)

/**
 * Signs requests as S3 wants them (AWS Signature Version 4, the body's SHA-256 included: a body that changed on its way is refused).
 *
 * `host` is the server's name with its port, unless that is the scheme's own. Resolves to the headers to be added.
 */
export function signerFor(options: {
  readonly host: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}): Signer {
  let signature: SignatureV4 | undefined
  return async (request, atMs) => {
    signature ??= new (await import('@smithy/signature-v4')).SignatureV4({
      service: 's3',
      region: options.region,
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
      sha256: Sha256,
      // keys are encoded once, which is S3's own exception
      uriEscapePath: false,
    })
    const url = new URL(request.path, 'http://unused')
    const bodySha256 = createHash('sha256')
      .update(request.body ?? EMPTY)
      .digest('hex')
    const signed = await signature.sign(
      {
        method: request.method,
        protocol: 'https:',
        hostname: options.host,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { ...request.headers, host: options.host, 'x-amz-content-sha256': bodySha256 },
      },
      { signingDate: new Date(atMs) },
    )
    const { host: _, ...headers } = signed.headers
    return headers
  }
}
