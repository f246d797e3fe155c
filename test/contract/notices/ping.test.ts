import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { pingChannel } from '#engine/notices/index.ts'
import { type Notice, type NoticeSettings, noticeSettingsSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'

// The signal to somebody outside, against a real server.

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})
async function serverThat(answer: RequestListener): Promise<NoticeSettings> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return noticeSettingsSchema.parse({ ping: { url: `http://127.0.0.1:${port}/ping/7f3a?rid=1` } })
}
const notice: Notice = {
  subject: 'place-away',
  tone: 'needs-you',
  action: 'connect-place',
  code: 'DEST_101',
  level: 'first',
  audience: ['reception'],
  sinceMs: 0,
  untilMs: null,
  snooze: null,
}
const message = { notice, clinicName: 'Clínica São João', deliveryId: 'x', nowMs: 0 }
const never = new AbortController().signal

it('a copy is told at the address itself, a need at …/fail, and only the subject is said', async () => {
  const asked: string[] = []
  const settings = await serverThat((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      asked.push([request.method, request.url, body].join(' '))
      response.end('OK')
    })
  })
  await pingChannel().heartbeat(settings, never)
  await pingChannel().tell(message, settings, never)
  expect(asked).toEqual(['POST /ping/7f3a?rid=1 ', 'POST /ping/7f3a/fail?rid=1 place-away'])
})

it.each([404, 500, 302])('an answer of %d counts as not told', async (status) => {
  const settings = await serverThat((_request, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end()
  })
  await expect(pingChannel().heartbeat(settings, never)).rejects.toSatisfy((error) => codeOf(error) === 'NOTE_104')
})

it('an address that takes the call and never answers is given up', async () => {
  const settings = await serverThat(() => {})
  await expect(pingChannel(200).heartbeat(settings, never)).rejects.toSatisfy((error) => codeOf(error) === 'NOTE_104')
})

it('nobody there is not told either, and stopping ends the wait', async () => {
  const settings = await serverThat(() => {})
  const stop = new AbortController()
  const waiting = pingChannel().heartbeat(settings, stop.signal)
  stop.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
  await expect(pingChannel().heartbeat(settings, never)).rejects.toSatisfy((error) => codeOf(error) === 'NOTE_104')
})
