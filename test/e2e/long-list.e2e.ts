import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ElectronApplication, _electron as electron, expect, test } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { removeFolder } from './app.ts'

// The part on its own, in a real window: no screen has a hundred thousand entries before a clinic is twenty years old.

const PAGE = path.resolve(import.meta.dirname, '../../renderer/parts/long-list/page-of-many.tsx')
let folder: string
let app: ElectronApplication

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lista é '))
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'chrome130',
      outDir: folder,
      lib: { entry: PAGE, formats: ['iife'], name: 'page', fileName: () => 'page.js' },
    },
  })
  writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><title>Lista</title><body><script src="page.js"></script>',
  )
  writeFileSync(
    path.join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron')
     app.whenReady().then(() => new BrowserWindow({ width: 900, height: 700 }).loadFile(${JSON.stringify(path.join(folder, 'index.html'))}))`,
  )
  app = await electron.launch({
    args: [path.join(folder, 'main.cjs'), `--user-data-dir=${path.join(folder, 'dados')}`],
    env: process.env as Record<string, string>,
  })
})
test.afterAll(async () => {
  await app?.close()
  removeFolder(folder)
})

test('of a hundred thousand entries few are in the page, and keys reach every one of them', async () => {
  const page = await app.firstWindow()
  const rows = page.locator('li[data-index]')
  const entry = (number: number) => page.getByRole('button', { name: `Entrada ${number}`, exact: true })
  const expectFew = async () => expect(await page.locator('li').count()).toBeLessThan(200)
  await expect(entry(1)).toBeVisible()
  await expectFew()
  await expect(rows.first()).toHaveAttribute('aria-setsize', '100000')

  await entry(1).focus()
  await page.keyboard.press('End')
  await expect(entry(100_000)).toBeFocused()
  await expect(entry(100_000)).toBeInViewport()
  await expect(rows.last()).toHaveAttribute('aria-posinset', '100000')
  await expectFew()
  await page.keyboard.press('ArrowUp')
  await expect(entry(99_999)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(entry(1)).toBeFocused()
  await expect(entry(1)).toBeInViewport()

  // Further than what is drawn at first.
  for (let number = 2; number <= 40; number++) {
    await page.keyboard.press('Tab')
    await expect(entry(number)).toBeFocused()
  }
  await expect(entry(40)).toBeInViewport()
  await page.keyboard.press('PageDown')
  await expect(page.locator(':focus')).not.toHaveText('Entrada 40')
  await expect(page.locator(':focus')).toBeInViewport()
  await expectFew()

  // The focus stays where it was, wherever the list is turned to.
  const focused = await page.locator(':focus').textContent()
  await page.locator('ol').hover()
  await page.mouse.wheel(0, 1_500_000)
  await expect(page.locator(':focus')).not.toBeInViewport()
  await expect(page.locator(':focus')).toHaveText(focused ?? '')
  await expect(rows.nth(15)).toBeInViewport()
  await expectFew()
})
