import { expect, test } from 'vitest'
import type { Clock } from '#engine/kernel/index.ts'
import type { Backend } from '../backend.ts'
import { memoryBackend } from '../memory/index.ts'
import { patientBackend } from './patient-backend.ts'

const FILE = { kind: 'index', name: 'a'.repeat(64) } as const

/** A clock whose sleepers wake when the test says so. */
function stoppedClock() {
  const sleepers = new Set<() => void>()
  const clock: Clock = {
    nowMs: () => 0,
    nowNs: () => 0n,
    sleep: (_durationMs, signal) =>
      new Promise((resolve, reject) => {
        sleepers.add(resolve)
        signal?.addEventListener('abort', () => {
          sleepers.delete(resolve)
          reject(signal.reason)
        })
      }),
  }
  return { clock, sleepers }
}

/** A place that answers reads only when the test lets it. */
async function mute() {
  const place = memoryBackend()
  await place.create()
  await place.write(FILE, Buffer.from('índice'))
  const waiting: (() => void)[] = []
  const backend: Backend = {
    ...place,
    read: async (file) => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return place.read(file)
    },
  }
  return { backend, waiting }
}

test('a place that answers is not disturbed, and no clock is left running', async () => {
  const { clock, sleepers } = stoppedClock()
  const place = memoryBackend()
  const backend = patientBackend(place, clock)
  await backend.create()
  await backend.write(FILE, Buffer.from('índice'))
  expect(await backend.read(FILE)).toEqual(new Uint8Array(Buffer.from('índice')))
  expect(sleepers.size).toBe(0)
})

test('a place that hangs is given up, further calls end at once, and it is asked again once it answered', async () => {
  const { clock, sleepers } = stoppedClock()
  const { backend: silent, waiting } = await mute()
  const backend = patientBackend(silent, clock)
  const read = backend.read(FILE)
  for (const wake of sleepers) wake()
  await expect(read).rejects.toMatchObject({ code: 'DEST_101' })
  await expect(backend.stat(FILE)).rejects.toMatchObject({ code: 'DEST_101' })
  for (const answer of waiting) answer()
  await new Promise((resolve) => setImmediate(resolve))
  expect(await backend.stat(FILE)).toEqual({ sizeBytes: 7 })
})

test('a place that gives up by itself is not hurried: only it knows whether bytes still move', async () => {
  const { clock, sleepers } = stoppedClock()
  const { backend: slow, waiting } = await mute()
  const backend = patientBackend({ ...slow, capabilities: { ...slow.capabilities, givesUp: true } }, clock)
  const read = backend.read(FILE)
  for (const wake of sleepers) wake()
  for (const answer of waiting) answer()
  expect(await read).toEqual(new Uint8Array(Buffer.from('índice')))
})
