import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ElectronApplication, _electron as electron, type Locator, type Page } from '@playwright/test'
import jsQR from 'jsqr'
import sharp from 'sharp'
import { removeFolder } from './app.ts'
import { expect, test } from './prepared-clinic.ts'

// A photo on its way: from a tablet in the treatment room, over the clinic's network, into a copy, and the word back to the tablet.

let folder: string
const tablets: ElectronApplication[] = []
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'clínica com tablets '))
})
test.afterEach(async () => {
  for (const tablet of tablets.splice(0)) await tablet.close()
  removeFolder(folder)
})

/** What a camera reads off the screen. */
async function scan(code: Locator): Promise<string> {
  const { data, info } = await sharp(await code.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data ?? ''
}

async function openOnTablet(address: string, pin: string): Promise<Page> {
  const app = await electron.launch({
    args: [
      path.join(import.meta.dirname, 'tablet-browser.mjs'),
      `--user-data-dir=${mkdtempSync(path.join(folder, 'tablet '))}`,
      '--lang=pt-BR',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    env: { ...(process.env as Record<string, string>), TABLET_PIN: pin },
  })
  tablets.push(app)
  const page = await app.firstWindow()
  await page.goto(address)
  return page
}

async function makePhoto(name: string): Promise<string> {
  const file = path.join(folder, name)
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  await sharp({ create: { width: 320, height: 240, channels: 3, background: '#b8846a', noise } })
    .jpeg()
    .toFile(file)
  return file
}

test('a photo from the tablet is guarded, and the tablet says so', async ({ clinic }) => {
  test.setTimeout(240_000)
  const inbox = mkdtempSync(path.join(folder, 'Fotos dos tablets '))
  const app = await clinic.launch({
    folders: { protect: [inbox] },
    env: { SALVAGUARDA_TABLET_HOST: '127.0.0.1', SALVAGUARDA_WAIT_MS: '500' },
  })
  const { page } = app

  await page.getByRole('button', { name: 'Ajustes' }).click()
  const section = page.getByRole('form', { name: 'Tablets e celulares' })
  await section.getByRole('button', { name: 'Escolher a pasta' }).click()
  await section.getByRole('button', { name: 'Ligar' }).click()
  await section.getByRole('button', { name: 'Ligar um aparelho' }).click()
  const code = page.getByRole('img', { name: 'Código para ligar um aparelho' })
  await expect(code).toBeVisible()
  await app.screenshot('tablets-pair')
  const address = await scan(code)
  const pin = /&c=([\w-]+)$/.exec(address)?.[1] ?? ''

  // A computer that only looks like ours shows another certificate, and the tablet does not go there.
  await expect(openOnTablet(address, 'A'.repeat(43))).rejects.toThrow(/ERR_CERT|ERR_FAILED/)

  const tablet = await openOnTablet(address, pin)
  await tablet.getByLabel('Nome deste aparelho').fill('Tablet da sala 2')
  await tablet.screenshot({ path: path.join('test', 'screenshots', 'tablet-1-pair.png') })
  await tablet.getByRole('button', { name: 'Ligar' }).click()
  await expect(tablet.getByRole('heading', { name: 'Enviar fotos' })).toBeVisible()
  // The dialog closes by itself, and the tablet stands in the list.
  await expect(code).toBeHidden()
  await expect(section.getByText('Tablet da sala 2')).toBeVisible()

  const film = path.join(folder, 'filme.jpg')
  writeFileSync(film, Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0', 'latin1'), Buffer.alloc(5000)]))
  await tablet.getByLabel('Escolher fotos ou PDFs').setInputFiles([await makePhoto('sorriso.jpg'), film])
  await expect(tablet.getByText('Só chegam fotos e PDFs.', { exact: false })).toBeVisible()
  await tablet.screenshot({ path: path.join('test', 'screenshots', 'tablet-2-sent.png') })
  await expect(tablet.getByText(/Guardado às \d\d:\d\d/)).toBeVisible({ timeout: 90_000 })
  await tablet.screenshot({ path: path.join('test', 'screenshots', 'tablet-3-guarded.png') })
  expect(readdirSync(inbox).filter((name) => name.endsWith('.jpg'))).toHaveLength(1)

  await section.getByText('Tablet da sala 2').scrollIntoViewIfNeeded()
  await app.screenshot('tablets-list')
  // The same code in other hands opens nothing.
  const other = await openOnTablet(address, pin)
  await other.getByLabel('Nome deste aparelho').fill('Outro')
  await other.getByRole('button', { name: 'Ligar' }).click()
  await expect(other.getByRole('alert')).toContainText('Este código já foi usado ou venceu.')

  await section.getByRole('button', { name: 'Tirar da lista' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Tirar da lista' }).click()
  await expect(section.getByText('Nenhum aparelho ligado ainda.')).toBeVisible()
  await tablet.reload()
  await expect(tablet.getByText('Este aparelho ainda não foi ligado.')).toBeVisible()
})
