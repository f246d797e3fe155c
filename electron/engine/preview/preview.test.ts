import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { createVault, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { previewSchema } from '#shared/contracts/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { imageTypeOf, isShowable } from './image.ts'
import { readPreview } from './index.ts'
import { textOf } from './text.ts'

const TIME = '2026-03-12T18:00:00Z'
const COMMON = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0, mode: 0o644 }
const NAME = Buffer.from([0xe7, 0x61, 0xff])

let root: string
let temporaryFolder: string
let vault: Vault
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prévia São Luís '))
  temporaryFolder = await mkdtemp(join(root, 'temporário '))
  vault = await createVault(localBackend(join(root, 'cofre')), {
    secrets: [{ secret: 'chave', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  await vault.loadIndex()
})
afterAll(async () => {
  await vault.close()
  await rm(root, { recursive: true, force: true })
})

/** A copy with one file in one folder, whose name is no text. */
async function copyWith(content: Uint8Array): Promise<Snapshot> {
  const chunks: string[] = []
  for (let at = 0; at < content.length; at += 500_000)
    chunks.push((await vault.saveBlob('data', content.subarray(at, at + 500_000))).id)
  const file = { ...COMMON, name: NAME, type: 'file' as const, content: chunks, sizeBytes: BigInt(content.length) }
  const inner = await vault.saveTree([file])
  const folder = { ...COMMON, name: Buffer.from('Paciente'), type: 'dir' as const, content: null, subtree: inner.id }
  const tree = await vault.saveTree([{ ...folder, mode: 0o755 }])
  await vault.flush()
  return vault.saveSnapshot({ time: TIME, tree: tree.id, paths: ['/Paciente'], hostname: 'pc-01' })
}
async function look(content: Uint8Array, path: Uint8Array = Buffer.concat([Buffer.from('/Paciente/'), NAME])) {
  const snapshot = await copyWith(content)
  const signal = new AbortController().signal
  const preview = previewSchema.parse(await readPreview({ vault, snapshot, path, temporaryFolder, signal }))
  expect(await readdir(temporaryFolder)).toEqual([])
  return preview
}

const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(64)
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

describe('a preview', () => {
  it('of text says how it was written', async () => {
    expect(await look(Buffer.from('Evolução: melhora da dor.\r\n'))).toMatchObject({
      kind: 'text',
      encoding: 'utf-8',
      isCut: false,
    })
    expect(await look(Buffer.from('Evolução', 'latin1'))).toMatchObject({ text: 'Evolução', encoding: 'windows-1252' })
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Evolução', 'utf16le')])
    expect(await look(utf16)).toMatchObject({ text: 'Evolução', encoding: 'utf-16le' })
    const swapped = Buffer.from(utf16).swap16()
    expect(await look(swapped)).toMatchObject({ text: 'Evolução', encoding: 'utf-16be' })
    expect(await look(Buffer.from('<script>alert(1)</script>'))).toMatchObject({ kind: 'text' })
  })

  it('of a long text is its beginning, cut between two letters', async () => {
    const long = await look(Buffer.from(`a${'é'.repeat(600_000)}`))
    expect(long).toMatchObject({ kind: 'text', encoding: 'utf-8', isCut: true })
    expect(long.kind === 'text' && long.text).toMatch(/^aé+$/)
  })

  it('of a picture or PDF is its bytes, whatever its name says', async () => {
    const picture = png(640, 480)
    expect(await look(picture)).toEqual({ kind: 'image', type: 'image/png', bytes: new Uint8Array(picture) })
    const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n')
    expect(await look(pdf)).toEqual({ kind: 'pdf', bytes: new Uint8Array(pdf) })
  })

  it('says why there is none', async () => {
    expect(await look(Buffer.alloc(0))).toEqual({ kind: 'none', why: 'empty' })
    expect(await look(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1]))).toEqual({ kind: 'none', why: 'kind' })
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')])
    expect(await look(heic)).toEqual({ kind: 'none', why: 'heic' })
    const exam = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM\x02\0\0\0UL')])
    expect(await look(exam)).toEqual({ kind: 'none', why: 'dicom' })
    expect(await look(png(60_000, 60_000))).toEqual({ kind: 'none', why: 'unreadable' })
    expect(await look(Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4000, 7)]))).toEqual({
      kind: 'none',
      why: 'unreadable',
    })
    const big = Buffer.alloc(40_500_000)
    big.write('%PDF-1.7')
    expect(await look(big)).toEqual({ kind: 'none', why: 'too-big' })
  })

  it('asks for the exact file and for nothing beside it', async () => {
    for (const path of ['/Paciente/outro', '/Paciente', '/', '', '/../etc/passwd'])
      expect(await look(Buffer.from('x'), Buffer.from(path)).catch(codeOf)).toBe('VAULT_111')
  })

  it('of a damaged file is none: the next place may have it whole', async () => {
    const snapshot = await copyWith(Buffer.from('o único texto assim'))
    const path = Buffer.concat([Buffer.from('/Paciente/'), NAME])
    const broken: Vault = Object.assign(Object.create(vault), {
      readTree: (id: string) => vault.readTree(id),
      blobLengthBytes: () => undefined,
    })
    const asked = { vault: broken, snapshot, path, temporaryFolder, signal: AbortSignal.abort() }
    expect(await readPreview(asked).catch(codeOf)).toBe('VAULT_105')
    expect(await readPreview({ ...asked, vault }).catch(codeOf)).toBe('APP_001')
  })
})

describe('bytes of anybody', () => {
  it('never break the judging of them', () => {
    const head = fc.constantFrom(
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'RIFF\0\0\0\0WEBPVP8X',
      'RIFF\0\0\0\0WEBPVP8L',
      'BM',
      '',
    )
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        const bytes = new Uint8Array(Buffer.concat([Buffer.from(start, 'latin1'), rest]))
        const type = imageTypeOf(bytes)
        if (type) expect(typeof isShowable(type, bytes)).toBe('boolean')
        const text = textOf(bytes, false)
        if (text) expect(typeof text.text).toBe('string')
      }),
    )
  })

  it('a real picture says its size', async () => {
    const picture = await readFile(join(import.meta.dirname, '..', '..', '..', 'assets', 'icon.png'))
    expect(isShowable('image/png', picture)).toBe(true)
  })
})
