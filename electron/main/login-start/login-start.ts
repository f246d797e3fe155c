import path from 'node:path'
import { app } from 'electron'
import { autostartFile } from './login-start.linux.ts'

/** Given to the app when it starts by itself: no window, only the icon beside the clock. */
export const BACKGROUND = '--background'

/** Whether the app starts when the person logs in. */
export type LoginStart = { isOn(): boolean; set(isOn: boolean): void }

/** The system's own way of starting a program at login. */
export function openLoginStart(): LoginStart {
  // Where the app is not packaged, the program is Electron and the app its first argument.
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), ...ownFolder(), BACKGROUND]
  if (process.platform === 'linux')
    return autostartFile(path.join(app.getPath('appData'), 'autostart'), [program(), ...args])
  return {
    isOn: () => app.getLoginItemSettings({ args }).openAtLogin,
    set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args }),
  }
}

/** An AppImage unpacks itself to another place at each start: what is started is the file that the person has. */
const program = () => (app.isPackaged && process.env.APPIMAGE) || process.execPath

/** A trial on a data folder of its own must come back on it, never on the clinic's. */
const ownFolder = () =>
  app.commandLine.hasSwitch('user-data-dir') ? [`--user-data-dir=${app.getPath('userData')}`] : []
