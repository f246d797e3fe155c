import path from 'node:path'
import { expect, test } from 'vitest'
import { assetPath } from './asset-path.ts'

const posix = (urlPath: string) => assetPath('/opt/salva guarda/out/renderer', urlPath, path.posix)
const win32 = (urlPath: string) => assetPath('C:\\Salva guarda\\out\\renderer', urlPath, path.win32)

test('the start page and the files of the bundle are found', () => {
  expect(posix('/')).toEqual({ kind: 'file', file: '/opt/salva guarda/out/renderer/index.html' })
  expect(posix('/assets/a%20b.js')).toEqual({ kind: 'file', file: '/opt/salva guarda/out/renderer/assets/a b.js' })
  expect(win32('/assets/a.js')).toEqual({ kind: 'file', file: 'C:\\Salva guarda\\out\\renderer\\assets\\a.js' })
})

test.each([
  '/../main/start.mjs',
  '/..%2fmain/start.mjs',
  '/%2e%2e%2fmain%2fstart.mjs',
  '/assets/..%2f..%2f..%2fpackage.json',
  '/..%2frenderer-of-another/index.html',
  '/index.html%00.png',
  '/%E0%A4%A',
])('%s leaves the bundle and is refused', (urlPath) => {
  expect(posix(urlPath)).toEqual({ kind: 'refused' })
})

test.each(['/..%5cmain%5cstart.mjs', '/..\\main\\start.mjs', '/index.html:hidden', '/C:%5cWindows%5cwin.ini'])(
  'on Windows %s is refused',
  (urlPath) => {
    expect(win32(urlPath)).toEqual({ kind: 'refused' })
  },
)
