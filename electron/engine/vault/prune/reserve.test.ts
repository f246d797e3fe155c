import { expect, test } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { diskOf } from '../test-support/cleaning.ts'
import { keepReserve, RESERVE_BYTES, releaseReserve } from './reserve.ts'

async function diskWith(freeBytes: number | undefined) {
  const place = memoryBackend()
  await place.create()
  return { place, disk: freeBytes === undefined ? place : diskOf(place, () => freeBytes) }
}

test('R49 the reserve is made once where there is plenty of room, and never where it would matter', async () => {
  const { disk, place } = await diskWith(RESERVE_BYTES * 8)
  expect(await keepReserve(disk)).toBe(true)
  const made = place.files.get('reserve')
  expect(made?.length).toBe(RESERVE_BYTES)
  expect(await keepReserve(disk)).toBe(true)
  expect(place.files.get('reserve')).toBe(made)
  await releaseReserve(disk)
  await releaseReserve(disk)
  expect(place.files.size).toBe(0)

  for (const freeBytes of [RESERVE_BYTES * 8 - 1, 0, undefined]) {
    const scarce = await diskWith(freeBytes)
    expect(await keepReserve(scarce.disk)).toBe(false)
    expect(scarce.place.files.size).toBe(0)
  }
})
