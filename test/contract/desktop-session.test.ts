import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript without types: it runs before any package is installed
import { openSession } from '../../build/scripts/setup/session.mjs'

// The desktop that tests run in, for real: a display that asks for its cookie, a keyring that works, a bus without one.

type Session = { env: Record<string, string>; stop: () => Promise<void> }

describe.runIf(process.platform === 'linux')('the private desktop of tests', () => {
  let session: Session
  beforeAll(async () => {
    session = await openSession({ display: true, keyring: true })
  })
  afterAll(() => session.stop())

  const run = (code: string, env: Record<string, string | undefined>) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { ...process.env, ...session.env, ...env },
      encoding: 'utf8',
    })

  const keep = `import keytar from 'keytar'
    await keytar.setPassword('salvaguarda-test', 'conta', 'segredo ç')
    console.log(await keytar.getPassword('salvaguarda-test', 'conta'))`

  it('keeps a secret in its keyring', () => {
    expect(run(keep, {}).stdout).toBe('segredo ç\n')
  })

  it('has a second bus on which there is no keyring at all', () => {
    const { status, stderr } = run(keep, { DBUS_SESSION_BUS_ADDRESS: session.env.SALVAGUARDA_BUS_WITHOUT_KEYRING })
    expect(status).not.toBe(0)
    expect(stderr).toContain('org.freedesktop.secrets')
  })

  it('lets nobody onto its display without the cookie', () => {
    const look = `import { connect } from 'node:net'
      const socket = connect('/tmp/.X11-unix/X' + process.env.DISPLAY.slice(1))
      // the X protocol's connection set-up: byte order, version 11.0, no authorization
      socket.write(Buffer.from('6c000b000000000000000000', 'hex'))
      socket.once('data', (answer) => { console.log(answer[0]); socket.destroy() })`
    expect(run(look, {}).stdout).toBe('0\n')
  })
})
