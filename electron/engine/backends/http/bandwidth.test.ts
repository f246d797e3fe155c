import { expect, test } from 'vitest'
import { bandwidthLimit, ratesAt } from './bandwidth.ts'
import { hastyClock } from './test-support/servers.ts'

const SLICE = 16_000
const at = (hour: number, minute = 0) => new Date(2026, 10, 23, hour, minute).getTime()

/** Seconds that so many slices take. */
async function secondsFor(slices: number, spend: ReturnType<typeof bandwidthLimit>, clock: { nowMs(): number }) {
  const startMs = clock.nowMs()
  for (let done = 0; done < slices; done += 1) await spend('up', SLICE)
  return (clock.nowMs() - startMs) / 1000
}

test('bytes go at the rate, and a pause saves nothing up', async () => {
  const clock = hastyClock()
  const spend = bandwidthLimit(() => ({ upKbits: 128 }), clock)
  // 16 000 bytes a second; the first slice goes at once
  expect(await secondsFor(11, spend, clock)).toBeCloseTo(10)
  await clock.sleep(3_600_000)
  expect(await secondsFor(11, spend, clock)).toBeCloseTo(10)
})

test('many callers share one rate, each direction has its own', async () => {
  const clock = hastyClock()
  const waits: number[] = []
  const standing = { ...clock, sleep: async (durationMs: number) => void waits.push(durationMs) }
  const spend = bandwidthLimit(() => ({ upKbits: 128, downKbits: 64 }), standing)
  await Promise.all([1, 2, 3, 4].map(() => spend('up', SLICE)))
  expect(waits).toEqual([1000, 2000, 3000])
  await spend('down', SLICE)
  expect(waits).toHaveLength(3)
})

test('without a rate nobody waits', async () => {
  const clock = hastyClock()
  expect(
    await secondsFor(
      1000,
      bandwidthLimit(() => ({ downKbits: 1 }), clock),
      clock,
    ),
  ).toBe(0)
})

test('the rate of the hour holds, also over midnight', () => {
  const hours = [
    { fromMinute: 8 * 60, untilMinute: 18 * 60, upKbits: 500 },
    { fromMinute: 22 * 60, untilMinute: 6 * 60, upKbits: 9000 },
  ]
  expect(ratesAt(hours, at(8)).upKbits).toBe(500)
  expect(ratesAt(hours, at(17, 59)).upKbits).toBe(500)
  expect(ratesAt(hours, at(18)).upKbits).toBeUndefined()
  expect(ratesAt(hours, at(23)).upKbits).toBe(9000)
  expect(ratesAt(hours, at(5, 59)).upKbits).toBe(9000)
  expect(ratesAt(hours, at(6)).upKbits).toBeUndefined()
})

test('a rate that changes holds from the next slice on', async () => {
  const clock = hastyClock(at(17, 59))
  const hours = [{ fromMinute: 8 * 60, untilMinute: 18 * 60, upKbits: 128 }]
  const spend = bandwidthLimit((nowMs) => ratesAt(hours, nowMs), clock)
  expect(await secondsFor(1000, spend, clock)).toBeLessThan(63)
})

test('a clock that was put back keeps nobody waiting', async () => {
  const clock = hastyClock(at(12))
  let offsetMs = 0
  const moved = { ...clock, nowMs: () => clock.nowMs() + offsetMs }
  const spend = bandwidthLimit(() => ({ upKbits: 128 }), moved)
  await secondsFor(5, spend, clock)
  offsetMs = -30 * 24 * 3_600_000
  expect(await secondsFor(5, spend, clock)).toBeLessThan(6)
})
