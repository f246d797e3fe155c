import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { autostartFile, desktopEntry } from './login-start.linux.ts'

const folder = () => path.join(mkdtempSync(path.join(tmpdir(), 'início é ')), 'autostart')

test('turned on it is there, turned off it is gone', () => {
  const where = folder()
  const login = autostartFile(where, ['/opt/Salvaguarda/salvaguarda', '--background'])
  expect(login.isOn()).toBe(false)
  login.set(true)
  expect(login.isOn()).toBe(true)
  const text = readFileSync(path.join(where, 'salvaguarda.desktop'), 'utf8')
  expect(text).toContain('\nExec="/opt/Salvaguarda/salvaguarda" "--background"\n')
  expect(text).toContain('\nTryExec=/opt/Salvaguarda/salvaguarda\n')
  login.set(false)
  login.set(false)
  expect(login.isOn()).toBe(false)
  expect(readdirSync(where)).toEqual([])
})

test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
  '%s in the file, written by the desktop, means off',
  (line) => {
    const where = folder()
    const login = autostartFile(where, ['/opt/app'])
    login.set(true)
    const file = path.join(where, 'salvaguarda.desktop')
    writeFileSync(file, `${readFileSync(file, 'utf8').replace(/^X-GNOME.*\n/m, '')}${line}\n`)
    expect(login.isOn()).toBe(false)
  },
)

test('blanks, quotes, dollars, percents and backslashes of a path stay one argument', () => {
  const [exec] = /^Exec=.*$/m.exec(desktopEntry(['/opt/a b/"c" $HOME `d` 100% e\\f'])) ?? []
  expect(exec).toBe('Exec="/opt/a b/\\\\"c\\\\" \\\\$HOME \\\\`d\\\\` 100%% e\\\\\\\\f"')
})
