import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

// What must not come into the code of the app's processes, whoever writes it; docs/security.md says why.

const ELECTRON = path.join(import.meta.dirname, '..', '..')
const sources = readdirSync(ELECTRON, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .map((file) => ({
    name: path.relative(ELECTRON, file).replaceAll('\\', '/'),
    code: withoutComments(readFileSync(file, 'utf8')),
  }))

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
const filesWith = (what: RegExp) =>
  sources
    .filter(({ code }) => what.test(code))
    .map(({ name }) => name)
    .toSorted()

test('the code is looked at', () => {
  expect(sources.length).toBeGreaterThan(100)
})

test.each([
  ['addresses are handed to the system', /\bopenExternal\b/],
  ['Electron is shown to the page', /\bcontextBridge\b/],
  ['memory is written into dumps', /\bcrashReporter\b/],
  ['Chromium gets features that are not ready', /\bexperimentalFeatures\b|\benableBlinkFeatures\b/],
  [
    'a page gets Node, or loses a wall',
    /nodeIntegration\w*: true|(sandbox|contextIsolation|webSecurity): false|allowRunningInsecureContent: true/,
  ],
  ['certificates of strangers are let pass', /setCertificateVerifyProc|'certificate-error'|ignore-certificate-errors/],
  ['tools of developers are opened', /openDevTools|remote-debugging/],
  ['a program of Windows is looked for in the folder that somebody works in', /'[\w-]+\.exe'/],
])('nowhere %s', (_what, forbidden) => {
  expect(filesWith(forbidden)).toEqual([])
})

test.each([
  ['the one channel from pages is listened to', /\bipcMain\b/, ['main/windows/hand-over.ts']],
  ['the one channel to main is spoken on', /\bipcRenderer\b/, ['preload/preload.ts']],
  ['windows are made', /new BrowserWindow\(/, ['main/print-record.ts', 'main/windows/main-window.ts']],
  ['the system opens something', /shell\.(openPath|showItemInFolder)/, ['main/shell-api.ts']],
  ['a file is loaded as a page', /pathToFileURL|loadFile\(|file:\/\//, ['main/print-record.ts']],
])('only here %s', (_what, sought, places) => {
  expect(filesWith(sought).filter((name) => name.startsWith('main/') || name.startsWith('preload/'))).toEqual(places)
})
