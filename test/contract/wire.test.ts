import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError, fail } from '#shared/errors/index.ts'
import { type Client, call, connect, feed, type Handlers, type Port, serve } from '#shared/wire/index.ts'

const nothing = z.object({})
const contract = {
  add: call(z.object({ a: z.number(), b: z.number().max(100) }), z.object({ sum: z.number() })),
  bytes: call(z.object({ bytes: z.instanceof(Uint8Array) }), z.object({ bytes: z.instanceof(Uint8Array) })),
  refuse: call(nothing, nothing),
  explode: call(nothing, nothing),
  hang: call(nothing, nothing),
  lie: call(nothing, z.object({ sum: z.number() })),
  numbers: feed(z.object({ from: z.number() }), z.object({ value: z.number() })),
  brokenFeed: feed(nothing, nothing),
}

let unexpected: [string, unknown][]
let emit: (event: { value: number }) => void
/** Of this test only: the last test's port may still be closing. */
let counts: { stops: number; aborts: number }
let client: Client<typeof contract>
let serverSide: MessagePort
let clientSide: MessagePort

const handlers: Handlers<typeof contract> = {
  add: async ({ a, b }) => ({ sum: a + b }),
  bytes: async ({ bytes }) => ({ bytes }),
  refuse: async () => fail('VAULT_103', { version: 3 }, { cause: new Error('/clínica/Ana Souza.pdf') }),
  explode: async () => {
    throw new TypeError("cannot open '/clínica/Ana Souza.pdf'")
  },
  hang: (_input, signal) => {
    const own = counts
    return new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => {
        own.aborts++
        reject(signal.reason)
      }),
    )
  },
  lie: async () => ({ sum: 'seven' }) as unknown as { sum: number },
  numbers: ({ from }, tell) => {
    const own = counts
    emit = tell
    tell({ value: from })
    return () => own.stops++
  },
  brokenFeed: () => {
    throw new Error('no feed')
  },
}

const portOf = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', listener),
  onClose: (listener) => port.on('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})

beforeEach(() => {
  unexpected = []
  counts = { stops: 0, aborts: 0 }
  const { port1, port2 } = new MessageChannel()
  serverSide = port1
  clientSide = port2
  serve(portOf(port1), contract, handlers, (name, error) => unexpected.push([name, error]))
  client = connect(portOf(port2), contract)
  return () => port2.close()
})

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error) => (error instanceof AppError ? error.code : error),
  )

/** Sends a message as a hostile window could, and waits for the answer to its number. */
function raw(message: { id: number } & Record<string, unknown>): Promise<unknown> {
  return new Promise((resolve) => {
    clientSide.on('message', (answer: { id: number }) => {
      if (answer.id === message.id) resolve(answer)
    })
    clientSide.postMessage(message)
  })
}

/** Everything sent before this has been handled by the other side. */
const settled = () => client.add({ a: 1, b: 1 })

test('an answer comes back, and bytes stay bytes', async () => {
  expect(await client.add({ a: 2, b: 3 })).toEqual({ sum: 5 })
  const { bytes } = await client.bytes({ bytes: new Uint8Array([0, 128, 255]) })
  expect(bytes).toEqual(new Uint8Array([0, 128, 255]))
})

test('a refusal keeps its code and its numbers and loses everything else', async () => {
  const answer = await raw({ t: 'call', id: 900, name: 'refuse', input: {} })
  expect(answer).toEqual({ t: 'err', id: 900, error: { code: 'VAULT_103', params: { version: 3 } } })
})

test('what nobody expected is APP_000 for the caller, and the whole error for the log', async () => {
  const answer = await raw({ t: 'call', id: 901, name: 'explode', input: {} })
  expect(answer).toEqual({ t: 'err', id: 901, error: { code: 'APP_000', params: {} } })
  expect(unexpected).toEqual([['explode', expect.any(TypeError)]])
})

test('an input or an answer that the contract does not know never passes', async () => {
  expect(await codeOf(client.add({ a: 1, b: 101 }))).toBe('IPC_001')
  expect(await codeOf(client.lie({}))).toBe('APP_000')
})

test.each(['constructor', '__proto__', 'toString', 'numbers', 'unknown'])('%s cannot be called', async (name) => {
  expect(await raw({ t: 'call', id: 902, name, input: {} })).toMatchObject({ t: 'err', error: { code: 'IPC_001' } })
})

test.each([
  null,
  'text',
  7,
  [],
  { t: 'call' },
  { t: 'call', id: -1, name: 'add', input: {} },
  { t: 'nonsense', id: 1 },
])('the message %j is passed over and the next call is answered', async (message) => {
  clientSide.postMessage(message)
  expect(await client.add({ a: 1, b: 1 })).toEqual({ sum: 2 })
})

test('a number that is already in use is refused, and the first call goes on', async () => {
  clientSide.postMessage({ t: 'call', id: 903, name: 'hang', input: {} })
  expect(await raw({ t: 'call', id: 903, name: 'hang', input: {} })).toMatchObject({ error: { code: 'IPC_001' } })
  expect(counts.aborts).toBe(0)
})

test('cancelling ends the work over there and the caller hears that it was cancelled', async () => {
  const cancel = new AbortController()
  const answer = codeOf(client.hang({}, cancel.signal))
  cancel.abort()
  expect(await answer).toBe('APP_001')
  expect(counts.aborts).toBe(1)
  expect(unexpected).toEqual([])
})

test('a call with a signal that has already ended is not sent at all', async () => {
  expect(await codeOf(client.hang({}, AbortSignal.abort()))).toBe('APP_001')
  await settled()
  expect(counts.aborts).toBe(0)
})

test('a feed tells until it is stopped', async () => {
  const values: number[] = []
  const stop = client.numbers({ from: 1 }, ({ value }) => values.push(value))
  await settled()
  emit({ value: 2 })
  await settled()
  stop()
  await settled()
  emit({ value: 3 })
  await settled()
  expect(values).toEqual([1, 2])
  expect(counts.stops).toBe(1)
})

test('a feed that is refused or cannot start says so once', async () => {
  const ends: string[] = []
  client.numbers(
    { from: 'one' as unknown as number },
    () => {},
    (error) => ends.push(error.code),
  )
  client.brokenFeed(
    {},
    () => {},
    (error) => ends.push(error.code),
  )
  await settled()
  expect(ends).toEqual(['IPC_001', 'APP_000'])
  expect(unexpected).toHaveLength(1)
})

test('when the other side goes away, waiting calls, later calls and feeds end with IPC_002', async () => {
  const waiting = codeOf(client.hang({}))
  const feedEnd = new Promise((resolve) =>
    client.numbers(
      { from: 1 },
      () => {},
      (error) => resolve(error.code),
    ),
  )
  await settled()
  serverSide.close()
  expect(await waiting).toBe('IPC_002')
  expect(await feedEnd).toBe('IPC_002')
  expect(await codeOf(client.add({ a: 1, b: 1 }))).toBe('IPC_002')
  const late = new Promise((resolve) =>
    client.numbers(
      { from: 1 },
      () => {},
      (error) => resolve(error.code),
    ),
  )
  expect(await late).toBe('IPC_002')
})

test('when the window goes away, its running work and its feeds are ended', async () => {
  client.hang({}).catch(() => {})
  client.numbers({ from: 1 }, () => {})
  await settled()
  const closed = new Promise((resolve) => serverSide.on('close', resolve))
  clientSide.close()
  await closed
  expect(counts).toEqual({ aborts: 1, stops: 1 })
})
