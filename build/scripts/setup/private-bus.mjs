// A session bus of our own with an unlocked, empty, throw-away keyring on it, for tests and the demo: the person's real
// keychain is never touched. A second bus without any keyring lets a test start the app as on a machine that has none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quietly } from './command.mjs'
import { leash } from './leash.mjs'

// no service folders: nothing of the machine is started by name on this bus, above all not a locked keyring that asks
const busConfig = (folder) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/** @returns {Promise<{env: Record<string, string>, stop: () => Promise<void>}>} */
export async function startPrivateBus() {
  // short on purpose: a socket's path may have 108 bytes at most
  const folder = mkdtempSync(join(tmpdir(), 'sgbus-'))
  const helpers = []
  const stop = async () => {
    for (const helper of helpers.reverse()) await helper.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const startBus = async (name, env) => {
    const home = join(folder, name)
    mkdirSync(home, { mode: 0o700 })
    writeFileSync(join(home, 'bus.conf'), busConfig(home))
    const args = [`--config-file=${join(home, 'bus.conf')}`, '--nofork', '--nopidfile', '--print-address=3']
    const bus = leash('dbus-daemon', args, { env })
    helpers.push(bus)
    return (await bus.firstLine()).trim()
  }
  try {
    const env = { ...process.env, XDG_DATA_HOME: join(folder, 'data'), XDG_RUNTIME_DIR: join(folder, 'run') }
    for (const path of [env.XDG_DATA_HOME, env.XDG_RUNTIME_DIR]) mkdirSync(path, { mode: 0o700 })
    const withKeyring = await startBus('a', env)
    const withoutKeyring = await startBus('b', env)
    env.DBUS_SESSION_BUS_ADDRESS = withKeyring
    const args = ['--foreground', '--unlock', '--components=secrets']
    helpers.push(leash('gnome-keyring-daemon', args, { env, input: 'throw-away' }))
    await quietly('gdbus', ['wait', '--session', '--timeout', '15', 'org.freedesktop.secrets'], { env })
    return {
      env: {
        DBUS_SESSION_BUS_ADDRESS: withKeyring,
        SALVAGUARDA_BUS_WITHOUT_KEYRING: withoutKeyring,
        // the accessibility bus is not on it either; without this GTK complains at every start
        NO_AT_BRIDGE: '1',
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
