import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, conformanceCases, type FileRef, openBackend, s3Backend } from '#engine/backends/index.ts'
import { systemClock } from '#engine/kernel/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { type Ceph, HOST_NAME, OWNER, startCeph } from './ceph.ts'
import { type Toxic, toxicProxy } from './toxic-proxy.ts'

let ceph: Ceph
let bucket = ''
let proxy: { readonly url: string; readonly asked: readonly string[]; readonly server: Server }
let made = 0
beforeAll(async () => {
  ceph = await startCeph()
  bucket = await ceph.makeBucket()
  proxy = await anyHostProxy(ceph.port)
})
afterAll(async () => {
  proxy?.server.close()
  await ceph?.[Symbol.asyncDispose]()
})

const freshPlace = (more: Partial<PlaceOf<'s3'>> = {}): PlaceOf<'s3'> =>
  ceph.place({ bucket, prefix: `clínica (${++made})/cofre da Ana's`, ...more })
const access = { secret: OWNER.secret }
const pack = (n: number): FileRef => ({ kind: 'pack', name: n.toString(16).padStart(64, '0') })
const bytesOf = (length: number, seed: number) => Uint8Array.from({ length }, (_, n) => (n * 31 + seed) & 0xff)
const code = (step: Promise<unknown>) => step.then(() => 'none', codeOf)

async function withPlace<T>(backend: Backend, work: (backend: Backend) => Promise<T>): Promise<T> {
  try {
    return await work(backend)
  } finally {
    await backend.close()
  }
}

/** A proxy to which every name is this machine: so a bucket can stand before the server's name. */
async function anyHostProxy(port: number) {
  const asked: string[] = []
  const server = createServer((asking, answering) => {
    const url = new URL(asking.url ?? '')
    asked.push(url.host)
    const { method, headers } = asking
    const onward = request({ port, host: '127.0.0.1', method, path: `${url.pathname}${url.search}`, headers })
    onward.on('response', (answer) => {
      answering.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(answering)
    })
    onward.on('error', () => answering.destroy())
    asking.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, asked, server }
}

describe.each(['path', 'virtual-host'] as const)('bucket in the %s', (style) => {
  test.each(conformanceCases)('$name', async ({ run }) => {
    if (style === 'path') return withPlace(openBackend(freshPlace(), access), run)
    const place = freshPlace({
      style,
      endpoint: `http://${HOST_NAME}`,
      ...(made % 2 ? { prefix: `cofre${made}` } : {}),
    })
    await withPlace(s3Backend(place, { ...access, network: { proxyUrl: proxy.url } }), run)
    expect(proxy.asked).toContain(`${bucket}.${HOST_NAME}`)
  })
})

test('more files than fit in one answer are all listed, and those of other vaults and programs are not', async () => {
  const prefix = `muitos ${++made}`
  await withPlace(s3Backend(freshPlace({ prefix }), access), async (backend) => {
    await backend.create()
    const files = Array.from({ length: 100 }, (_, n): FileRef => ({ kind: 'lock', name: pack(n).name }))
    for (let at = 0; at < files.length; at += 40)
      await Promise.all(files.slice(at, at + 40).map((file) => backend.write(file, bytesOf(1, 0))))
    await ceph.ask('PUT', bucket, `/${encodeURIComponent(prefix)}/locks/${'z'.repeat(64)}`)
    await ceph.ask('PUT', bucket, `/${encodeURIComponent(prefix)}/data/ff/${pack(1).name}`)
    const listed = await backend.list('lock')
    expect(listed.map(({ name }) => name).sort()).toEqual(files.map(({ name }) => name))
    expect(await backend.list('pack')).toEqual([])
    expect(await backend.holdsForeignThings()).toBe(false)
    await ceph.ask('PUT', bucket, `/${encodeURIComponent(prefix)}/fotos/1.jpg`)
    expect(await backend.holdsForeignThings()).toBe(true)
  })
})

test('what is wrong with the place has its own code, and nothing is made there', async () => {
  const wrong: readonly [string, Partial<PlaceOf<'s3'>>, string, number?][] = [
    ['DEST_109', { bucket: 'nao-existe' }, OWNER.secret],
    ['DEST_105', {}, 'outro segredo'],
    ['DEST_105', { accessKeyId: 'DESCONHECIDA' }, OWNER.secret],
    ['DEST_107', {}, OWNER.secret, 20 * 60_000],
    ['DEST_107', {}, OWNER.secret, -20 * 60_000],
    ['DEST_110', { lock: { mode: 'compliance', days: 1 } }, OWNER.secret],
    ['DEST_101', { prefix: 'nenhum cofre' }, OWNER.secret],
  ]
  for (const [expected, change, secret, offMs = 0] of wrong) {
    const clock = { ...systemClock, nowMs: () => Date.now() + offMs }
    await withPlace(s3Backend(freshPlace(change), { secret }, { clock }), async (backend) => {
      const isFound = expected === 'DEST_101' || expected === 'DEST_110'
      expect(await code(backend.create()), expected).toBe(expected === 'DEST_101' ? 'none' : expected)
      if (isFound) return
      expect(await code(backend.write(pack(1), bytesOf(10, 1)))).toBe(expected)
      expect(await code(backend.read(pack(1)))).toBe(expected)
      expect(await code(backend.stat({ kind: 'config', name: '' }))).toBe(expected)
      expect(await code(backend.list('config'))).toBe(expected)
      expect(await code(backend.list('pack'))).toBe(expected)
    })
  }
  expect(await code(ceph.ask('GET', 'nao-existe', ''))).not.toBe('none')
  expect(await code(s3Backend(freshPlace(), {}).create())).toBe('DEST_105')
})

test('a bucket that is full says so, and what was there stays', async () => {
  const full = await ceph.makeBucket()
  await withPlace(s3Backend(freshPlace({ bucket: full }), access), async (backend) => {
    await backend.create()
    await backend.write({ kind: 'config', name: '' }, bytesOf(100, 1))
    await ceph.admin('quota', 'set', '--quota-scope=bucket', `--bucket=${full}`, '--max-objects=1')
    await ceph.admin('quota', 'enable', '--quota-scope=bucket', `--bucket=${full}`)
    expect(await code(backend.write(pack(1), bytesOf(10, 1)))).toBe('DEST_102')
    expect(await backend.read({ kind: 'config', name: '' })).toEqual(bytesOf(100, 1))
  })
})

test('over every bad line files arrive whole, or there is a code and nothing of them', async () => {
  await using line = await toxicProxy(ceph.port)
  const place = freshPlace({ endpoint: `http://127.0.0.1:${line.port}` })
  const times = { connectMs: 20_000, headMs: 1_000, stallMs: 1_000, paceMs: 60_000 }
  const hasty = { ...systemClock, sleep: (durationMs: number) => systemClock.sleep(durationMs / 20) }
  const toxics: readonly Toxic[] = [
    { kind: 'latency', delayMs: 30 },
    { kind: 'cut', direction: 'up', afterBytes: 40_000 },
    { kind: 'cut', direction: 'down', afterBytes: 700 },
    { kind: 'half-close', direction: 'down', afterBytes: 40_000 },
    { kind: 'swallow', direction: 'up', afterBytes: 40_000 },
    { kind: 'swallow', direction: 'down', afterBytes: 40_000 },
    { kind: 'refuse' },
  ]
  await withPlace(s3Backend(place, access, { times, clock: hasty }), async (backend) => {
    await backend.create()
    await backend.write({ kind: 'config', name: '' }, bytesOf(155, 0))
    for (const [n, toxic] of toxics.entries()) {
      const bytes = bytesOf(150_000, n)
      const spoilNext = () => {
        const last = line.connections + 1
        line.infect((connection) => (connection <= last ? toxic : { kind: 'clean' }))
        line.cutAll()
      }
      spoilNext()
      await backend.write(pack(n), bytes)
      spoilNext()
      const range = { offset: 1_000, length: 120_000 }
      expect(await backend.read(pack(n), range), toxic.kind).toEqual(bytes.slice(1_000, 121_000))
      expect((await backend.stat(pack(n)))?.sizeBytes).toBe(bytes.length)
    }
  })
})

test('a server that is restarted in the middle is waited for', async () => {
  await withPlace(s3Backend(freshPlace(), access), async (backend) => {
    await backend.create()
    await backend.write({ kind: 'config', name: '' }, bytesOf(155, 0))
    await ceph.halt()
    const write = backend.write(pack(1), bytesOf(200_000, 1))
    await ceph.resume()
    await write
    expect(await backend.read(pack(1))).toEqual(bytesOf(200_000, 1))
  })
})
