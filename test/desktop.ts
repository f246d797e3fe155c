import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Desktop = { readonly env: Record<string, string>; stop(): Promise<void> }

const setup = (name: string) => new URL(`../build/scripts/setup/${name}.mjs`, import.meta.url).href

/** A session bus with an unlocked, empty keyring, and beside it (SALVAGUARDA_BUS_WITHOUT_KEYRING) one without any. */
export const startKeyring = async (): Promise<Desktop> => (await import(setup('private-bus'))).startPrivateBus()

/** A screen that nobody sees. */
export const startScreen = async (): Promise<Desktop> => (await import(setup('display'))).startDisplay()

/** `asked` resolves when the keyring has shown its window for the first time. */
export type LockedKeyring = Desktop & { readonly asked: Promise<unknown> }

/** A session bus whose keyring is locked: whoever wants a secret makes it show a window that nobody here answers. */
export async function startLockedKeyring(screen: Desktop): Promise<LockedKeyring> {
  const buses = await startKeyring()
  const home = mkdtempSync(path.join(tmpdir(), 'trancado-'))
  const env = {
    ...screen.env,
    DBUS_SESSION_BUS_ADDRESS: buses.env.SALVAGUARDA_BUS_WITHOUT_KEYRING ?? '',
    NO_AT_BRIDGE: '1',
  }
  const helpers: ChildProcess[] = []
  const serve = async (program: string, args: string[], busName: string) => {
    const own = { ...process.env, ...env, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home }
    helpers.push(spawn(program, args, { env: own, stdio: 'ignore' }))
    const [code] = await once(spawn('gdbus', ['wait', '--session', '--timeout', '15', busName], { env: own }), 'exit')
    if (code !== 0) throw new Error(`${program} did not come up`)
  }
  const stop = async () => {
    for (const helper of helpers) {
      helper.kill('SIGKILL')
      if (helper.exitCode === null && helper.signalCode === null) await once(helper, 'exit')
    }
    await buses.stop()
    rmSync(home, { recursive: true, force: true })
  }
  try {
    await serve('/usr/libexec/gcr-prompter', [], 'org.gnome.keyring.SystemPrompter')
    await serve('gnome-keyring-daemon', ['--foreground', '--components=secrets'], 'org.freedesktop.secrets')
    const monitor = spawn('dbus-monitor', ['--address', env.DBUS_SESSION_BUS_ADDRESS, "member='PerformPrompt'"])
    helpers.push(monitor)
    return { env, stop, asked: saysPrompt(monitor.stdout) }
  } catch (error) {
    await stop()
    throw error
  }
}

const saysPrompt = async (output: AsyncIterable<Buffer>) => {
  for await (const text of output) if (text.includes('member=PerformPrompt')) return
}
