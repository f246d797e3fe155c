import { macGauge } from './gauge.darwin.ts'
import { linuxGauge } from './gauge.linux.ts'
import type { Gauge } from './gauge.ts'
import { windowsGauge } from './gauge.win32.ts'

/** The gauge of the system we are on. */
export function systemGauge(platform: NodeJS.Platform = process.platform): Gauge {
  if (platform === 'win32') return windowsGauge()
  return platform === 'darwin' ? macGauge() : linuxGauge()
}
