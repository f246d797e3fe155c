import { describe, expect, it } from 'vitest'
import { xAuthority } from './display.mjs'
import { sessionNeeds } from './session.mjs'

describe.runIf(process.platform === 'linux')('what a Linux machine lacks for a command', () => {
  const desktop = { DISPLAY: ':1', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' }

  it('start never gets a made-up keyring', () => {
    expect(sessionNeeds('start', desktop)).toMatchObject({ display: false, keyring: false })
    expect(sessionNeeds('start', {})).toMatchObject({ display: true, keyring: false })
  })
  it('the demo uses the desktop that is there, or a throw-away one', () => {
    expect(sessionNeeds('demo', desktop)).toMatchObject({ display: false, keyring: false })
    expect(sessionNeeds('demo', {})).toMatchObject({ display: true, keyring: true })
    expect(sessionNeeds('demo', { WAYLAND_DISPLAY: 'wayland-0' })).toMatchObject({ display: false, keyring: true })
  })
  it("tests never touch the person's own desktop and keychain", () => {
    expect(sessionNeeds('test', desktop)).toMatchObject({ display: true, keyring: true })
  })
})

it('writes the cookie file as Xau(3) lays it out', () => {
  const name = Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')
  expect(xAuthority(Buffer.from('0102', 'hex')).toString('hex')).toBe(`ffff000000000012${name}00020102`)
})
