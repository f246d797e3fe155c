import { expect, test } from 'vitest'
import { type Backend, memoryBackend } from '#engine/backends/index.ts'
import type { BlobLocation } from '../index/blob-index.ts'
import { ReadAhead } from './read-ahead.ts'

const PACK = 'ab'.repeat(32)
const pack = Uint8Array.from({ length: 2_000_000 }, (_, at) => (at * 7 + (at >> 8)) & 255)
const at = (offset: number, length: number): BlobLocation => ({ id: PACK, packId: PACK, type: 'data', offset, length })

async function reader(change: (inner: Backend['read']) => Backend['read'] = (read) => read) {
  const backend = memoryBackend()
  await backend.create()
  await backend.write({ kind: 'pack', name: PACK }, pack)
  const calls = { count: 0 }
  const read = change((file, range) => backend.read(file, range))
  const counted: Backend = {
    ...backend,
    read: (file, range) => {
      calls.count += 1
      return read(file, range)
    },
  }
  return { calls, ahead: new ReadAhead(counted) }
}

const isRight = (bytes: Uint8Array | undefined, offset: number, length: number) =>
  bytes !== undefined && Buffer.compare(bytes, pack.subarray(offset, offset + length)) === 0

test('small blobs that follow each other come in few calls, each with its own bytes, to the end of the pack', async () => {
  const { calls, ahead } = await reader()
  for (let offset = 0; offset < pack.length; offset += 1000)
    expect(isRight(await ahead.read(at(offset, 1000)), offset, 1000)).toBe(true)
  expect(calls.count).toBeLessThan(8)
})

test('blobs read here and there, and big ones, are read alone', async () => {
  const { calls, ahead } = await reader()
  for (const [offset, length] of [
    [1_500_000, 1000],
    [0, 1000],
    [500_000, 300_000],
    [900_000, 10],
  ] as const)
    expect(isRight(await ahead.read(at(offset, length)), offset, length)).toBe(true)
  expect(calls.count).toBe(4)
})

test('a read ahead that fails or comes short spoils no blob', async () => {
  for (const spoil of [async () => undefined, async () => pack.slice(0, 10), () => Promise.reject(new Error('no'))]) {
    const { ahead } = await reader(
      (read) => (file, range) => ((range?.length ?? 0) > 1000 ? spoil() : read(file, range)),
    )
    for (let offset = 0; offset < 20_000; offset += 1000)
      expect(isRight(await ahead.read(at(offset, 1000)), offset, 1000)).toBe(true)
  }
})
