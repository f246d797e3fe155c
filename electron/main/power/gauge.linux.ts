import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type AskProgram, askProgram, type Gauge, percentOf } from './gauge.ts'

const SUPPLIES = '/sys/class/power_supply'
/** NetworkManager's words for "yes" and "yes, as far as can be guessed" (NMMetered). */
const METERED = /^u [13]\s*$/
const NETWORK_MANAGER = 'org.freedesktop.NetworkManager'

/** Batteries as the kernel tells them, the network as NetworkManager does; without it nothing is known of the network. */
export function linuxGauge(ask: AskProgram = askProgram, supplies: string = SUPPLIES): Gauge {
  const read = (name: string, file: string) => readFile(path.join(supplies, name, file), 'utf8').catch(() => undefined)
  return {
    async batteryPercent() {
      const levels: number[] = []
      for (const name of await readdir(supplies).catch(() => [])) {
        if ((await read(name, 'type'))?.trim() !== 'Battery') continue
        // A mouse and a headset have batteries too, and do not hold the computer up.
        if ((await read(name, 'scope'))?.trim() === 'Device') continue
        const level = percentOf(await read(name, 'capacity'))
        if (level !== null) levels.push(level)
      }
      // Of two batteries the fuller one still carries on.
      return levels.length === 0 ? null : Math.max(...levels)
    },
    async isMetered() {
      const path = '/org/freedesktop/NetworkManager'
      const args = ['--system', 'get-property', NETWORK_MANAGER, path, NETWORK_MANAGER, 'Metered']
      return METERED.test((await ask('busctl', args)) ?? '')
    },
  }
}
