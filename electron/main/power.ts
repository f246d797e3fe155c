import { powerMonitor } from 'electron'
import type { MachineState } from '#shared/domain/index.ts'

/** Told now and at every change. */
export type Power = { onMachine(listener: (state: MachineState) => void): void; onResumed(listener: () => void): void }

/**
 * What the computer runs on, and when it wakes up.
 *
 * Electron tells neither how full the battery is nor whether the network is paid by volume: unknown stays unknown.
 */
export function watchPower(): Power {
  const state = (isOnBattery: boolean): MachineState => ({
    power: isOnBattery ? 'battery' : 'mains',
    batteryPercent: null,
    isMetered: false,
  })
  return {
    onMachine: (listener) => {
      listener(state(powerMonitor.isOnBatteryPower()))
      powerMonitor.on('on-battery', () => listener(state(true)))
      powerMonitor.on('on-ac', () => listener(state(false)))
    },
    onResumed: (listener) => void powerMonitor.on('resume', listener),
  }
}
