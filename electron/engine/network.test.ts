import { expect, it } from 'vitest'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { networkPolicySchema, schedulePolicySchema } from '#shared/domain/index.ts'
import { networkUse } from './network.ts'

/** A Wednesday; patients come from 7 to 19. */
const at = (hour: number) => new Date(2026, 10, 18, hour).getTime()

/** How long a megabit takes by what is decided, at an hour of the day. */
async function msForMegabit(network: object, hour: number): Promise<number> {
  let sleptMs = 0
  let nowMs = at(hour)
  const sleep = async (durationMs: number) => {
    sleptMs += durationMs
    nowMs += durationMs
  }
  const clock: Clock = { ...systemClock, nowMs: () => nowMs, sleep }
  const schedule = schedulePolicySchema.parse({})
  const settings = { schedule, network: networkPolicySchema.parse(network) } as Settings
  const { spend } = networkUse(() => settings, clock)()
  // The first piece goes at once, the second waits for its time.
  await spend?.('up', 125_000)
  await spend?.('up', 125_000)
  return Math.round(sleptMs)
}

it('sends slowly while patients are there, and as fast as it goes at night', async () => {
  const network = { attendanceUpKbits: 1000, otherUpKbits: null }
  expect(await msForMegabit(network, 10)).toBe(1000)
  expect(await msForMegabit(network, 22)).toBe(0)
  expect(await msForMegabit({ attendanceUpKbits: null, otherUpKbits: 500 }, 22)).toBe(2000)
})

it('goes through the proxy that was decided, from the next call on', () => {
  let network = networkPolicySchema.parse({})
  const use = networkUse(() => ({ network }) as Settings, systemClock)
  expect(use().proxyUrl).toBeUndefined()
  network = networkPolicySchema.parse({ proxyUrl: 'http://proxy.local:3128' })
  expect(use().proxyUrl).toBe('http://proxy.local:3128')
})
