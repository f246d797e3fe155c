import { createCipheriv } from 'node:crypto'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { systemRandom } from '#engine/kernel/index.ts'
import { makeContent } from './canary/contents.ts'
import { contentOf } from './content.ts'

const TEXT = Buffer.from('Paciente sem queixas. Retorno em 30 dias, às 14h. Ácido hialurônico: 1 ml.\r\n'.repeat(60))
const encrypted = (bytes: Uint8Array) => {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 'chave'), Buffer.alloc(16))
  return Buffer.concat([cipher.update(bytes), cipher.final()])
}
/** The same ones each time: of a thousand times 400 random bytes one begins as a file of some kind does. */
const noise = (lengthBytes: number) => encrypted(Buffer.alloc(lengthBytes))

test.each(['txt', 'csv'] as const)('a made-up %s is text', (kind) => {
  expect(contentOf(makeContent(kind, systemRandom))).toEqual({ hasForm: false, isText: true, isNoise: false })
})

test.each(['pdf', 'png'] as const)('a made-up %s has its form', (kind) => {
  expect(contentOf(makeContent(kind, systemRandom))).toEqual({ hasForm: true, isText: false, isNoise: false })
})

test.each([
  ['text in UTF-8', TEXT],
  ['text in Latin-1', Buffer.from(TEXT.toString(), 'latin1')],
  ['one line', Buffer.from('Ácido.')],
  ['Japanese', Buffer.from('患者は異常なし。'.repeat(50))],
])('%s is text', (_, bytes) => {
  expect(contentOf(bytes).isText).toBe(true)
})

test.each([
  ['random bytes', noise(20_000)],
  ['few random bytes', noise(400)],
  ['encrypted text', encrypted(TEXT)],
  ['a picture with only its header left alone', Buffer.concat([Buffer.alloc(5000), noise(60_000)])],
  ['packed data without any header', deflateRawSync(noise(9000))],
])('%s is noise', (_, bytes) => {
  expect(contentOf(bytes)).toEqual({ hasForm: false, isText: false, isNoise: true })
})

test.each([
  ['a JPEG', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), noise(9000)])],
  ['a ZIP or DOCX', Buffer.concat([Buffer.from('504b0304', 'hex'), noise(9000)])],
  ['gzip', gzipSync(noise(9000))],
  ['a database', Buffer.concat([Buffer.from('SQLite format 3\0'), noise(9000)])],
])('%s is no noise, however random it goes on', (_, bytes) => {
  expect(contentOf(bytes)).toMatchObject({ hasForm: true, isNoise: false })
})

test('zeros and tables of numbers are neither text nor noise', () => {
  expect(contentOf(Buffer.alloc(9000))).toEqual({ hasForm: false, isText: false, isNoise: false })
  const numbers = Buffer.from(Float64Array.from({ length: 2000 }, (_, at) => at * 1.5).buffer)
  expect(contentOf(numbers)).toEqual({ hasForm: false, isText: false, isNoise: false })
})
