import { type AskProgram, askProgram, type Gauge } from './gauge.ts'

/** The battery as `pmset` prints it. What a network costs macOS tells to no program of the command line. */
export function macGauge(ask: AskProgram = askProgram): Gauge {
  return {
    async batteryPercent() {
      const digits = /InternalBattery[^\n]*?(\d{1,3})%/.exec((await ask('pmset', ['-g', 'batt'])) ?? '')?.[1]
      return digits === undefined ? null : Number(digits)
    },
    isMetered: async () => false,
  }
}
