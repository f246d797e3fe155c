import { type Clock, systemClock } from '#engine/kernel/index.ts'
import type { NetworkUse } from '../access.ts'

/** What the clinic gives to copies, in kbit/s (1000 bits); undefined is all there is. */
export type Rates = { readonly upKbits?: number | undefined; readonly downKbits?: number | undefined }

/** Rates from one time of the day to another, local time, in minutes since midnight; may go over midnight. */
export type RateHours = Rates & { readonly fromMinute: number; readonly untilMinute: number }

/** The rates that hold at a moment: the first entry whose hours it falls into. Outside all of them nothing is limited. */
export function ratesAt(hours: readonly RateHours[], nowMs: number): Rates {
  const now = new Date(nowMs)
  const minute = now.getHours() * 60 + now.getMinutes()
  const isWithin = ({ fromMinute, untilMinute }: RateHours) =>
    fromMinute <= untilMinute
      ? minute >= fromMinute && minute < untilMinute
      : minute >= fromMinute || minute < untilMinute
  return hours.find(isWithin) ?? {}
}

/** So that nothing stands still for good, whatever somebody typed. */
const LEAST_KBITS = 8

/**
 * The `spend` of `NetworkUse`: lets bytes go at the rate of the moment, one caller after the other and each direction for itself.
 *
 * Nothing is saved up: after a pause the rate is the same, so nobody in the clinic sees bursts.
 */
export function bandwidthLimit(
  rates: (nowMs: number) => Rates,
  clock: Clock = systemClock,
): NonNullable<NetworkUse['spend']> {
  const freeAtMs = { up: 0, down: 0 }
  return async (direction, bytes) => {
    const nowMs = clock.nowMs()
    const { upKbits, downKbits } = rates(nowMs)
    const kbits = direction === 'up' ? upKbits : downKbits
    if (kbits === undefined) return
    // kbit/s are bits per millisecond
    const lengthMs = (bytes * 8) / Math.max(kbits, LEAST_KBITS)
    // a clock that was put back must not make anybody wait for the time it went through already
    const queued = freeAtMs[direction] - nowMs > MOST_QUEUED_MS ? nowMs : freeAtMs[direction]
    const startMs = Math.max(nowMs, queued)
    freeAtMs[direction] = startMs + lengthMs
    if (startMs > nowMs) await clock.sleep(startMs - nowMs)
  }
}

const MOST_QUEUED_MS = 10 * 60_000
