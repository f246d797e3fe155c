import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NAS } from '#engine/backends/http/test-support/certificates.ts'
import { type Backend, type FileRef, openBackend, readCertificate, restBackend } from '#engine/backends/index.ts'
import { planVaultRetention } from '#engine/retention/index.ts'
import { listTrash, moveToTrash } from '#engine/vault/index.ts'
import { makeVault, readCopy, saveCopy } from '#engine/vault/test-support/vaults.ts'
import { neverDelete } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { httpFront } from './http-front.ts'
import { type NetworkServer, PASSWORD, serveRestic, USER } from './rclone.ts'
import { HASTY_TIMES, hastyClock, remoteSuite } from './remote-suite.ts'

const code = (step: Promise<unknown>) => step.then(() => 'none', codeOf)
const id = (digit: string) => digit.repeat(64)
const CONFIG: FileRef = { kind: 'config', name: '' }

function open(name: string, port: number, secret = PASSWORD): Backend {
  const place = { kind: 'rest', url: `http://127.0.0.1:${port}/${name}/`, user: USER, secretRef: 'nas' } as const
  return restBackend(place, { secret }, { clock: hastyClock, times: HASTY_TIMES })
}

async function withServer(work: (server: NetworkServer) => Promise<void>, appendOnly = false): Promise<void> {
  const server = await serveRestic({ appendOnly })
  try {
    await work(server)
  } finally {
    await server.remove()
  }
}

describe('restic’s REST protocol, rclone’s server', () => {
  remoteSuite(
    async () => {
      const server = await serveRestic()
      return {
        port: server.port,
        open,
        stockRestic: async (name) => ({
          env: { RESTIC_REST_USERNAME: USER, RESTIC_REST_PASSWORD: PASSWORD },
          args: ['-r', `rest:http://127.0.0.1:${server.port}/${encodeURIComponent(name)}/`],
        }),
        stop: () => server.remove(),
      }
    },
    { speaksHttp: true },
  )
})

test('an append-only server keeps everything but locks, takes the same file again, and never another one under its name', () =>
  withServer(async ({ port }) => {
    const place = open('cofre', port)
    await place.create()
    await place.write(CONFIG, Buffer.from('config'))
    const kept: FileRef[] = (['pack', 'index', 'snapshot', 'key'] as const).map((kind) => ({ kind, name: id('a') }))
    for (const file of kept) {
      await place.write(file, Buffer.from('bytes'))
      await place.write(file, Buffer.from('bytes'))
      expect(await code(place.write(file, Buffer.from('other'))), file.kind).toBe('DEST_112')
      expect(await code(place.remove(file)), file.kind).toBe('DEST_112')
      expect(await place.read(file)).toEqual(new Uint8Array(Buffer.from('bytes')))
      // what is not there is removed already
      await place.remove({ kind: file.kind, name: id('b') })
    }
    const lock: FileRef = { kind: 'lock', name: id('c') }
    await place.write(lock, Buffer.from('lock'))
    await place.remove(lock)
    expect(await place.list('lock')).toEqual([])
    await place.close()
  }, true))

test('without its password nothing is to be had, and no password is DEST_105 before anything is asked', () =>
  withServer(async ({ port }) => {
    await open('cofre', port).create()
    expect(await code(open('cofre', port, 'errada').read(CONFIG))).toBe('DEST_105')
    expect(
      await code(open('cofre', port, 'errada').write({ kind: 'pack', name: id('a') }, Buffer.alloc(100_000))),
    ).toBe('DEST_105')
    await using front = await httpFront(port)
    const url = `http://127.0.0.1:${front.port}/cofre/`
    const lost = openBackend({ kind: 'rest', url, user: USER, secretRef: 'nas' })
    expect(await code(lost.list('pack'))).toBe('DEST_105')
    expect(front.seen).toEqual([])
  }))

test('a vault that is emptied behind the server is not written on with', () =>
  withServer(async ({ port }) => {
    const place = open('cofre', port)
    await place.create()
    await place.write(CONFIG, Buffer.from('config'))
    await open('cofre', port).remove(CONFIG)
    const later = open('cofre', port)
    expect(await code(later.write({ kind: 'pack', name: id('a') }, Buffer.from('x')))).toBe('DEST_101')
    expect(await code(later.list('pack'))).toBe('DEST_101')
    expect(await code(place.read({ kind: 'pack', name: id('a') }))).toBe('DEST_101')
  }))

test.each([false, true])(
  'an answer that was lost on the way is no second file and no failure (append-only: %s)',
  (appendOnly) =>
    withServer(async ({ port }) => {
      await using front = await httpFront(port)
      const place = open('cofre', front.port)
      await place.create()
      await place.write(CONFIG, Buffer.from('config'))
      const asked = new Set<string>()
      front.meddle(({ method, url }) => {
        const isFirst = !asked.has(`${method} ${url}`)
        asked.add(`${method} ${url}`)
        return isFirst ? { kind: 'loses-answer' } : undefined
      })
      const file: FileRef = { kind: 'lock', name: id('d') }
      await place.write(file, Buffer.from('bytes'))
      expect(await place.read(file)).toEqual(new Uint8Array(Buffer.from('bytes')))
      expect(await place.list('lock')).toHaveLength(1)
      await place.remove(file)
      expect(await place.list('lock')).toEqual([])
      await place.close()
    }, appendOnly),
)

test('old copies are not cleaned there: there is no trash they could come back from', () =>
  withServer(async ({ port }) => {
    const place = open('cofre', port)
    const vault = await makeVault(place)
    const files = new Map([['laudo.pdf', Buffer.from('laudo')]])
    const id = await saveCopy(vault, files)
    // told before anybody agrees to anything
    const run = { nowMs: Date.now(), health: { lastProofAtMs: Date.now(), brakes: [] } }
    expect(await code(planVaultRetention(vault, { planTag: 'plan:agenda', policy: neverDelete }, run))).toBe('DEST_114')
    expect(await code(moveToTrash(vault, id))).toBe('DEST_114')
    expect(await readCopy(vault, id)).toEqual(files)
    expect(await listTrash(vault)).toEqual([])
    await place.close()
  }))

test('a server with a certificate of its own is believed by its fingerprint alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'certificado é '))
  const tls = { cert: join(folder, 'nas.crt'), key: join(folder, 'nas.key') }
  await writeFile(tls.cert, NAS.cert)
  await writeFile(tls.key, NAS.key)
  const server = await serveRestic({ tls })
  try {
    const url = `https://127.0.0.1:${server.port}/cofre/`
    const { sha256, isTrusted } = await readCertificate(url)
    expect(isTrusted).toBe(false)
    const at = (certificateSha256?: string) =>
      openBackend(
        { kind: 'rest', url, user: USER, secretRef: 'nas', ...(certificateSha256 ? { certificateSha256 } : {}) },
        { secret: PASSWORD },
      )
    expect(await code(at().create())).toBe('DEST_106')
    expect(await code(at('0'.repeat(64)).create())).toBe('DEST_106')
    const place = at(sha256)
    await place.create()
    await place.write(CONFIG, Buffer.from('config'))
    expect(await place.read(CONFIG)).toEqual(new Uint8Array(Buffer.from('config')))
    await place.close()
  } finally {
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
})

test('a sign-in page in the server’s place is told, and what was to be written is not taken for written', () =>
  withServer(async ({ port }) => {
    await using front = await httpFront(port)
    const place = open('cofre', front.port)
    await place.create()
    const page = {
      kind: 'answers',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>Aceite</html>',
    } as const
    for (const meddling of [
      page,
      { kind: 'answers', status: 511 } as const,
      { kind: 'answers', status: 302, headers: { location: 'http://portal.example/' } } as const,
    ]) {
      front.meddle(() => meddling)
      expect(await code(place.write({ kind: 'pack', name: id('a') }, Buffer.from('x')))).toBe('DEST_108')
      expect(await code(place.list('pack'))).toBe('DEST_108')
      expect(await code(place.read(CONFIG))).toBe('DEST_108')
    }
    await place.close()
  }))

test('a server without room is DEST_102', () =>
  withServer(async ({ port }) => {
    await using front = await httpFront(port)
    const place = open('cofre', front.port)
    await place.create()
    for (const status of [507, 413]) {
      front.meddle(({ method }) => (method === 'POST' ? { kind: 'answers', status } : undefined))
      expect(await code(place.write({ kind: 'pack', name: id('a') }, Buffer.alloc(300_000)))).toBe('DEST_102')
    }
    await place.close()
  }))
