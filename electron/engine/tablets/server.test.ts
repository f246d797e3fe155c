import { once } from 'node:events'
import { connect } from 'node:tls'
import { expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from './certificate.ts'
import { servePage } from './server.ts'

it('whoever has no token does not hold a connection, letter by letter', async () => {
  const calls = {
    clinicName: () => 'Clínica',
    pair: async () => 'token',
    look: async () => ({}),
    take: async () => undefined,
  }
  const at = { host: '127.0.0.1', port: 0, slowestJsonMs: 20 }
  const page = await servePage(await makeCertificate(Date.now()), at, calls)
  onTestFinished(() => page.close())
  const line = connect({ host: '127.0.0.1', port: page.port, rejectUnauthorized: false })
  await once(line, 'secureConnect')
  line.write('POST /api/pair HTTP/1.1\r\nHost: x\r\nx-salvaguarda: 1\r\ncontent-length: 4000\r\n\r\n{')
  line.resume()
  // Without the server's patience it stays open until the socket's own limit, a minute after the last letter.
  await once(line, 'close')
  expect(line.destroyed).toBe(true)
})
