import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Backend,
  conformanceCases,
  type FileRef,
  openBackend,
  readHostKey,
  type SftpOptions,
  sftpBackend,
} from '#engine/backends/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { noDisks, RealDisk } from '../faults/machine.ts'
import { freePort } from '../servers/process.ts'
import { noChroot, type OpenSsh, startOpenSsh, strangersKey } from './openssh.ts'
import { type Toxic, toxicProxy } from './toxic-proxy.ts'

let server: OpenSsh
let made = 0
beforeAll(async () => {
  server = await startOpenSsh()
})
afterAll(() => server[Symbol.asyncDispose]())

const impatient: SftpOptions = {
  patience: { connectMs: 20_000, answerMs: 1_000, idleMs: 60_000 },
  retryMs: Array.from({ length: 30 }, () => 20),
}
const name = (n: number) => n.toString(16).padStart(64, '0')
const pack = (n: number): FileRef => ({ kind: 'pack', name: name(n) })
const freshPlace = async (from = server, more: Partial<PlaceOf<'sftp'>> = {}) => {
  const place = await from.place(more)
  return { ...place, folder: `${place.folder} ${made++}` }
}
const bytesOf = (length: number, seed: number) => Uint8Array.from({ length }, (_, n) => (n * 31 + seed) & 0xff)
const code = async (step: Promise<unknown>) => step.then(() => 'none', codeOf)

/** Runs `work` with a place and closes it whatever happens. */
async function withPlace<T>(backend: Backend, work: (backend: Backend) => Promise<T>): Promise<T> {
  try {
    return await work(backend)
  } finally {
    await backend.close()
  }
}

describe.each(['with extensions', 'without extensions'])('OpenSSH %s', (way) => {
  let simple: OpenSsh | undefined
  beforeAll(async () => {
    if (way !== 'without extensions') return
    // renames refuse to overwrite then, nothing is synced on request, and nobody tells of free room
    simple = await startOpenSsh({ without: ['posix-rename', 'fsync', 'statvfs', 'fstatvfs', 'hardlink', 'limits'] })
  })
  afterAll(() => simple?.[Symbol.asyncDispose]())

  // a server that offers everything goes through the suite of all remote places
  test.each(way === 'without extensions' ? conformanceCases : [])('$name', async ({ run }) => {
    const from = simple ?? server
    await withPlace(openBackend(await freshPlace(from), { secret: from.key }), run)
  })

  test('nothing temporary is left, and other bytes of the same name take its place', async () => {
    const from = simple ?? server
    const place = await freshPlace(from)
    await withPlace(sftpBackend(place, { secret: from.key }), async (backend) => {
      await backend.create()
      for (const bytes of [bytesOf(10, 1), bytesOf(20, 2), bytesOf(20, 3)]) {
        await backend.write({ kind: 'config', name: '' }, bytes)
        expect(await backend.read({ kind: 'config', name: '' })).toEqual(bytes)
      }
      // half a pack, as a program leaves it that writes straight to the name
      mkdirSync(join(place.folder, 'data', '00'), { recursive: true })
      writeFileSync(join(place.folder, 'data', '00', name(7)), 'half')
      chmodSync(join(place.folder, 'data', '00'), 0o777)
      await backend.write(pack(7), bytesOf(100_000, 7))
      expect(await backend.read(pack(7))).toEqual(bytesOf(100_000, 7))
      expect(readdirSync(join(place.folder, 'data', '00'))).toEqual([name(7)])
      expect(readdirSync(place.folder).filter((entry) => entry.includes('tmp'))).toEqual([])
      expect(await backend.freeBytes()).toEqual(simple ? undefined : expect.any(Number))
    })
  })
})

describe('a bad network', () => {
  const cut = (direction: 'up' | 'down', afterBytes: number, kind: 'cut' | 'half-close' | 'swallow'): Toxic => ({
    kind,
    direction,
    afterBytes,
  })
  const toxics: Readonly<Record<string, (connection: number) => Toxic>> = {
    // the fourth connection lets everything through; the others end earlier or later in the work
    'cuts what goes up': (n) => (n > 3 ? { kind: 'clean' } : cut('up', n * 150_000, 'cut')),
    'cuts what comes down': (n) => (n > 3 ? { kind: 'clean' } : cut('down', n * 6_000, 'cut')),
    'goes silent': (n) => (n > 2 ? { kind: 'clean' } : cut(n === 1 ? 'down' : 'up', 60_000 * n, 'swallow')),
  }
  test.each(Object.keys(toxics))('that %s loses nothing and leaves no half file', async (toxic) => {
    await using proxy = await toxicProxy(server.port)
    const place = await freshPlace(server, { port: proxy.port })
    await withPlace(sftpBackend(place, { secret: server.key }, impatient), async (backend) => {
      await backend.create()
      await backend.close()
      const before = proxy.connections
      proxy.infect((connection) => toxics[toxic]?.(connection - before) ?? { kind: 'clean' })
      const sizes = [300_000, 200_000, 1, 70_000]
      await Promise.all(sizes.map((length, n) => backend.write(pack(n), bytesOf(length, n))))
      for (const [n, length] of sizes.entries()) expect(await backend.read(pack(n))).toEqual(bytesOf(length, n))
      const listed = await backend.list('pack')
      expect(listed.map((entry) => entry.sizeBytes).sort((a, b) => a - b)).toEqual([1, 70_000, 200_000, 300_000])
      await backend.clearLeftovers()
      expect(readdirSync(join(place.folder, 'data', '00')).filter((entry) => entry.includes('-tmp-'))).toEqual([])
    })
  })

  test('that takes nobody is told at once, and a server that comes back is used again', async () => {
    const place = await freshPlace()
    await withPlace(sftpBackend(place, { secret: server.key }, impatient), async (backend) => {
      await backend.create()
      await backend.write(pack(1), bytesOf(10, 1))
      await server.halt()
      const other = sftpBackend(place, { secret: server.key })
      expect(await code(other.list('pack'))).toBe('DEST_101')
      await server.resume()
      expect(await backend.read(pack(1))).toEqual(bytesOf(10, 1))
      expect(await withPlace(other, (again) => again.list('pack'))).toHaveLength(1)
    })
  })

  test('with something else in the server’s place is not trusted with a password', async () => {
    const portal = createServer((_request, response) => response.end('<html>Aceite os termos</html>'))
    portal.on('clientError', (_error, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n<html></html>'))
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
    const address = portal.address()
    const port = typeof address === 'object' && address ? address.port : 0
    try {
      const backend = sftpBackend(await freshPlace(server, { port }), { secret: server.key })
      expect(await code(backend.list('pack'))).toBe('DEST_108')
      expect(await code(readHostKey('127.0.0.1', port))).toBe('DEST_108')
    } finally {
      portal.closeAllConnections()
      portal.close()
    }
    expect(await code(readHostKey('127.0.0.1', await freePort()))).toBe('DEST_101')
  })

  test('with a proxy is crossed through it, at the pace that the clinic gives', async () => {
    let tunnels = 0
    const proxy = createServer().on('connect', (asked, client) => {
      tunnels += 1
      const [host, port] = (asked.url ?? '').split(':')
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(client).pipe(upstream)
      })
      for (const socket of [client, upstream]) socket.on('error', () => client.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    const proxyUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    const spent = { up: 0, down: 0, most: 0 }
    const spend = async (direction: 'up' | 'down', bytes: number) => {
      spent[direction] += bytes
      spent.most = Math.max(spent.most, bytes)
    }
    try {
      const place = await freshPlace()
      const access = { secret: server.key, network: { proxyUrl, spend } }
      await withPlace(sftpBackend(place, access), async (backend) => {
        await backend.create()
        await backend.write(pack(1), bytesOf(200_000, 1))
        expect(await backend.read(pack(1))).toHaveLength(200_000)
      })
      expect(tunnels).toBe(1)
      expect(spent).toMatchObject({ up: 200_000, down: 200_000 })
      expect(spent.most).toBeLessThanOrEqual(65_536)
    } finally {
      proxy.close()
    }
  })
})

describe('who the server is', () => {
  test('is shown before anything is typed, as ssh-keygen shows it', async () => {
    const shown = await readHostKey('127.0.0.1', server.port)
    expect(shown).toEqual({ fingerprint: (await server.hostKeys()).ed25519, type: 'ssh-ed25519' })
  })

  test('may be pinned by any of its keys', async () => {
    const { ecdsa } = await server.hostKeys()
    const place = await freshPlace(server, { hostKey: ecdsa })
    await withPlace(sftpBackend(place, { secret: server.key }), (backend) => backend.create())
    expect(existsSync(place.folder)).toBe(true)
  })

  test('has changed: nobody logs in and nothing is sent', async () => {
    await using changed = await startOpenSsh()
    const place = await changed.place({ login: 'password' })
    await changed.changeHostKeys()
    const said = changed.said().length
    const backend = sftpBackend(place, { secret: changed.password })
    expect(await code(backend.write({ kind: 'config', name: '' }, bytesOf(10, 1)))).toBe('DEST_106')
    expect(await code(backend.list('pack'))).toBe('DEST_106')
    expect(changed.said().slice(said)).not.toContain(changed.user)
    expect(readdirSync(changed.home)).toEqual([])
  })
})

describe('what a server refuses', () => {
  test('is nothing to the right password', async () => {
    const place = await freshPlace(server, { login: 'password' })
    await withPlace(sftpBackend(place, { secret: server.password }), (backend) => backend.create())
    expect(existsSync(place.folder)).toBe(true)
  })

  test.each(['another password', 'another key', 'something that is no key', 'a secret that the keychain lost'])(
    'is told: %s',
    async (case_) => {
      const secrets: Readonly<Record<string, string>> = {
        'another password': 'errada',
        'another key': await strangersKey(),
        'something that is no key': 'x',
      }
      const secret = secrets[case_]
      const place = await freshPlace(server, { login: case_ === 'another password' ? 'password' : 'key' })
      const backend = sftpBackend(place, secret === undefined ? {} : { secret })
      expect(await code(backend.create())).toBe('DEST_105')
      expect(await code(backend.list('pack'))).toBe('DEST_105')
    },
  )

  test('is told: a folder that belongs to somebody else, and one that is nowhere', async () => {
    const place = await freshPlace()
    await withPlace(sftpBackend(place, { secret: server.key }), async (backend) => {
      await backend.create()
      await backend.write(pack(1), bytesOf(10, 1))
      chmodSync(join(place.folder, 'data', '00'), 0o555)
      expect(await code(backend.write(pack(2), bytesOf(10, 2)))).toBe('DEST_103')
      chmodSync(join(place.folder, 'data', '00'), 0o755)
    })
    const nowhere = sftpBackend({ ...place, folder: `${place.folder}/falta/cofre` }, { secret: server.key })
    await withPlace(nowhere, async (backend) => {
      expect(await code(backend.create())).toBe('DEST_109')
      expect(await code(backend.write(pack(1), bytesOf(1, 1)))).toBe('DEST_101')
    })
    expect(existsSync(join(place.folder, 'falta'))).toBe(false)
  })

  test.skipIf(noDisks)('is told: a full disk, on which what was written stays and room is used again', async () => {
    const disk = RealDisk.small(server.home, 2)
    try {
      const place = { ...(await freshPlace()), folder: join(disk.path, 'cofre') }
      await withPlace(sftpBackend(place, { secret: server.key }), async (backend) => {
        await backend.create()
        await backend.write(pack(1), bytesOf(1_000_000, 1))
        expect(await code(backend.write(pack(2), bytesOf(2_000_000, 2)))).toBe('DEST_102')
        expect(await backend.read(pack(1))).toEqual(bytesOf(1_000_000, 1))
        expect(readdirSync(join(place.folder, 'data', '00'))).toEqual([name(1)])
        await backend.write(pack(3), bytesOf(500_000, 3))
        expect(await backend.freeBytes()).toBeLessThan(600_000)
      })
    } finally {
      disk.remove()
    }
  })

  test.skipIf(noChroot)('is no shell: an account that is locked into its folder has all it needs', async () => {
    await using locked = await startOpenSsh({ isChroot: true })
    const place = await locked.place()
    await withPlace(sftpBackend(place, { secret: locked.key }), async (backend) => {
      await backend.create()
      await backend.write(pack(1), bytesOf(100_000, 1))
      expect(await backend.read(pack(1), { offset: 99_990, length: 50 })).toEqual(bytesOf(100_000, 1).slice(99_990))
      expect(readFileSync(join(locked.home, 'cópia da clínica', 'data', '00', name(1)))).toHaveLength(100_000)
    })
  })
})
