import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerFromBundle } from './bundle.ts'

let home: string
let folder: string
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'página é '))
  folder = path.join(home, 'renderer')
  mkdirSync(path.join(folder, 'assets'), { recursive: true })
  writeFileSync(path.join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  writeFileSync(path.join(folder, 'assets', 'a.js'), 'export {}')
  writeFileSync(path.join(folder, 'assets', 'a.map'), '{}')
  writeFileSync(path.join(home, 'secret.js'), 'secret')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const get = (url: string, init?: RequestInit) => answerFromBundle(folder, new Request(url, init))

test('each document has a nonce of its own, the same one in its policy', async () => {
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const page = await get('app://bundle/')
      const nonce = /content="(.+)"/.exec(await page.text())?.[1]
      expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
      return nonce
    }),
  )
  expect(new Set(nonces).size).toBe(2)
})

test('a script is a script and nothing else', async () => {
  const script = await get('app://bundle/assets/a.js')
  expect(await script.text()).toBe('export {}')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  ['app://other/', {}, 404],
  ['https://bundle/', {}, 404],
  ['app://bundle/', { method: 'POST' }, 405],
  ['app://bundle/..%2fsecret.js', {}, 403],
  ['app://bundle/assets/a.map', {}, 404],
  ['app://bundle/assets', {}, 404],
  ['app://bundle/none.js', {}, 404],
])('%s %j is answered with %i and without a body', async (url, init, status) => {
  const answer = await get(url, init)
  expect(answer.status).toBe(status)
  expect(await answer.text()).toBe('')
})
