import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ThrowawayRoot } from './throwaway-root.ts'

/** No service folders: nothing is started by name on this bus, so there is no keychain. */
const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`

/** A screen and a bus of a person's own in a throw-away root; gives the variables that name them. They end with the root. */
export async function startSession(root: ThrowawayRoot, uid: number): Promise<Record<string, string>> {
  writeFileSync(path.join(root.outside, 'tmp', 'bus.conf'), BUS)
  const [display, bus] = await Promise.all([
    saidFirst(root, uid, 'Xvfb', '-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'),
    saidFirst(root, uid, 'dbus-daemon', '--config-file=/tmp/bus.conf', '--nofork', '--nopidfile', '--print-address=1'),
  ])
  return { DISPLAY: `:${display}`, DBUS_SESSION_BUS_ADDRESS: bus, NO_AT_BRIDGE: '1' }
}

async function saidFirst(root: ThrowawayRoot, uid: number, program: string, ...args: string[]): Promise<string> {
  const { stdout } = root.start(program, args, { uid, stdio: ['ignore', 'pipe', 'ignore'] })
  if (!stdout) throw new Error(`${program} has no output`)
  const ended = once(stdout, 'end').then(() => {
    throw new Error(`${program} did not start`)
  })
  const [line] = await Promise.race([once(stdout.setEncoding('utf8'), 'data'), ended])
  return String(line).trim()
}
