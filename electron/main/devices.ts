import { BaseWindow } from 'electron'

/** Told when a disk may have come or gone; never where the engine hears of it by itself. */
export type Devices = { onChange(listener: () => void): void }

/** Windows tells every top-level window of devices (winuser.h, dbt.h). */
const WM_DEVICECHANGE = 0x0219
const DBT_DEVICEARRIVAL = 0x8000
const DBT_DEVICEREMOVECOMPLETE = 0x8004

/**
 * Disks that come and go, on Windows: told to windows only, so a window without a page, never shown, listens. It costs no process and
 * waits for free. Elsewhere the engine hears of them itself.
 */
export function watchDevices(platform: NodeJS.Platform = process.platform): Devices {
  if (platform !== 'win32') return { onChange() {} }
  return {
    onChange(listener) {
      const ear = new BaseWindow({ show: false, skipTaskbar: true, width: 1, height: 1 })
      ear.hookWindowMessage(WM_DEVICECHANGE, (wParam: Buffer) => {
        const event = wParam.readUInt32LE(0)
        if (event === DBT_DEVICEARRIVAL || event === DBT_DEVICEREMOVECOMPLETE) listener()
      })
    },
  }
}
