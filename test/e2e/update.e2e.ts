import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { signedBytes } from '../../electron/main/update/signature.ts'
import { lookAt } from './look.ts'
import { ownPackagedApp } from './packaged.ts'
import { callFromPage } from './page-wire.ts'
import { expect, test } from './prepared-clinic.ts'
import { rest } from './rest.ts'

// The packaged app and a real web server: what is offered, what is refused, and what is installed when somebody says so.

type Offer = {
  version: string
  stagingPercentage?: number
  sha512?: string
  /** Whose key signs it; the package's own by default. */
  key?: KeyObject
  /** Changed by whoever owns the web server, after it was signed. */
  isChangedLater?: boolean
  isUnsigned?: boolean
}

const sha512 = (bytes: string) => createHash('sha512').update(bytes).digest('base64')

test('a newer version is offered, installed when somebody says so, and nothing else is', async ({ clinic }) => {
  test.setTimeout(300_000)
  const installed = path.join(clinic.folder, 'Salvaguarda.AppImage')
  const started = path.join(clinic.folder, 'a nova começou')
  const newer = `#!/bin/sh\n: >'${started}'\n`
  writeFileSync(installed, '#!/bin/sh\n', { mode: 0o755 })
  const packaged = await ownPackagedApp()
  const own = path.dirname(packaged.forTests)
  let offer: Offer = { version: '0.0.9' }
  const server = createServer((request, response) => {
    const description = describe(offer, newer)
    const lie = description.replaceAll(sha512(newer), sha512('not from us'))
    const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1')
    if (pathname === '/latest-linux.yml') response.end(offer.isChangedLater ? lie : description)
    else if (pathname === '/latest-linux.yml.sig' && !offer.isUnsigned)
      response.end(signatureOf(description, offer.key ?? packaged.updateKey))
    else if (pathname === '/Salvaguarda.AppImage') response.end(newer)
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const source = path.join(own, 'resources', 'app-update.yml')
  const { port } = server.address() as AddressInfo
  writeFileSync(source, `provider: generic\nurl: http://127.0.0.1:${port}/\nupdaterCacheDirName: salvaguarda-updater\n`)
  try {
    const cache = path.join(clinic.folder, 'cache')
    mkdirSync(cache)
    const app = await clinic.launch({ isPackaged: packaged, env: { APPIMAGE: installed, XDG_CACHE_HOME: cache } })
    const { page } = app
    // While anything is at work nothing is installed.
    await rest(app)
    const lookWith = async (next: Offer) => {
      offer = next
      return callFromPage(page, 'shell', 'lookForUpdate', {})
    }
    expect(await lookWith({ version: '0.0.9' })).toMatchObject({ value: { kind: 'current' } })
    expect(await lookWith({ version: '9.9.9', stagingPercentage: 0 })).toMatchObject({ value: { kind: 'current' } })
    const somebody = generateKeyPairSync('ed25519').privateKey
    for (const refused of [{ isUnsigned: true }, { key: somebody }, { isChangedLater: true }, { sha512: sha512('no') }])
      expect(await lookWith({ version: '9.9.9', ...refused }), JSON.stringify(refused)).toMatchObject({
        value: { kind: 'failed', error: { code: 'UPD_102' } },
      })
    expect(existsSync(path.join(cache, 'salvaguarda-updater', 'pending', 'Salvaguarda.AppImage'))).toBe(false)
    expect(await callFromPage(page, 'engine', 'installUpdate', {})).toMatchObject({ error: { code: 'UPD_104' } })
    const banner = page.getByText('Há uma versão nova do Salvaguarda')
    await expect(banner).toBeHidden()

    offer = { version: '9.9.9', stagingPercentage: 100 }
    await page.getByRole('button', { name: 'Ajustes' }).click()
    await expect(page.getByText('UPD_102', { exact: false })).toBeVisible()
    await page.getByRole('button', { name: 'Procurar agora' }).click()
    const install = page.getByRole('button', { name: 'Instalar e abrir de novo' })
    await expect(install).toBeVisible()
    await page.getByRole('button', { name: 'Início' }).click()
    await expect(banner).toBeVisible()
    await lookAt(app, 'update-banner')
    await page.getByRole('button', { name: 'Ver em Ajustes' }).click()
    expect(readFileSync(installed, 'utf8')).not.toBe(newer)

    const ended = once(app.electron.process(), 'exit')
    await install.click()
    await ended
    await expect.poll(() => existsSync(started)).toBe(true)
    expect(readFileSync(installed, 'utf8')).toBe(newer)
  } finally {
    rmSync(own, { recursive: true, force: true })
    server.close()
  }
})

const signatureOf = (description: string, key: KeyObject) =>
  sign(null, signedBytes('latest-linux.yml', description), key).toString('base64')

function describe({ version, stagingPercentage, sha512: said }: Offer, bytes: string): string {
  const hash = said ?? sha512(bytes)
  return [
    `version: ${version}`,
    'files:',
    '  - url: Salvaguarda.AppImage',
    `    sha512: ${hash}`,
    `    size: ${bytes.length}`,
    'path: Salvaguarda.AppImage',
    `sha512: ${hash}`,
    "releaseDate: '2026-01-01T00:00:00.000Z'",
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
    '',
  ].join('\n')
}
