import { powerMonitor } from 'electron'
import type { MachineState } from '#shared/domain/index.ts'
import { keepAsking } from './keep-asking.ts'
import { systemGauge } from './system-gauge.ts'

/** Told now and at every change. */
export type Power = { onMachine(listener: (state: MachineState) => void): void; onResumed(listener: () => void): void }

/** What the computer runs on, what its network costs, and when it wakes up. */
export function watchPower(): Power {
  const machine = keepAsking(systemGauge(), () => powerMonitor.isOnBatteryPower())
  powerMonitor.on('on-battery', machine.askNow)
  powerMonitor.on('on-ac', machine.askNow)
  powerMonitor.on('resume', machine.askNow)
  return {
    onMachine: machine.onMachine,
    onResumed: (listener) => void powerMonitor.on('resume', listener),
  }
}
