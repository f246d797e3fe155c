import { createHash, X509Certificate } from 'node:crypto'
import { request as httpRequest, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { readCertificate } from './connections.ts'
import { NAS, OTHER } from './test-support/certificates.ts'
import { clientOf, closeClients, code, GET } from './test-support/clients.ts'
import { rawServer, tlsServer, webServer } from './test-support/servers.ts'

const fingerprint = (pem: string) => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')
const ok: RequestListener = (_request, response) => void response.end('tudo certo')

describe('certificates', () => {
  test('one that nobody vouches for is refused, unless it is the pinned one', async () => {
    const { url } = await tlsServer(NAS, ok)
    await expect(clientOf(url).client.ask(GET)).rejects.toMatchObject(code('DEST_106'))
    const pinned = clientOf(url, { certificateSha256: fingerprint(NAS.cert) }).client
    expect((await pinned.ask(GET)).status).toBe(200)
  })

  test('another one than the pinned gets neither a password nor a byte', async () => {
    const heard: unknown[] = []
    const { url } = await tlsServer(OTHER, (request, response) => {
      heard.push(request.headers.authorization)
      response.end()
    })
    const { client, clock } = clientOf(url, {
      certificateSha256: fingerprint(NAS.cert),
      authorize: () => ({ authorization: 'Basic c2VncmVkbw==' }),
    })
    await expect(client.ask(GET)).rejects.toMatchObject(code('DEST_106'))
    expect(heard).toEqual([])
    expect(clock.slept).toEqual([])
  })

  test('is shown to a person before anything is said to the server', async () => {
    const heard: unknown[] = []
    const { url } = await tlsServer(NAS, (_request, response) => {
      heard.push(1)
      response.end()
    })
    expect(await readCertificate(url)).toEqual({ sha256: fingerprint(NAS.cert), isTrusted: false })
    expect(heard).toEqual([])
    const plain = await webServer(ok)
    await expect(readCertificate(plain.url.replace('http:', 'https:'))).rejects.toMatchObject(code('DEST_106'))
    await plain.close()
    await expect(readCertificate(plain.url.replace('http:', 'https:'))).rejects.toMatchObject(code('DEST_101'))
  })

  test('a place without encryption where some was agreed is refused', async () => {
    const { url } = await webServer(ok)
    const { client } = clientOf(url.replace('http:', 'https:'), { certificateSha256: fingerprint(NAS.cert) })
    await expect(client.ask(GET)).rejects.toMatchObject(code('DEST_106'))
  })
})

describe('a proxy', () => {
  /** Forwards, and opens tunnels; `seen` are the request lines. */
  async function proxy(seen: string[]) {
    const { createServer } = await import('node:http')
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      const onward = httpRequest(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      request.pipe(onward)
    })
    server.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`)
      const [host = '', port = ''] = (request.url ?? '').split(':')
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        onward.pipe(socket).pipe(onward)
      })
      for (const end of [onward, socket]) end.on('error', () => [onward, socket].map((each) => each.destroy()))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return {
      proxyUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
      close: () => {
        server.closeAllConnections()
        server.close()
      },
    }
  }

  test('everything goes through it, and the pin holds inside its tunnel', async () => {
    const seen: string[] = []
    const { proxyUrl, close } = await proxy(seen)
    const network = { proxyUrl }
    const plain = await webServer(ok)
    expect((await clientOf(plain.url, { network }).client.ask(GET)).status).toBe(200)
    const nas = await tlsServer(NAS, ok)
    const good = clientOf(nas.url, { network, certificateSha256: fingerprint(NAS.cert) }).client
    expect((await good.ask(GET)).status).toBe(200)
    const bad = clientOf(nas.url, { network, certificateSha256: fingerprint(OTHER.cert) }).client
    await expect(bad.ask(GET)).rejects.toMatchObject(code('DEST_106'))
    await expect(clientOf(nas.url, { network }).client.ask(GET)).rejects.toMatchObject(code('DEST_106'))
    const tunnel = `CONNECT 127.0.0.1:${nas.port}`
    expect(seen).toEqual([`GET ${plain.url}/cofre/config`, tunnel, tunnel, tunnel])
    await closeClients()
    close()
  })

  test('one that asks for a password is told as such', async () => {
    const { url } = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')),
    )
    const network = { proxyUrl: url }
    await expect(clientOf('https://nas.invalid', { network }).client.ask(GET)).rejects.toMatchObject(code('DEST_105'))
    await expect(clientOf('http://nas.invalid', { network }).client.ask(GET)).rejects.toMatchObject(code('DEST_105'))
  })
})
