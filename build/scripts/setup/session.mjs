// The desktop a command runs in: the person's own where there is one, else (or for tests) one made for this run.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startDisplay } from './display.mjs'
import { isLinux } from './paths.mjs'
import { startPrivateBus } from './private-bus.mjs'

export const hasDisplay = (env = process.env) => !isLinux || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

const hasBus = (env = process.env) =>
  !isLinux ||
  Boolean(env.DBUS_SESSION_BUS_ADDRESS) ||
  (env.XDG_RUNTIME_DIR !== undefined && existsSync(join(env.XDG_RUNTIME_DIR, 'bus')))

/**
 * What a command needs that this machine lacks. `start` never gets a made-up keyring: without a real one the app has to
 * say so. Tests always get a session of their own, so that they neither show windows nor touch a real keychain.
 * @param {'start' | 'demo' | 'test'} task
 */
export function sessionNeeds(task, env = process.env) {
  if (!isLinux) return { display: false, keyring: false, desk: false }
  if (task === 'test') return { display: true, keyring: true, desk: true }
  return { desk: false, display: !hasDisplay(env), keyring: task === 'demo' && !(hasDisplay(env) && hasBus(env)) }
}

/** @returns {Promise<{env: Record<string, string>, stop: () => Promise<void>}>} */
export async function openSession({ display, keyring }) {
  const parts = []
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop()
  }
  try {
    if (display) parts.push(await startDisplay())
    if (keyring) parts.push(await startPrivateBus())
  } catch (error) {
    await stop()
    throw error
  }
  return { env: Object.assign({}, ...parts.map((part) => part.env)), stop }
}
