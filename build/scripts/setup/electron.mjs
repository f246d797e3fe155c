// Starts the built app in Electron.
import { ROOT } from './paths.mjs'
import { runProgram } from './program.mjs'

/** Switches this machine needs: Chromium's sandbox refuses root, and only Wayland users lack X. */
export function electronSwitches(env = process.env) {
  if (process.platform !== 'linux') return []
  const switches = []
  if (process.getuid?.() === 0) switches.push('--no-sandbox')
  if (!env.DISPLAY && env.WAYLAND_DISPLAY) switches.push('--ozone-platform=wayland')
  return switches
}

// Chromium's complaints about a machine without a system bus or a graphics card; nobody can do anything about them
const CHATTER = /^\[\d+:\d+\/[\d.]+:(ERROR|WARNING):(bus|viz_main_impl|gpu_process_host|sandbox_linux)\.cc/

/**
 * @param {string} electron path of the Electron binary
 * @param {readonly string[]} args for the app
 * @param {Record<string, string | undefined>} env the whole environment of the app
 */
export function launchElectron(electron, args, env = process.env) {
  // a variable of this name, left over from some other tool, would make Electron start as plain Node
  const { ELECTRON_RUN_AS_NODE: _, ...clean } = env
  return runProgram(electron, [ROOT, ...electronSwitches(env), ...args], { env: clean, cwd: ROOT, quieten: CHATTER })
}
