import { expect, test } from 'vitest'
import type { MachineState } from '#shared/domain/index.ts'
import type { Gauge } from './gauge.ts'
import { keepAsking } from './keep-asking.ts'

const NEVER_MS = 2 ** 30

test('a pulled plug is told at once, the battery and the network as soon as they answer, and nothing twice', async () => {
  let isOnBattery = false
  let isMetered = false
  const gauge: Gauge = { batteryPercent: async () => 12, isMetered: async () => isMetered }
  const machine = keepAsking(gauge, () => isOnBattery, NEVER_MS)
  const told: MachineState[] = []
  machine.onMachine((state) => told.push(state))
  expect(told).toEqual([{ power: 'mains', batteryPercent: null, isMetered: false }])
  isOnBattery = true
  machine.askNow()
  expect(told.at(-1)).toEqual({ power: 'battery', batteryPercent: null, isMetered: false })
  await expect.poll(() => told.at(-1)).toEqual({ power: 'battery', batteryPercent: 12, isMetered: false })
  isMetered = true
  isOnBattery = false
  machine.askNow()
  await expect.poll(() => told.at(-1)).toEqual({ power: 'mains', batteryPercent: null, isMetered: true })
  machine.askNow()
  await new Promise(setImmediate)
  expect(told).toHaveLength(5)
})

test('an answer that comes too late does not undo a newer one', async () => {
  const answers: ((percent: number) => void)[] = []
  const gauge: Gauge = {
    batteryPercent: () => new Promise((resolve) => answers.push(resolve)),
    isMetered: async () => false,
  }
  const machine = keepAsking(gauge, () => true, NEVER_MS)
  let last: number | null = null
  machine.onMachine((state) => {
    last = state.batteryPercent
  })
  machine.askNow()
  answers[1]?.(20)
  await expect.poll(() => last).toBe(20)
  answers[0]?.(90)
  await new Promise(setImmediate)
  expect(last).toBe(20)
})

test('a gauge that fails knows nothing', async () => {
  const gauge: Gauge = {
    batteryPercent: () => Promise.reject(new Error('no such program')),
    isMetered: () => Promise.reject(new Error('no such program')),
  }
  const machine = keepAsking(gauge, () => true, NEVER_MS)
  await new Promise(setImmediate)
  machine.onMachine((state) => expect(state).toEqual({ power: 'battery', batteryPercent: null, isMetered: false }))
  expect.assertions(1)
})
