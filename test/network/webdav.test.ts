import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Backend, type FileRef, webdavBackend } from '#engine/backends/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { run } from '../cli.ts'
import { rclonePath } from '../peers.ts'
import { type HttpFront, httpFront } from './http-front.ts'
import { type NetworkServer, PASSWORD, serveWebdav, USER } from './rclone.ts'
import { HASTY_TIMES, hastyClock, remoteSuite } from './remote-suite.ts'

const code = (step: Promise<unknown>) => step.then(() => 'none', codeOf)
const id = (digit: string) => digit.repeat(64)
const CONFIG: FileRef = { kind: 'config', name: '' }
const PACK: FileRef = { kind: 'pack', name: id('a') }
const BYTES = Uint8Array.from({ length: 50_000 }, (_, at) => at % 251)

function open(name: string, port: number, secret = PASSWORD): Backend {
  const place = { kind: 'webdav', url: `http://127.0.0.1:${port}/${name}`, user: USER, secretRef: 'nas' } as const
  return webdavBackend(place, { secret }, { clock: hastyClock, times: HASTY_TIMES })
}

/** Stock restic speaks WebDAV through rclone. */
async function resticThroughRclone(port: number, name: string) {
  const { stdout } = await run(rclonePath(), ['obscure', PASSWORD], { env: { PATH: process.env.PATH } })
  return {
    env: {
      RCLONE_CONFIG_NAS_TYPE: 'webdav',
      RCLONE_CONFIG_NAS_URL: `http://127.0.0.1:${port}`,
      RCLONE_CONFIG_NAS_VENDOR: 'other',
      RCLONE_CONFIG_NAS_USER: USER,
      RCLONE_CONFIG_NAS_PASS: stdout.trim(),
    },
    // a row of CSV, and then words of a shell
    args: ['-o', `"rclone.program='${rclonePath()}'"`, '-r', `rclone:nas:${name}`],
  }
}

describe('WebDAV, rclone’s server', () => {
  remoteSuite(
    async () => {
      const server = await serveWebdav()
      return {
        port: server.port,
        open,
        stockRestic: (name) => resticThroughRclone(server.port, name),
        stop: () => server.remove(),
      }
    },
    { speaksHttp: true },
  )
})

/** A created place with a config, behind a server that tests can put words into the mouth of. */
async function withPlace(
  work: (place: Backend, front: HttpFront, server: NetworkServer) => Promise<void>,
): Promise<void> {
  const server = await serveWebdav()
  try {
    await using front = await httpFront(server.port)
    const place = open('cofre', front.port)
    await place.create()
    await place.write(CONFIG, Buffer.from('config'))
    await work(place, front, server)
    await place.close()
  } finally {
    await server.remove()
  }
}
const filesIn = async ({ folder }: NetworkServer) =>
  (await readdir(join(folder, 'cofre'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()

test('a server that cannot move gets files under their names, and only whole ones stay', () =>
  withPlace(async (place, front, server) => {
    front.meddle(({ method }) => (method === 'MOVE' ? { kind: 'answers', status: 405 } : undefined))
    await place.write(PACK, BYTES)
    await place.write({ kind: 'index', name: id('b') }, BYTES)
    expect(await place.read(PACK)).toEqual(BYTES)
    expect(await filesIn(server)).toEqual([PACK.name, id('b'), 'config'])
    expect(front.seen.filter((said) => said === 'MOVE 405')).toHaveLength(1)
  }))

test('a server that passes over ranges gives the same bytes', () =>
  withPlace(async (place, front) => {
    await place.write(PACK, BYTES)
    front.meddle(() => ({ kind: 'drops', headers: ['range'] }))
    for (const [offset, length] of [
      [0, 10],
      [12_345, 678],
      [49_990, 100],
      [60_000, 5],
    ] as const)
      expect(await place.read(PACK, { offset, length })).toEqual(BYTES.slice(offset, offset + length))
  }))

test('other bytes of the same name take its place, the same ones stay as they are', () =>
  withPlace(async (place, front, server) => {
    for (const bytes of [BYTES, BYTES, BYTES.slice(0, 20)]) {
      await place.write(CONFIG, bytes)
      expect(await place.read(CONFIG)).toEqual(bytes)
    }
    expect(await filesIn(server)).toEqual(['config'])
    // made new: the first, from `withPlace`, and the two that differ from what was there
    expect(front.seen.filter((said) => said === 'MOVE 201')).toHaveLength(3)
    expect(front.seen).not.toContain('MOVE 204')
  }))

test('a file that did not arrive whole is never moved to its name', () =>
  withPlace(async (place, front, server) => {
    for (const meddling of [{ kind: 'halves' } as const, { kind: 'answers', status: 201 } as const]) {
      front.meddle(({ method }) => (method === 'PUT' ? meddling : undefined))
      expect(await code(place.write(PACK, BYTES))).toBe('DEST_104')
    }
    front.meddle(() => undefined)
    expect(await place.read(PACK)).toBeUndefined()
    expect(await filesIn(server)).toEqual(['config'])
  }))

test('answers that are lost on the way are no failure and leave nothing behind', () =>
  withPlace(async (place, front, server) => {
    const asked = new Set<string>()
    front.meddle(({ method, url }) => {
      const isFirst = !asked.has(`${method} ${url}`)
      asked.add(`${method} ${url}`)
      return isFirst ? { kind: 'loses-answer' } : undefined
    })
    await place.write(PACK, BYTES)
    expect(await place.read(PACK)).toEqual(BYTES)
    expect(await filesIn(server)).toEqual([PACK.name, 'config'])
    await place.remove(PACK)
    expect(await filesIn(server)).toEqual(['config'])
  }))

test('what interrupted writes left behind is cleared, and nothing else', () =>
  withPlace(async (_place, front, server) => {
    const root = join(server.folder, 'cofre')
    await mkdir(join(root, 'data', 'aa'), { recursive: true })
    for (const name of [
      `data/aa/${id('a')}-tmp-00ff`,
      `index/${id('b')}-tmp-1`,
      'minhas-tmp-1.txt',
      `locks/${id('c')}-tmp-00`,
    ])
      await writeFile(join(root, name), 'half')
    // a server that knows what was put there by others
    const fresh = await serveWebdav({ folder: server.folder })
    const place = open('cofre', fresh.port)
    expect(await place.list('pack')).toEqual([])
    expect(await place.holdsForeignThings()).toBe(true)
    await place.clearLeftovers()
    expect(await filesIn(server)).toEqual([`${id('c')}-tmp-00`, 'config', 'minhas-tmp-1.txt'])
    await place.close()
    await fresh.stop()
    expect(front.seen.length).toBeGreaterThan(0)
  }))

test('a folder that was emptied behind the server stays empty, and one that is nowhere is not made', () =>
  withPlace(async (place, _front, server) => {
    await place.close()
    await rm(join(server.folder, 'cofre'), { recursive: true })
    await mkdir(join(server.folder, 'cofre'))
    const fresh = await serveWebdav({ folder: server.folder })
    const later = open('cofre', fresh.port)
    expect(await code(later.write(PACK, BYTES))).toBe('DEST_101')
    expect(await readdir(join(server.folder, 'cofre'))).toEqual([])
    expect(await code(open('falta/cofre', fresh.port).create())).toBe('DEST_109')
    expect(await code(open('falta', fresh.port).write(PACK, BYTES))).toBe('DEST_101')
    expect(existsSync(join(server.folder, 'falta'))).toBe(false)
    expect(await code(open('cofre', fresh.port, 'errada').list('pack'))).toBe('DEST_105')
    await later.close()
    await fresh.stop()
  }))

test.each([
  [403, 'DEST_103'],
  [413, 'DEST_102'],
  [507, 'DEST_102'],
  [511, 'DEST_108'],
])('a server that answers an upload with %i, or the move of it, is %s, and nothing half is left', (status, expected) =>
  withPlace(async (place, front, server) => {
    for (const refused of ['PUT', 'MOVE']) {
      front.meddle(({ method }) => (method === refused ? { kind: 'answers', status } : undefined))
      expect(await code(place.write(PACK, BYTES))).toBe(expected)
      expect(await filesIn(server)).toEqual(['config'])
    }
  }),
)
