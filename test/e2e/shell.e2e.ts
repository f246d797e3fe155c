import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './app.ts'
import { callFromPage } from './page-wire.ts'

// What the operating system's shell does for the window: dialogs, preferences, the printer.

test('preferences hold across starts, and the window’s colours follow them', async ({ launch }) => {
  const first = await launch()
  const { electron, page, userData } = first
  const wanted = { language: 'en', theme: 'dark', textPercent: 125 }
  expect(await callFromPage(page, 'shell', 'preferences', {})).toMatchObject({
    value: { language: 'pt-BR', theme: 'system', textPercent: 100 },
  })
  expect(await callFromPage(page, 'shell', 'setPreferences', wanted)).toMatchObject({ t: 'ok', value: wanted })
  expect(await electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  await first.close()

  const second = await launch({ userData })
  expect(await callFromPage(second.page, 'shell', 'preferences', {})).toMatchObject({ value: wanted })
  expect(await second.electron.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true)
  expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
})

test('a preference that does not exist is refused and changes nothing', async ({ launch }) => {
  const { page, userData } = await launch({ preferences: { language: 'en', theme: 'light', textPercent: 100 } })
  const kept = readFileSync(path.join(userData, 'preferences.json'), 'utf8')
  const wrong = { language: 'en', theme: 'purple', textPercent: 100 }
  expect(await callFromPage(page, 'shell', 'setPreferences', wrong)).toMatchObject({ error: { code: 'IPC_001' } })
  expect(readFileSync(path.join(userData, 'preferences.json'), 'utf8')).toBe(kept)
})

test('a folder is chosen for each purpose; a closed dialog is no choice', async ({ launch }) => {
  const { page } = await launch({ folders: { protect: ['/clínica/um', '/clínica/dois'] } })
  const choose = (purpose: string) => callFromPage(page, 'shell', 'chooseFolder', { purpose })
  expect(await choose('protect')).toMatchObject({ value: { path: '/clínica/um' } })
  expect(await choose('keep-copies')).toMatchObject({ value: { path: null } })
  expect(await choose('protect')).toMatchObject({ value: { path: '/clínica/dois' } })
  expect(await choose('protect')).toMatchObject({ value: { path: null } })
})

test('the system’s own dialog asks in the person’s language', async ({ launch }) => {
  const { electron, page } = await launch({
    folders: 'system dialog',
    preferences: { language: 'pt-BR', theme: 'light', textPercent: 100 },
  })
  await electron.evaluate(({ dialog }) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    dialog.showOpenDialog = async (...[first, second]: unknown[]) => {
      asked.push(second ?? first)
      return { canceled: false, filePaths: ['/media/HD da clínica'] }
    }
  })
  expect(await callFromPage(page, 'shell', 'chooseFolder', { purpose: 'keep-copies' })).toMatchObject({
    value: { path: '/media/HD da clínica' },
  })
  const asked = await electron.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked)
  expect(asked).toMatchObject([{ title: 'Escolha onde guardar as cópias', buttonLabel: 'Guardar as cópias aqui' }])
})

test('the page is printed once when asked', async ({ launch }) => {
  const { page, prints } = await launch()
  expect(await callFromPage(page, 'shell', 'print', {})).toMatchObject({ value: { isPrinted: true } })
  expect(await prints()).toBe(1)
})

test('damaged files of main’s own never keep the app from starting', async ({ launch }) => {
  const first = await launch()
  await first.close()
  for (const file of ['preferences.json', 'window.json']) writeFileSync(path.join(first.userData, file), '{"x":')
  const { page } = await launch({ userData: first.userData })
  expect(await callFromPage(page, 'shell', 'about', {})).toMatchObject({ value: { version: '0.1.0' } })
  expect(await page.title()).toBe('Salvaguarda')
})

test('when the page’s own process falls, the page comes back with its ports', async ({ launch }) => {
  const app = await launch()
  expect(await headingAfterFall(app.electron)).toBeTruthy()

  // Again while the engine starts: a page that is not there must not take main down with it.
  const first = app.enginePid() ?? 0
  process.kill(first, 'SIGKILL')
  await expect.poll(() => app.enginePid() ?? first).not.toBe(first)
  expect(await headingAfterFall(app.electron)).toBeTruthy()
})

/** Ends the page's process; what the page says when it is back. */
function headingAfterFall(electron: ElectronApplication): Promise<string | undefined> {
  return electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) return undefined
    const isBack = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()))
    contents.forcefullyCrashRenderer()
    await isBack
    return contents.executeJavaScript(`new Promise((resolve) => {
      const look = () => {
        const heading = document.querySelector('h1, h2')
        if (heading) resolve(heading.textContent)
        else requestAnimationFrame(look)
      }
      look()
    })`)
  })
}
