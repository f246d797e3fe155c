import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron as electron } from '@playwright/test'
import { type ClinicSummary, makeClinic, presets } from '../fixtures/clinic/index.ts'
import { expect, type RunningApp, removeFolder, test } from './app.ts'
import { type Desk, openDesk } from './desk.ts'
import { lookAt } from './look.ts'
import { callFromPage } from './page-wire.ts'
import { rest } from './rest.ts'

// The app among what stands around a window: a real panel with a tray, a real notification daemon, the person's login.

const ATTACK = path.resolve(import.meta.dirname, '..', 'guard', 'ransomware.ts')

let desk: Desk
let folder: string
let clinic: ClinicSummary
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mesa é '))
  clinic = await makeClinic({ into: path.join(folder, 'Clínica Sorriso'), ...presets.tiny })
})
test.afterEach(async () => {
  await desk.close()
  removeFolder(folder)
})

const value = async (app: RunningApp, name: string, input: object) => {
  const answer = await callFromPage(app.page, 'engine', name, input)
  if (answer.t !== 'ok') throw new Error(`${name}: ${answer.error.code}`)
  return answer.value
}

async function setUp(app: RunningApp, disk: string): Promise<void> {
  const { kitWords, proofPositions } = (await value(app, 'beginSetup', {
    clinicName: 'Clínica Aurora',
    sources: [{ kind: 'folder', path: clinic.root, label: 'Clínica' }],
    destinationPath: disk,
  })) as { kitWords: string[]; proofPositions: number[] }
  const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] }))
  await value(app, 'finishSetup', { proof, withoutKeychain: false })
}
/** A check that is just ending refuses the next one. */
const check = (app: RunningApp) =>
  expect.poll(async () => (await callFromPage(app.page, 'engine', 'checkNow', { readData: true })).t).toBe('ok')
const isVisible = (app: RunningApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
const closeWindow = (app: RunningApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const shell = (app: RunningApp, name: string, input: object) => callFromPage(app.page, 'shell', name, input)

const firstLine = async () => (await desk.tray())?.menu[0]

/** Flips one bit of the vault's largest pack; returns how it is mended. */
function damage(disk: string): () => void {
  const packs = readdirSync(path.join(disk, 'Salvaguarda', 'cofre', 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const [pack = '?'] = packs.sort((a, b) => statSync(b).size - statSync(a).size)
  const bytes = readFileSync(pack)
  const flipped = Buffer.from(bytes)
  flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 0x10
  writeFileSync(pack, flipped)
  return () => writeFileSync(pack, bytes)
}

test('damage is told once, by a notification that leads into the window', async ({ launch }) => {
  test.setTimeout(240_000)
  desk = await openDesk('light')
  const disk = mkdtempSync(path.join(folder, 'HD '))
  const app = await launch()
  await expect.poll(firstLine).toBe('Guardado, com atenção: termine os primeiros passos.')
  await setUp(app, disk)
  await expect.poll(firstLine, { timeout: 60_000 }).toMatch(/^Tudo guardado\. Última cópia: hoje, /)
  await desk.picture('tray', 'tray-ok-light')
  expect(desk.asked).toEqual([])
  // Neither meets the damage, only whoever is asked to look.
  await rest(app)

  // The window goes, the protection stays.
  await closeWindow(app)
  await expect.poll(() => isVisible(app)).toBe(false)
  expect(app.enginePid()).toBeDefined()

  damage(disk)
  await check(app)
  await expect.poll(() => desk.asked.length, { timeout: 60_000 }).toBe(1)
  expect(desk.asked[0]).toMatchObject({
    title: 'Uma parte do cofre está estragada',
    body: expect.stringMatching(
      /^Os originais da clínica não foram tocados\. Recepção: chame o técnico, até amanhã, 8h\.$/,
    ),
  })
  await expect.poll(firstLine).toBe('Precisa de você: uma parte do cofre está estragada.')
  await desk.picture('notification', 'notification-needs-you')
  await desk.picture('tray', 'tray-needs-you-light')

  // Pressed until it is heard: the daemon shows a moment after it was asked to.
  const pressed = async () => {
    await desk.clickNotification()
    return isVisible(app)
  }
  await expect.poll(pressed, { intervals: [500] }).toBe(true)
  await expect(app.page.getByTestId('health')).toBeVisible()

  // The same again on the same day is not told again.
  await check(app)
  await expect(app.page.getByTestId('health')).toHaveAttribute('data-health', 'damaged')
  expect(desk.asked).toHaveLength(1)
})

test('a copy under way, a disk that is away, a notification that is taken back: on a dark panel', async ({
  launch,
}) => {
  test.setTimeout(240_000)
  desk = await openDesk('dark')
  const disk = mkdtempSync(path.join(folder, 'HD '))
  const app = await launch()
  await setUp(app, disk)
  await expect.poll(firstLine, { timeout: 60_000 }).toMatch(/^Tudo guardado/)
  await desk.picture('tray', 'tray-ok-dark')
  await rest(app)

  const mend = damage(disk)
  await check(app)
  await expect.poll(() => desk.asked.length, { timeout: 60_000 }).toBe(1)
  await expect.poll(firstLine).toMatch(/^Precisa de você/)
  await desk.picture('tray', 'tray-needs-you-dark')
  expect(desk.withdrawn).toEqual([])
  mend()
  await check(app)
  await expect.poll(() => desk.withdrawn.length, { timeout: 60_000 }).toBe(1)
  await expect.poll(firstLine).toMatch(/^Tudo guardado/)

  // The engine is held still in the middle of a copy, to be looked at.
  writeFileSync(path.join(clinic.root, 'exame.bin'), randomBytes(250_000_000))
  await value(app, 'copyNow', {})
  // Asked without a pause: once the copy is made the word is gone.
  await expect.poll(firstLine, { intervals: [10] }).toBe('Guardando agora. Pode atender normalmente.')
  const pid = app.enginePid() ?? 0
  process.kill(pid, 'SIGSTOP')
  await desk.picture('tray', 'tray-working-dark')
  process.kill(pid, 'SIGCONT')
  await expect.poll(firstLine, { timeout: 60_000 }).toMatch(/^Tudo guardado/)

  renameSync(disk, `${disk} na bolsa`)
  await callFromPage(app.page, 'engine', 'copyNow', {})
  await expect.poll(firstLine, { timeout: 60_000 }).toBe('Guardado, com atenção: o HD das cópias não está ligado.')
  await desk.picture('tray', 'tray-attention-dark')
})

test('files that are being destroyed: the manager is asked, on the desktop and on Início, until somebody answers', async ({
  launch,
}) => {
  test.setTimeout(240_000)
  desk = await openDesk('light')
  // Names that are no text would stop the attacker, not the guard.
  clinic = await makeClinic({ into: path.join(folder, 'Clínica'), ...presets.tiny, hostile: false, sparseBytes: 0 })
  const app = await launch()
  const { page } = app
  await setUp(app, mkdtempSync(path.join(folder, 'HD ')))
  await page.reload()
  await expect.poll(firstLine, { timeout: 60_000 }).toMatch(/^Tudo guardado/)
  execFileSync(process.execPath, [ATTACK, clinic.root, 'same-ending', '1', '7'])
  await value(app, 'copyNow', {})
  const question = page.getByRole('alert').filter({ hasText: 'Foi alguém da clínica?' })
  await expect(question).toBeVisible({ timeout: 60_000 })
  await expect.poll(firstLine).toMatch(/^Precisa de você: /)
  await expect.poll(() => desk.asked.map(({ title }) => title)).toContain('Muitos documentos mudaram de uma vez')
  expect(desk.asked.find(({ title }) => title.startsWith('Muitos'))?.body).toMatch(
    /^Por segurança, nenhuma cópia antiga será apagada\. Gerência: diga se foi alguém da clínica, até /,
  )
  await desk.picture('notification', 'notification-brake')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Precisa de você', { timeout: 60_000 })
  await lookAt(app, 'home-brake')

  // Nobody at the reception lets it go.
  await question.getByRole('button', { name: 'Fomos nós' }).click()
  const dialog = page.getByRole('dialog', { name: 'Soltar a trava' })
  await dialog.getByLabel('Seu nome').fill('Marina')
  await dialog.getByLabel('O que aconteceu').fill('Trocamos o sistema de fotos')
  await dialog.getByRole('button', { name: 'Soltar a trava' }).click()
  await expect(dialog.getByRole('alert')).toContainText('GUARD_101')
  await dialog.getByLabel('Quem decide').selectOption('Gerência')
  await dialog.getByRole('button', { name: 'Soltar a trava' }).click()
  await expect(question).toBeHidden()
  await expect.poll(() => desk.withdrawn.length).toBe(1)
})

test('the reception cannot end the app from the tray; the technician can', async ({ launch }) => {
  desk = await openDesk('light')
  const app = await launch()
  const quit = 'Encerrar o Salvaguarda (as cópias param)'
  await expect.poll(async () => (await desk.tray())?.menu).toHaveLength(4)
  expect((await desk.tray())?.menu).not.toContain(quit)
  expect(await shell(app, 'setComputer', { role: 'technician' })).toMatchObject({ value: { role: 'technician' } })
  await expect.poll(async () => (await desk.tray())?.menu).toContain(quit)
})

test('it starts at login without a window; opening it again shows one', async ({ launch }) => {
  desk = await openDesk('light')
  const config = mkdtempSync(path.join(folder, 'config '))
  const first = await launch({ env: { XDG_CONFIG_HOME: config } })
  const file = path.join(config, 'autostart', 'salvaguarda.desktop')
  expect(await shell(first, 'computer', {})).toMatchObject({ value: { startsAtLogin: false } })
  expect(await shell(first, 'setComputer', { startsAtLogin: true })).toMatchObject({ value: { startsAtLogin: true } })
  const [, line = ''] = /^Exec=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? []
  await first.close()

  const [program = '', ...args] = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text ?? '')
  const app = await electron.launch({
    executablePath: program,
    args: [...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  await expect.poll(async () => (await desk.tray())?.menu.length).toBe(4)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  await app.evaluate(({ app }) => app.emit('second-instance', {}, ['salvaguarda']))
  const page = await app.firstWindow()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await app.evaluate(({ app }) => app.quit()).catch(() => {})
  await app.close().catch(() => {})
  rmSync(file)
  expect(existsSync(file)).toBe(false)
})
