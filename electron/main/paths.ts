import path from 'node:path'
import { app } from 'electron'

/** What the build puts beside this bundle, and where this computer's own data goes. */
export type Paths = ReturnType<typeof appPaths>

/**
 * Settles where the app keeps its data, before anything (the single-instance lock, too) depends on it.
 *
 * `--user-data-dir=FOLDER` moves everything, so that tests and a technician's trial never meet the clinic's own data.
 */
export function appPaths() {
  const chosen = app.commandLine.getSwitchValue('user-data-dir')
  if (chosen) app.setPath('userData', path.resolve(chosen))
  const userData = app.getPath('userData')
  const out = path.join(import.meta.dirname, '..')
  return {
    renderer: path.join(out, 'renderer'),
    preload: path.join(out, 'preload', 'preload.cjs'),
    engineEntry: path.join(unpacked(out), 'main', 'engine.mjs'),
    icon: path.join(out, '..', 'assets', 'icon.png'),
    trayArt: path.join(out, '..', 'assets', 'tray'),
    engineData: path.join(userData, 'engine'),
    log: path.join(userData, 'logs', 'salvaguarda.log'),
    preferences: path.join(userData, 'preferences.json'),
    computer: path.join(userData, 'computer.json'),
    windowState: path.join(userData, 'window.json'),
  }
}

/** A package keeps what a process of its own runs beside its archive, which only Electron can read. */
const unpacked = (folder: string) => folder.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked')
