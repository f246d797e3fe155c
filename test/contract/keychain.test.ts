import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desktop, startKeyring, startLockedKeyring, startScreen } from '../desktop.ts'

// The engine's secrets in a real GNOME keyring, and on machines that have none: no stand-in for the keychain anywhere.

const account = `vault:${'0f'.repeat(32)}`
const secret = 'chave de máquina: çãõ 0123456789'

/** Asks main what the engine would ask, in a new process, so that each answer comes from the keychain and not from memory. */
async function ask(env: Record<string, string>, ...requests: [method: string, input: object][]): Promise<unknown[]> {
  const script = path.join(import.meta.dirname, 'keychain', 'ask.ts')
  const bare = { PATH: process.env.PATH ?? '', HOME: home, PATIENCE_MS: '20000' }
  const child = spawn(process.execPath, [script, JSON.stringify(requests)], {
    env: { ...bare, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout)) as unknown[]
}

let home: string
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'casa é '))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('with an unlocked keyring', () => {
  let bus: Desktop
  beforeAll(async () => {
    bus = await startKeyring()
  })
  afterAll(() => bus.stop())

  test('a secret is there at the next start, a new one takes its place', async () => {
    expect(await ask(bus.env, ['readSecret', { account }])).toEqual([{ secret: null }])
    expect(await ask(bus.env, ['writeSecret', { account, secret }])).toEqual([{}])
    expect(await ask(bus.env, ['readSecret', { account }])).toEqual([{ secret }])
    const renewed = `${secret} nova`
    expect(await ask(bus.env, ['writeSecret', { account, secret: renewed }])).toEqual([{}])
    expect(await ask(bus.env, ['readSecret', { account }])).toEqual([{ secret: renewed }])
  })

  test('the question whether secrets can be kept is answered yes and leaves nothing behind', async () => {
    const before = await ask(bus.env, ['accounts', {}])
    expect(await ask(bus.env, ['probeKeychain', {}])).toEqual([{ isAvailable: true }])
    expect(await ask(bus.env, ['accounts', {}])).toEqual(before)
  })

  test('only the name of a vault may be asked for', async () => {
    expect(
      await ask(bus.env, ['readSecret', { account: 'other program' }], ['writeSecret', { account, secret: 'short' }]),
    ).toEqual(['IPC_001', 'IPC_001'])
  })
})

const everything: [string, object][] = [
  ['probeKeychain', {}],
  ['readSecret', { account }],
  ['writeSecret', { account, secret }],
]
const refused = [{ isAvailable: false }, 'KEY_103', 'KEY_103']

test('on a computer without a session bus nothing is kept', async () => {
  expect(await ask({}, ...everything)).toEqual(refused)
})

test('on a bus without a keychain nothing is kept', async () => {
  const bus = await startKeyring()
  try {
    const env = { DBUS_SESSION_BUS_ADDRESS: bus.env.SALVAGUARDA_BUS_WITHOUT_KEYRING ?? '' }
    expect(await ask(env, ...everything)).toEqual(refused)
  } finally {
    await bus.stop()
  }
})

test('where the keychain’s library cannot be loaded the app still starts and keeps nothing', async () => {
  const libraries = path.join(home, 'libraries')
  mkdirSync(libraries)
  writeFileSync(path.join(libraries, 'libsecret-1.so.0'), 'not a library')
  expect(await ask({ LD_LIBRARY_PATH: libraries }, ...everything)).toEqual(refused)
})

test('a locked keyring that nobody opens is given up, each time', async () => {
  const screen = await startScreen()
  const keyring = await startLockedKeyring(screen)
  try {
    expect(await ask({ ...keyring.env, PATIENCE_MS: '1000' }, ...everything)).toEqual(refused)
  } finally {
    await keyring.stop()
    await screen.stop()
  }
})
