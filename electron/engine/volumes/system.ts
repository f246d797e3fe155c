import type { Clock } from '#engine/kernel/index.ts'
import { darwinVolumes } from './adapter.darwin.ts'
import { linuxVolumes } from './adapter.linux.ts'
import type { VolumeAdapter } from './adapter.ts'
import { windowsVolumes } from './adapter.win32.ts'

/** The disks of the computer we run on. */
export function systemVolumes(clock: Clock, platform: NodeJS.Platform = process.platform): VolumeAdapter {
  if (platform === 'win32') return windowsVolumes(clock)
  return platform === 'darwin' ? darwinVolumes() : linuxVolumes()
}
