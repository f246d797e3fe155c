import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Stopwatch } from './stopwatch.ts'

const step = fc.record({
  /** What really passes. */
  passMs: fc.integer({ min: 0, max: 3_600_000 }),
  /** Somebody sets the clock. */
  setByMs: fc.oneof(fc.constant(0), fc.integer({ min: -10 * 365 * 86_400_000, max: 365 * 86_400_000 })),
})

it('never shows less than passed nor less than before, however the clock is set', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(10_000_000), (steps, before) => {
      let [wallMs, steadyMs, passed, shown] = [Date.parse('2026-11-22'), 5, before, before]
      const watch = new Stopwatch({ nowMs: () => wallMs, monotonicMs: () => steadyMs }, before)
      watch.run()
      for (const { passMs, setByMs } of steps) {
        steadyMs += passMs
        wallMs += passMs + setByMs
        passed += passMs
        const elapsedMs = watch.elapsedMs()
        expect(elapsedMs).toBeGreaterThanOrEqual(shown)
        expect(elapsedMs).toBeGreaterThanOrEqual(passed)
        shown = elapsedMs
      }
      if (steps.every(({ setByMs }) => setByMs <= 0)) expect(shown).toBe(passed)
    }),
  )
})

it('counts a night in which the computer slept, tells of a clock that was set back, and stands still while stopped', () => {
  const now = { wallMs: 1_000_000, steadyMs: 0 }
  const watch = new Stopwatch({ nowMs: () => now.wallMs, monotonicMs: () => now.steadyMs })
  watch.run()
  now.wallMs += 2 * 3_600_000
  expect(watch.elapsedMs()).toBe(2 * 3_600_000)
  expect(watch.clockChanges).toBe(0)
  now.wallMs -= 86_400_000
  now.steadyMs += 1000
  expect(watch.elapsedMs()).toBe(2 * 3_600_000 + 1000)
  expect(watch.clockChanges).toBe(1)
  watch.stop()
  now.steadyMs += 5000
  expect(watch.elapsedMs()).toBe(2 * 3_600_000 + 1000)
})
