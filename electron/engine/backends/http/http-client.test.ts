import type { IncomingMessage, RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Log } from '#engine/kernel/index.ts'
import { readFile, statFile } from './read-file.ts'
import { clientOf, code, GET } from './test-support/clients.ts'
import { hastyClock, rawServer, webServer } from './test-support/servers.ts'

/** Answers with the listeners one after the other, the last one for good. */
function inTurn(...answers: RequestListener[]): RequestListener {
  let at = 0
  return (...given) => answers[Math.min(at++, answers.length - 1)]?.(...given)
}
const ok: RequestListener = (_request, response) => void response.end('tudo certo')
const status =
  (value: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(value, headers).end()

describe('a server in trouble', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])('%i is asked again until it answers', async (value) => {
    const { url } = await webServer(inTurn(status(value), status(value), ok))
    const { client, clock } = clientOf(url)
    expect(Buffer.from((await client.ask(GET)).body).toString()).toBe('tudo certo')
    expect(clock.slept).toHaveLength(2)
  })

  test('it is waited for as long as it says, within reason', async () => {
    const { url } = await webServer(
      inTurn(
        ok,
        status(503, { 'retry-after': '17' }),
        status(429, { 'retry-after': 'Sun, 22 Nov 2026 12:00:57 GMT' }),
        status(503, { 'retry-after': '86400' }),
        ok,
      ),
    )
    const { client, clock } = clientOf(url)
    await client.ask(GET)
    await client.ask(GET)
    expect(clock.slept).toEqual([17_000, 40_000, 120_000])
  })

  test('a place that never answered is given up soon, one that did is waited for longer, and both end', async () => {
    const { url } = await webServer(inTurn(ok, status(503)))
    const { client: known, clock } = clientOf(url)
    await known.ask(GET)
    await expect(known.ask(GET)).rejects.toMatchObject(code('DEST_101'))
    const { client: unknown, clock: shorter } = clientOf(url)
    await expect(unknown.ask(GET)).rejects.toMatchObject(code('DEST_101'))
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(sum(shorter.slept)).toBeLessThanOrEqual(20_000)
    expect(sum(clock.slept)).toBeGreaterThan(60_000)
    expect(sum(clock.slept)).toBeLessThanOrEqual(300_000)
  })

  test('nobody there is DEST_101', async () => {
    const server = await webServer(ok)
    await server.close()
    await expect(clientOf(server.url).client.ask(GET)).rejects.toMatchObject(code('DEST_101'))
    await expect(clientOf('http://nao-existe.invalid').client.ask(GET)).rejects.toMatchObject(code('DEST_101'))
  })
})

describe('a server that refuses', () => {
  test.each([
    [401, 'DEST_105'],
    [403, 'DEST_103'],
    [404, 'DEST_109'],
    [405, 'DEST_104'],
    [407, 'DEST_105'],
    [413, 'DEST_102'],
    [507, 'DEST_102'],
    [511, 'DEST_108'],
  ])('%i is %s, at once', async (value, expected) => {
    const { url } = await webServer(status(value))
    const { client, clock } = clientOf(url)
    await expect(client.ask(GET)).rejects.toMatchObject(code(expected))
    expect(clock.slept).toEqual([])
  })

  test('what its protocol says about an answer comes first', async () => {
    const { url } = await webServer(
      inTurn((_request, response) => void response.writeHead(400).end('cheio'), status(400), ok),
    )
    const { client } = clientOf(url, {
      explain: ({ body }) => (Buffer.from(body).toString() === 'cheio' ? 'DEST_102' : 'retry'),
    })
    await expect(client.ask(GET)).rejects.toMatchObject(code('DEST_102'))
    expect((await client.ask(GET)).status).toBe(200)
  })

  test('an early no to a long upload is heard', async () => {
    const { url } = await webServer(status(401, { connection: 'close' }))
    const { client } = clientOf(url)
    const body = new Uint8Array(300_000)
    const put = { method: 'PUT', path: '/pack', accept: [201], wants: 'nothing', body } as const
    await expect(client.ask(put)).rejects.toMatchObject(code('DEST_105'))
  })
})

describe('somebody else in its place', () => {
  test('a redirect to another host is not followed, and it hears no password', async () => {
    const heard: IncomingMessage[] = []
    const other = await webServer((request, response) => {
      heard.push(request)
      response.end('x')
    })
    const { url } = await webServer((request, response) => {
      if (request.url === '/login') response.end('the same path here is not what was meant')
      else response.writeHead(302, { location: `${other.url}/login` }).end()
    })
    await expect(clientOf(url).client.ask(GET)).rejects.toMatchObject(code('DEST_108'))
    expect(heard).toEqual([])
  })

  test('a redirect within the server is followed, a circle is not', async () => {
    const { url } = await webServer((request, response) => {
      if (request.url === '/cofre/config') response.writeHead(301, { location: '/novo/config' }).end()
      else if (request.url === '/novo/config') response.end('aqui')
      else response.writeHead(308, { location: request.url }).end()
    })
    const { client } = clientOf(url)
    expect(Buffer.from((await client.ask(GET)).body).toString()).toBe('aqui')
    await expect(client.ask({ ...GET, path: '/roda' })).rejects.toMatchObject(code('DEST_108'))
  })

  test('a web page is no file and no listing', async () => {
    const { url } = await webServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Aceite os termos</html>')
    })
    await expect(clientOf(url).client.ask(GET)).rejects.toMatchObject(code('DEST_108'))
    await expect(statFile(clientOf(url).client, '/pack')).rejects.toMatchObject(code('DEST_108'))
  })

  test('a sealed file that begins like a web page is the file', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<p>'),
      Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 37) % 256)),
    ])
    const { url } = await webServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(bytes)
    })
    expect(Buffer.from((await readFile(clientOf(url).client, '/pack')) ?? [])).toEqual(bytes)
  })

  test('something that does not speak HTTP ends with a code', async () => {
    const { url } = await rawServer((socket) => socket.write('220 mail.clinica ESMTP\r\n'))
    await expect(clientOf(url).client.ask(GET)).rejects.toMatchObject({ code: expect.stringMatching(/^DEST_10[14]$/) })
  })
})

describe('a whole body or none', () => {
  const bytes = Buffer.from('0123456789'.repeat(5000))
  const head = `HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`
  const onRequest = (socket: { once(event: 'data', heard: () => void): unknown }, say: () => void) =>
    socket.once('data', say)

  test('a cut body is asked for again', async () => {
    let tries = 0
    const { url } = await rawServer((socket) =>
      onRequest(socket, () => {
        tries += 1
        socket.end(
          tries < 3
            ? Buffer.concat([Buffer.from(head), bytes.subarray(0, 7000)])
            : Buffer.concat([Buffer.from(head), bytes]),
        )
      }),
    )
    expect(Buffer.from((await readFile(clientOf(url).client, '/pack')) ?? [])).toEqual(bytes)
    expect(tries).toBe(3)
  })

  test('cut chunks too', async () => {
    let tries = 0
    const { url } = await webServer((_request, response) => {
      tries += 1
      response.write(bytes)
      if (tries > 1) response.end()
      else setImmediate(() => response.destroy())
    })
    expect(Buffer.from((await readFile(clientOf(url).client, '/pack')) ?? [])).toEqual(bytes)
  })

  test('a file without an end that can be checked is not taken', async () => {
    const { url } = await rawServer((socket) => onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\n\r\nmetade')))
    await expect(readFile(clientOf(url).client, '/pack')).rejects.toMatchObject(code('DEST_104'))
  })

  test('more than was asked for is not taken', async () => {
    const { url } = await webServer((_request, response) => void response.end(Buffer.alloc(2000)))
    const { client } = clientOf(url)
    await expect(client.ask({ ...GET, maxBytes: 1999 })).rejects.toMatchObject(code('DEST_104'))
    expect((await client.ask({ ...GET, maxBytes: 2000 })).body).toHaveLength(2000)
  })

  test('a server that says nothing, stops in the middle or trickles is asked again, then given up', async () => {
    // Hasty in that only which the server is to be given up for: a busy computer is late in all of them.
    const patient = { headMs: 30_000, stallMs: 30_000, paceMs: 30_000 }
    const silent = await rawServer(() => undefined)
    const stops = await rawServer((socket) => onRequest(socket, () => void socket.write(`${head}abc`)))
    const trickles = await rawServer((socket) =>
      onRequest(socket, () => {
        socket.write(head)
        const drip = setInterval(() => socket.write('a'), 20)
        socket.on('close', () => clearInterval(drip))
      }),
    )
    const headDrips = await rawServer((socket) =>
      onRequest(socket, () => {
        socket.write('HTTP/1.1 200 OK\r\nx: ')
        const drip = setInterval(() => socket.write('a'), 20)
        socket.on('close', () => clearInterval(drip))
      }),
    )
    await Promise.all(
      (
        [
          [silent, 'DEST_101', { headMs: 50 }],
          [stops, 'DEST_104', { stallMs: 50 }],
          [trickles, 'DEST_101', { paceMs: 100 }],
          [headDrips, 'DEST_101', { headMs: 50 }],
        ] as const
      ).map(async ([server, expected, hurry]) => {
        const hasty = hastyClock()
        const startMs = Date.now()
        // what the server lets pass counts, and our own waits count tenfold, so that there are few
        const clock = {
          ...hasty,
          nowMs: () => hasty.nowMs() + (Date.now() - startMs),
          sleep: (durationMs: number) => hasty.sleep(durationMs * 10),
        }
        const { client } = clientOf(server.url, { times: { ...patient, ...hurry }, clock })
        await expect(readFile(client, '/pack')).rejects.toMatchObject(code(expected))
        expect(hasty.slept.length).toBeGreaterThan(0)
      }),
    )
  }, 60_000)
})

describe('a part of a file', () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251))
  const ranges: RequestListener = (request, response) => {
    const [, first = '', last = ''] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
    if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': bytes.length }).end()
    if (Number(first) >= bytes.length) return void response.writeHead(416).end()
    const end = Math.min(Number(last), bytes.length - 1)
    response
      .writeHead(206, { 'content-range': `bytes ${first}-${end}/${bytes.length}` })
      .end(bytes.subarray(Number(first), end + 1))
  }
  const cases = [
    [0, 1],
    [0, 1000],
    [999, 1],
    [100, 300],
    [900, 500],
    [1000, 10],
    [2000, 10],
    [5, 0],
  ] as const

  test.each([
    ['a server that knows ranges', ranges],
    [
      'one that sends everything',
      ((_request, response) =>
        void response.writeHead(200, { 'content-length': bytes.length }).end(bytes)) as RequestListener,
    ],
  ])('%s', async (_name, answer) => {
    const { url } = await webServer(answer)
    const { client } = clientOf(url)
    for (const [offset, length] of cases)
      expect(Buffer.from((await readFile(client, '/pack', { offset, length })) ?? [])).toEqual(
        bytes.subarray(offset, offset + length),
      )
  })

  test.each([
    ['another part', 'bytes 0-9/1000', 10],
    ['a shorter part', 'bytes 100-104/1000', 5],
    ['no word about which part', undefined, 10],
  ])('%s is not taken', async (_name, told, length) => {
    const { url } = await webServer((_request, response) => {
      response.writeHead(206, told === undefined ? {} : { 'content-range': told }).end(bytes.subarray(0, length))
    })
    const read = readFile(clientOf(url).client, '/pack', { offset: 100, length: 10 })
    await expect(read).rejects.toMatchObject(code('DEST_104'))
  })
})

test('bytes are paid for in small slices, both ways', async () => {
  const { url } = await webServer((request, response) => {
    request.resume().on('end', () => response.end(Buffer.alloc(200_000)))
  })
  const spent: [string, number][] = []
  const network = { spend: async (direction: 'up' | 'down', bytes: number) => void spent.push([direction, bytes]) }
  const { client } = clientOf(url, { network })
  await client.ask({ method: 'PUT', path: '/a', accept: [200], wants: 'text', body: new Uint8Array(100_000) })
  const sum = (direction: string) =>
    spent.filter(([way]) => way === direction).reduce((all, [, bytes]) => all + bytes, 0)
  expect([sum('up'), sum('down')]).toEqual([100_000, 200_000])
  expect(Math.max(...spent.map(([, bytes]) => bytes))).toBeLessThanOrEqual(65_536)
})

test('the trace tells what happened, and nothing about where or who', async () => {
  const lines: string[] = []
  const log: Log = {
    info: (event, facts) => void lines.push(JSON.stringify([event, facts])),
    warn: () => undefined,
  }
  const { url } = await webServer(inTurn(status(503), ok))
  const { client } = clientOf(`${url}/clinica-sao-joao/`, {
    log,
    authorize: () => ({ authorization: 'Basic c2VncmVkbw==' }),
  })
  await client.ask({ ...GET, path: client.pathOf('keys', 'maria da silva') })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('"status":503')
  expect(lines[0]).not.toMatch(/127\.0\.0\.1|joao|maria|c2Vn/)
})

test('paths are encoded part by part below the address', () => {
  const { client } = clientOf('https://nas/c%C3%B3pias da clínica/')
  expect(client.pathOf('data', 'a b?')).toBe('/c%C3%B3pias%20da%20cl%C3%ADnica/data/a%20b%3F')
})
