import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { lookAt } from './look.ts'
import { packagedApp } from './packaged.ts'
import { callFromPage } from './page-wire.ts'
import { expect, test } from './prepared-clinic.ts'

// The packaged app and a real web server: what is offered, what is refused, and what is installed when somebody says so.

type Offer = { version: string; stagingPercentage?: number; sha512?: string }

const sha512 = (bytes: string) => createHash('sha512').update(bytes).digest('base64')

test('a newer version is offered, installed when somebody says so, and nothing else is', async ({ clinic }) => {
  test.setTimeout(300_000)
  const installed = path.join(clinic.folder, 'Salvaguarda.AppImage')
  const started = path.join(clinic.folder, 'a nova começou')
  const newer = `#!/bin/sh\n: >'${started}'\n`
  writeFileSync(installed, '#!/bin/sh\n', { mode: 0o755 })
  let offer: Offer = { version: '0.0.9' }
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/latest-linux.yml')) response.end(describe(offer, newer))
    else if (request.url?.startsWith('/Salvaguarda.AppImage')) response.end(newer)
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { forTests } = await packagedApp()
  const source = path.join(path.dirname(forTests), 'resources', 'app-update.yml')
  const { port } = server.address() as AddressInfo
  writeFileSync(source, `provider: generic\nurl: http://127.0.0.1:${port}/\nupdaterCacheDirName: salvaguarda-updater\n`)
  try {
    const cache = path.join(clinic.folder, 'cache')
    mkdirSync(cache)
    const app = await clinic.launch({ isPackaged: true, env: { APPIMAGE: installed, XDG_CACHE_HOME: cache } })
    const { page } = app
    const lookWith = async (next: Offer) => {
      offer = next
      return callFromPage(page, 'shell', 'lookForUpdate', {})
    }
    expect(await lookWith({ version: '0.0.9' })).toMatchObject({ value: { kind: 'current' } })
    expect(await lookWith({ version: '9.9.9', stagingPercentage: 0 })).toMatchObject({ value: { kind: 'current' } })
    expect(await lookWith({ version: '9.9.9', sha512: sha512('another one') })).toMatchObject({
      value: { kind: 'failed', error: { code: 'UPD_102' } },
    })
    expect(existsSync(path.join(cache, 'salvaguarda-updater', 'pending', 'Salvaguarda.AppImage'))).toBe(false)
    expect(await callFromPage(page, 'shell', 'installUpdate', {})).toMatchObject({ error: { code: 'UPD_104' } })
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
    rmSync(source, { force: true })
    server.close()
  }
})

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
