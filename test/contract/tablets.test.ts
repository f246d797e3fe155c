import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TLSSocket } from 'node:tls'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import { TabletBook, type TabletParts, Tablets } from '#engine/tablets/index.ts'

let root: string
let tablets: Tablets
let nowMs: number
/** What copies hold, by the word in the name. */
let guarded: Map<string, number>
const inbox = () => path.join(root, 'Fotos dos tablets é')

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tablets da clínica '))
  nowMs = Date.UTC(2026, 10, 22, 17)
  guarded = new Map()
  tablets = await start()
})
afterEach(async () => {
  await tablets.close()
  await rm(root, { recursive: true, force: true })
})

async function start(more: Partial<TabletParts> = {}): Promise<Tablets> {
  const clock = { ...systemClock, nowMs: () => nowMs }
  const parts: TabletParts = {
    book: await TabletBook.open({ file: path.join(root, 'tablets.json'), clock, log: silentLog }),
    temporaryFolder: path.join(root, 'temporário'),
    clinicName: () => 'Clínica <Boa> Vista $& Cia',
    guardedAtMs: (word) => guarded.get(word),
    tell: () => undefined,
    clock,
    random: systemRandom,
    log: silentLog,
    host: '127.0.0.1',
    ...more,
  }
  const started = new Tablets(parts)
  await started.begin()
  return started
}

type Answer = {
  readonly status: number
  readonly body: string
  readonly cookie: string
  readonly headers: Record<string, unknown>
}

/** One request as the tablet's browser makes it, to a server whose certificate is the one in the QR code. */
function ask(
  method: string,
  address: string,
  { body, headers = {}, pin }: { body?: Buffer | string; headers?: Record<string, string>; pin?: string } = {},
): Promise<Answer> {
  const options: RequestOptions = { method, rejectUnauthorized: false, agent: false }
  return new Promise((resolve, reject) => {
    const asked = request(
      address,
      { ...options, headers: { 'x-salvaguarda': '1', connection: 'close', ...headers } },
      async (response) => {
        const shown = (response.socket as TLSSocket).getPeerCertificate().raw
        if (pin && createHash('sha256').update(shown).digest('base64url') !== pin)
          return reject(new Error('another pin'))
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        await once(response, 'end')
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(pieces).toString(),
          cookie: response.headers['set-cookie']?.[0] ?? '',
          headers: response.headers,
        })
      },
    )
    // A server that refuses early may end the line while we still send.
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error)
    })
    asked.end(body)
  })
}

async function pair(name = 'Tablet da sala 2') {
  const { address } = tablets.beginPairing()
  const { origin, hash } = new URL(address)
  const [, token = '', pin = ''] = /^#p=([\w-]+)&c=([\w-]+)$/.exec(hash) ?? []
  const body = JSON.stringify({ token, name })
  const answer = await ask('POST', `${origin}/api/pair`, { body, pin })
  return { origin, token, pin, answer, cookie: answer.cookie.split(';')[0] ?? '' }
}

const newId = () => systemRandom.uuid()
type Sender = Pick<Awaited<ReturnType<typeof pair>>, 'origin' | 'cookie'>

function send({ origin, cookie }: Sender, bytes: Buffer, fileId = newId(), headers: Record<string, string> = {}) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return ask('PUT', `${origin}/api/files/${fileId}`, {
    body: bytes,
    headers: { cookie, 'x-sha256': sha256, 'content-length': String(bytes.length), ...headers },
  })
}
const codeIn = ({ body }: Answer) => (JSON.parse(body) as { code?: string }).code
const look = async ({ origin, cookie }: Sender) => ask('GET', `${origin}/api/me`, { headers: { cookie } })
const photo = () => sharp({ create: { width: 60, height: 40, channels: 3, background: '#b06a4c' } })
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')

it('a paired tablet sends a photo and a PDF; both lie whole in the folder, named by moment and tablet', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  expect(tablet.answer.status).toBe(200)
  expect(tablet.answer.cookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Strict/)
  const jpeg = await photo().jpeg().toBuffer()
  expect((await send(tablet, jpeg)).status).toBe(200)
  expect((await send(tablet, PDF)).status).toBe(200)
  const names = (await readdir(inbox())).sort()
  expect(names).toHaveLength(2)
  for (const name of names) expect(name).toMatch(/^2026-11-22 \d\dh\d\d Tablet da sala 2 \w{10}\.(jpg|pdf)$/)
  const pdf = names.find((name) => name.endsWith('.pdf')) ?? ''
  expect(await readFile(path.join(inbox(), pdf))).toEqual(PDF)
  expect(tablets.view().tablets).toMatchObject([{ name: 'Tablet da sala 2', sentFiles: 2, isQuiet: false }])
  expect(await readdir(path.join(root, 'temporário'))).toEqual([])
})

it('says "guarded" only when a copy holds the photo', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  await send(tablet, PDF)
  const files = async () =>
    JSON.parse((await look(tablet)).body).files as { name: string; guardedAtMs: number | null }[]
  const [before] = await files()
  expect(before?.guardedAtMs).toBeNull()
  guarded.set(/(\w{10})\.pdf$/.exec(before?.name ?? '')?.[1] ?? '', nowMs + 5)
  expect((await files())[0]?.guardedAtMs).toBe(nowMs + 5)
})

it('a code is good for one tablet and ten minutes; nobody else gets in', async () => {
  await tablets.turnOn(inbox())
  const { origin, token } = await pair()
  const again = await ask('POST', `${origin}/api/pair`, { body: JSON.stringify({ token, name: 'Intruso' }) })
  expect([again.status, codeIn(again)]).toEqual([410, 'TAB_101'])
  const { address } = tablets.beginPairing()
  nowMs += 10 * 60_000
  const late = /#p=([\w-]+)/.exec(address)?.[1]
  const tooLate = await ask('POST', `${origin}/api/pair`, { body: JSON.stringify({ token: late, name: 'Tarde' }) })
  expect(codeIn(tooLate)).toBe('TAB_101')
  const stranger = { origin, cookie: `__Host-tablet=${'a'.repeat(22)}` }
  expect(codeIn(await send(stranger, PDF))).toBe('TAB_104')
  expect(codeIn(await look({ origin, cookie: '' }))).toBe('TAB_104')
  expect((await ask('GET', `${origin}/api/me`, { headers: { 'x-salvaguarda': '0' } })).status).toBe(404)
  expect(await readdir(inbox())).toEqual([])
})

it('a tablet that was taken off the list sends nothing any more; what it sent stays', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  await send(tablet, PDF)
  const [listed] = tablets.view().tablets
  if (listed) await tablets.revoke(listed.tabletId)
  expect(codeIn(await send(tablet, PDF))).toBe('TAB_104')
  expect(await readdir(inbox())).toHaveLength(1)
  expect(tablets.view().tablets).toEqual([])
})

it('what is sent again after a lost answer is kept once', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const fileId = newId()
  expect((await send(tablet, PDF, fileId)).status).toBe(200)
  expect((await send(tablet, PDF, fileId)).status).toBe(200)
  expect(await readdir(inbox())).toHaveLength(1)
})

it('a film, a page, a text and a broken photo are refused by what they are, and leave nothing', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const film = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0', 'latin1'), Buffer.alloc(300_000)])
  for (const bytes of [film, Buffer.from('<!doctype html><script>'), Buffer.from('x'), Buffer.alloc(0)])
    expect(codeIn(await send(tablet, bytes))).toBe('TAB_102')
  const whole = await photo().jpeg().toBuffer()
  const cut = whole.subarray(0, whole.length - 20)
  expect(codeIn(await send(tablet, cut))).toBe('TAB_108')
  const changed = await send(tablet, PDF, newId(), { 'x-sha256': '0'.repeat(64) })
  expect([changed.status, codeIn(changed)]).toEqual([400, 'TAB_106'])
  expect(await readdir(inbox())).toEqual([])
  expect(await readdir(path.join(root, 'temporário'))).toEqual([])
})

it('five gigabytes are refused before they are sent', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const refused = await new Promise<Answer>((resolve, reject) => {
    const asked = request(
      `${tablet.origin}/api/files/${newId()}`,
      {
        method: 'PUT',
        rejectUnauthorized: false,
        agent: false,
        headers: {
          'x-salvaguarda': '1',
          cookie: tablet.cookie,
          'x-sha256': '0'.repeat(64),
          'content-length': '5000000000',
        },
      },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(pieces).toString(),
            cookie: '',
            headers: {},
          }),
        )
      },
    )
    asked.on('error', reject)
    // The headers alone: the answer comes although nothing of the body was sent.
    asked.flushHeaders()
  })
  expect([refused.status, JSON.parse(refused.body)]).toEqual([413, { code: 'TAB_103', params: { most: 200 } }])
})

it('takes place and camera out of a photo, keeps it upright, and leaves the picture as it is', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const exif = {
    IFD0: { Make: 'Telefone da Ana', Copyright: 'Ana' },
    IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '23/1 33/1 0/1' },
  }
  for (const progressive of [false, true]) {
    const taken = photo().withExif(exif).withMetadata({ orientation: 6 })
    const jpeg = await taken.jpeg({ progressive, quality: 90 }).toBuffer()
    expect(jpeg.includes('Telefone da Ana')).toBe(true)
    await rm(inbox(), { recursive: true })
    await mkdir(inbox())
    // Behind the picture phones hang films and second pictures.
    expect((await send(tablet, Buffer.concat([jpeg, Buffer.from('um filme da Ana')]))).status).toBe(200)
    const [name = ''] = await readdir(inbox())
    const kept = await readFile(path.join(inbox(), name))
    for (const secret of ['Ana', 'GPS', 'Copyright']) expect(kept.includes(secret)).toBe(false)
    expect((await sharp(kept).metadata()).orientation).toBe(6)
    expect(await sharp(kept).raw().toBuffer()).toEqual(await sharp(jpeg).raw().toBuffer())
  }
})

it.each(['png', 'webp'] as const)('takes it out of %s too', async (kind) => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const image = await photo()
    .withExif({ IFD0: { Make: 'Telefone da Ana' } })
    .toFormat(kind, { lossless: true })
    .toBuffer()
  expect(image.includes('Telefone da Ana')).toBe(true)
  expect((await send(tablet, image)).status).toBe(200)
  const [name = ''] = await readdir(inbox())
  const kept = await readFile(path.join(inbox(), name))
  expect(kept.includes('Ana')).toBe(false)
  expect(await sharp(kept).raw().toBuffer()).toEqual(await sharp(image).raw().toBuffer())
})

it('keeps a photo as it came when the clinic says so', async () => {
  await tablets.turnOn(inbox())
  await tablets.setPolicy({ keepsPhotoDetails: true, mostBytes: 1_000_000, quietAfterDays: 7 })
  const tablet = await pair()
  const image = await photo()
    .withExif({ IFD0: { Make: 'Telefone da Ana' } })
    .jpeg()
    .toBuffer()
  await send(tablet, image)
  const [name = ''] = await readdir(inbox())
  expect(await readFile(path.join(inbox(), name))).toEqual(image)
})

it('a folder that is gone is told, and no empty twin is made in its place', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  await rm(inbox(), { recursive: true })
  const refused = await send(tablet, PDF)
  expect([refused.status, codeIn(refused)]).toEqual([507, 'TAB_105'])
  await expect(readdir(inbox())).rejects.toThrow('ENOENT')
  await writeFile(path.join(root, 'não é pasta'), '')
  await expect(tablets.turnOn(path.join(root, 'não é pasta', 'fotos'))).rejects.toMatchObject({ code: 'TAB_105' })
})

it('many photos at once arrive, one that cannot be taken apart among them', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const whole = await photo().jpeg().toBuffer()
  const sent = [whole, whole.subarray(0, whole.length - 20), whole, whole].map((bytes) => send(tablet, bytes))
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 422, 200, 200])
  expect(await readdir(inbox())).toHaveLength(3)
})

it('a disk that is nearly full takes nothing more from a tablet', async () => {
  await tablets.close()
  tablets = await start({ keptFreeBytes: Number.MAX_SAFE_INTEGER / 2 })
  await tablets.turnOn(inbox())
  const tablet = await pair()
  const refused = await send(tablet, PDF)
  expect([refused.status, codeIn(refused)]).toEqual([507, 'TAB_105'])
  expect(await readdir(inbox())).toEqual([])
  expect(await readdir(path.join(root, 'temporário'))).toEqual([])
})

it('after a restart the tablet finds the same page with the same certificate', async () => {
  await tablets.turnOn(inbox())
  const tablet = await pair()
  await tablets.close()
  tablets = await start()
  const answer = await ask('GET', `${tablet.origin}/api/me`, { headers: { cookie: tablet.cookie }, pin: tablet.pin })
  expect(answer.status).toBe(200)
  await tablets.turnOff()
  expect(tablets.view()).toMatchObject({ isOn: false, addresses: [] })
  await expect(look(tablet)).rejects.toThrow('ECONNREFUSED')
  expect(() => tablets.beginPairing()).toThrow(expect.objectContaining({ code: 'TAB_107' }))
})

it('a tablet that sends nothing for a week is quiet', async () => {
  await tablets.turnOn(inbox())
  await pair()
  nowMs += 6 * 86_400_000
  expect(tablets.view().tablets[0]?.isQuiet).toBe(false)
  nowMs += 86_400_000
  expect(tablets.view().tablets[0]?.isQuiet).toBe(true)
})

it('the page loads nothing from elsewhere and cannot be broken out of', async () => {
  await tablets.turnOn(inbox())
  const [address = ''] = tablets.view().addresses
  const page = await ask('GET', address)
  const nonce = /nonce="([^"]+)"/.exec(page.body)?.[1] ?? ''
  expect(page.headers['content-security-policy']).toContain(`script-src 'nonce-${nonce}'`)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.body).not.toMatch(/(?:src|href)=/)
  expect(page.body).not.toContain('<Boa>')
  expect(page.body).toContain('Boa> Vista $& Cia')
  expect((await ask('GET', address)).body).not.toContain(nonce)
})
