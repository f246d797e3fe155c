import { constants, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress, decompress } from './zstd.ts'
import { compressorOf, decompressorOf, isOneWholeFrame } from './zstd-context.ts'

const TEXT = Buffer.from('paciente sem queixas. '.repeat(5000))
const WITHOUT_SIZE = zstdCompressSync(TEXT)
const SKIPPABLE = Buffer.from('502a4d180400000001020304', 'hex')

test('R8 one frame with its content size, and back', () => {
  const frame = compress(TEXT)
  expect(frame[4]).toBeGreaterThan(0x20)
  expect(decompress(frame, TEXT.length)).toEqual(TEXT)
  expect(decompress(compress(Buffer.of(7)), 1)).toEqual(Buffer.of(7))
})

test.each([
  ['a frame without content size', WITHOUT_SIZE, TEXT],
  ['several frames', Buffer.concat([WITHOUT_SIZE, compress(TEXT)]), Buffer.concat([TEXT, TEXT])],
  [
    'skippable frames around and between',
    Buffer.concat([SKIPPABLE, WITHOUT_SIZE, SKIPPABLE, WITHOUT_SIZE, SKIPPABLE]),
    Buffer.concat([TEXT, TEXT]),
  ],
])('R8 reads %s', (_, compressed, plain) => {
  expect(decompress(compressed, plain.length)).toEqual(plain)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['plain text', TEXT],
  ['a cut frame', WITHOUT_SIZE.subarray(0, -1)],
  ['bytes left over', Buffer.concat([WITHOUT_SIZE, Buffer.from('lixo')])],
  ['more bytes left over', Buffer.concat([WITHOUT_SIZE, Buffer.from('muito mais lixo')])],
  ['only a skippable frame', SKIPPABLE],
  ['a skippable frame longer than there is', Buffer.from('502a4d18ff00000001', 'hex')],
])('R8 refuses %s', (_, compressed) => {
  expect(decompress(compressed, 1e6)).toBeUndefined()
})

test('R8 content never grows beyond what was promised', () => {
  expect(decompress(WITHOUT_SIZE, TEXT.length - 1)).toBeUndefined()
  expect(decompress(Buffer.concat([WITHOUT_SIZE, WITHOUT_SIZE]), TEXT.length)).toBeUndefined()
})

const ofNode = (plain: Buffer, level: number) =>
  zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: level }, pledgedSrcSize: plain.length })

test('contexts that are used again make what Node makes, also after bytes that were none', () => {
  const room = Buffer.alloc(TEXT.length + 100)
  const frame = compress(TEXT)
  expect(frame).toEqual(ofNode(TEXT, 1))
  const big = Buffer.concat([TEXT, TEXT, TEXT])
  expect(compress(big)).toEqual(ofNode(big, 2))
  expect(compressorOf(1).run(TEXT, room)).toBe(frame.length)
  const damaged = Buffer.from(frame).fill(0xff, 12, 40)
  for (const [bytes, length] of [
    [frame, TEXT.length],
    [damaged, undefined],
    [frame, TEXT.length],
  ] as const)
    expect(decompressorOf().run(bytes, room)).toBe(length)
  for (const coder of [compressorOf(1), decompressorOf()]) {
    const bytes = coder === decompressorOf() ? frame : TEXT
    const length = coder === decompressorOf() ? TEXT.length : frame.length
    expect(coder.run(bytes, room.subarray(0, 20))).toBeUndefined()
    expect(coder.run(bytes, room)).toBe(length)
    expect(coder.run(bytes, room)).toBe(length)
  }
  expect(decompress(damaged, TEXT.length)).toBeUndefined()
})

test('a frame is whole only to its very end', () => {
  const frame = compress(TEXT)
  expect(isOneWholeFrame(frame)).toBe(true)
  expect(isOneWholeFrame(WITHOUT_SIZE)).toBe(true)
  expect(isOneWholeFrame(frame.subarray(0, -1))).toBe(false)
  expect(isOneWholeFrame(Buffer.concat([frame, Buffer.of(0)]))).toBe(false)
  expect(isOneWholeFrame(Buffer.concat([frame, frame]))).toBe(false)
})
