// Starts the built app in Electron.
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { capture } from './command.mjs'
import { ROOT } from './paths.mjs'
import { runProgram } from './program.mjs'
import { SetupError } from './say.mjs'

/** Switches this machine needs: Chromium's sandbox refuses root, and only Wayland users lack X. */
export function electronSwitches(env = process.env) {
  if (process.platform !== 'linux') return []
  const switches = []
  if (process.getuid?.() === 0) switches.push('--no-sandbox')
  if (!env.DISPLAY && env.WAYLAND_DISPLAY) switches.push('--ozone-platform=wayland')
  return switches
}

/**
 * Chromium will not run without its sandbox, and some Linux systems let an ordinary user have none: then the helper that
 * comes with Electron must belong to root. Says so beforehand, in one command, instead of a crash.
 */
export async function requireSandbox(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return
  const helper = join(dirname(realpathSync(electron)), 'chrome-sandbox')
  if (existsSync(helper)) {
    const { uid, mode } = statSync(helper)
    if (uid === 0 && (mode & 0o4755) === 0o4755) return
  }
  const tried = await capture('unshare', ['--user', '--map-root-user', 'true']).catch(() => null)
  if (tried === null || tried.code === 0) return
  throw new SetupError(
    `this system does not let Electron make its sandbox. Run this once, then start again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
  )
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
