import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { type ClinicSummary, makeClinic, presets, startFrontDesk } from '../fixtures/clinic/index.ts'
import { expect, type RunningApp, removeFolder, test } from './app.ts'
import { goToSummary, readKitWords, skipToPlace, typeProof } from './first-steps.ts'
import { lookAt } from './look.ts'

// What a receptionist does, through the real window, on a real clinic: set up, copy, lose, find, recover.

let folder: string
let clinic: ClinicSummary
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'clínica é '))
  clinic = await makeClinic({ into: path.join(folder, 'Clínica Sorriso'), ...presets.tiny })
})
test.afterEach(() => removeFolder(folder))

const disk = () => mkdtempSync(path.join(folder, 'HD externo '))
const health = ({ page }: RunningApp) => page.getByTestId('health')
/** The smallest window there is. */
const makeSmall = ({ electron }: RunningApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(760, 560))
const guarded = (app: RunningApp) =>
  expect(health(app).getByRole('heading', { level: 1 })).toHaveText('Tudo guardado', { timeout: 60_000 })

test('from first steps to a lost photo that comes back', async ({ launch }) => {
  test.setTimeout(300_000)
  const into = mkdtempSync(path.join(folder, 'recuperado '))
  // As it is installed: archive, fuses, and the engine from its place beside the archive.
  const app = await launch({
    isPackaged: true,
    folders: { protect: [clinic.root], 'keep-copies': [disk()], 'recover-into': [into] },
  })
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Vamos começar pela clínica' })).toBeFocused()
  await page.getByRole('button', { name: 'Continuar' }).click()
  await expect(page.getByText('Escreva o nome da clínica.')).toBeVisible()
  await page.getByLabel('Nome da clínica').fill('Clínica Sorriso Vivo')
  await page.getByRole('button', { name: 'Continuar' }).click()
  await page.getByRole('button', { name: 'Escolher uma pasta' }).click()
  await expect(page.getByText('1 banco de dados do seu sistema encontrado')).toBeVisible()
  await expect(page.getByRole('switch')).toBeChecked()
  await lookAt(app, 'steps-protect')
  await page.getByRole('button', { name: 'Continuar' }).click()
  await skipToPlace(app)

  await page.getByRole('button', { name: 'Escolher o lugar das cópias' }).click()
  await expect(page.getByText('É o mesmo disco onde estão as pastas da clínica.')).toBeVisible()
  await lookAt(app, 'steps-place')
  await page.getByRole('button', { name: 'Continuar' }).click()

  const words = await readKitWords(app)
  await lookAt(app, 'steps-kit')
  await page.getByRole('button', { name: 'Imprimir o kit' }).click()
  await expect(page.getByText('Kit enviado para a impressora.', { exact: false })).toBeVisible()
  expect(await app.prints()).toBe(1)
  await page.getByRole('button', { name: 'Já tenho as palavras no papel' }).click()
  await expect(page.getByText(words[0] ?? '?', { exact: true })).toBeHidden()
  await typeProof(app, words, () => 'xícara')
  await expect(page.getByRole('alert')).toContainText('KEY_105')
  await lookAt(app, 'steps-proof-wrong')
  // Accents, capitals and blanks are not the person's fault.
  await typeProof(app, words, (word) => ` ${word.toUpperCase().replace('A', 'Á')} `)

  await expect(page.getByRole('heading', { name: 'Tudo pronto para começar' })).toBeVisible()
  await lookAt(app, 'steps-start')
  const desk = await startFrontDesk({ databasePath: clinic.databasePath, notesFolder: clinic.deskFolder })
  await page.getByRole('button', { name: 'Começar a guardar' }).click()
  await expect(health(app)).toBeVisible({ timeout: 30_000 })
  await expect(health(app)).not.toHaveAttribute('data-health', 'working', { timeout: 60_000 })
  expect((await desk.stop()).busyErrors).toBe(0)
  // From the first copy on it starts with the person, without a window.
  const autostart = readFileSync(path.join(app.userData, 'config', 'autostart', 'salvaguarda.desktop'), 'utf8')
  expect(autostart).toMatch(/^Exec="[^"]*\/salvaguarda" "--user-data-dir=[^"]*" "--background"$/m)
  // Notes that the desk was writing may be missing from that copy; the next one has everything.
  await page.getByRole('button', { name: 'Guardar agora' }).click()
  await expect(page.getByText('2 cópias guardadas')).toBeVisible({ timeout: 60_000 })
  await guarded(app)
  await expect(health(app)).toContainText('Última cópia do prontuário: hoje, ')
  await lookAt(app, 'home-guarded')

  const [lost] = clinic.photoPaths
  const original = path.join(clinic.root, lost ?? '?')
  const bytes = readFileSync(original)
  rmSync(original)
  await page.getByRole('button', { name: 'Guardar agora' }).click()
  await expect(page.getByText('3 cópias guardadas')).toBeVisible({ timeout: 60_000 })

  await page.getByRole('button', { name: 'Recuperar' }).click()
  await lookAt(app, 'recover-search')
  const search = page.getByRole('searchbox', { name: 'O que você procura?' })
  await search.fill('nadacomessenome')
  await expect(page.getByText('Nada com esse nome nas cópias')).toBeVisible()
  await search.fill(path.basename(original))
  const found = page.getByRole('listitem').filter({ hasText: 'não está mais na pasta' })
  await expect(found.first()).toBeVisible()
  await lookAt(app, 'recover-found')
  await found.first().getByRole('button').click()
  await expect(page.getByRole('radio').first()).toBeChecked()
  await page.getByRole('button', { name: 'Escolher outra pasta' }).click()
  await expect(page.getByText(path.basename(into)).first()).toBeVisible()
  await lookAt(app, 'recover-versions')
  await page.getByRole('main').getByRole('button', { name: 'Recuperar', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Pronto\. Levou / })).toBeFocused({ timeout: 30_000 })
  await lookAt(app, 'recover-done')

  const recovered = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(recovered.map(({ name }) => name)).toEqual([path.basename(original)])
  const [file] = recovered
  expect(readFileSync(path.join(file?.parentPath ?? '', file?.name ?? '')).equals(bytes)).toBe(true)

  await page.getByRole('button', { name: 'Abrir a pasta' }).click()
  await expect.poll(() => app.openedFolders()).toHaveLength(1)
  expect((await app.openedFolders())[0]?.startsWith(into)).toBe(true)
  await page.getByRole('button', { name: 'Não era este' }).click()
  await expect(page.getByRole('heading', { name: 'Qual versão?' })).toBeVisible()

  await page.getByRole('button', { name: 'Início' }).click()
  await page.getByRole('button', { name: 'Conferir' }).click()
  await expect(page.getByText('Cada parte guardada abriu e está inteira.')).toBeVisible({ timeout: 60_000 })
  await lookAt(app, 'home-checked')
})

test('a computer without a keychain asks for the words at each start', async ({ launch }) => {
  const first = await launch({ keyring: false, folders: { protect: [clinic.root], 'keep-copies': [disk()] } })
  const words = await goToSummary(first, 'Clínica Aurora')
  await makeSmall(first)
  await first.page.getByRole('button', { name: 'Começar a guardar' }).click()
  await expect(first.page.getByRole('alert')).toContainText('KEY_103')
  await expect(first.page.getByRole('alert').locator('p').first()).toBeInViewport()
  await lookAt(first, 'steps-no-keychain')
  await helpIsAbout(first.page, 'Primeiros passos')
  await first.page.getByRole('button', { name: 'Pedir as palavras do kit a cada início' }).click()
  await expect(first.page.getByText('1 cópia guardada')).toBeVisible({ timeout: 60_000 })
  await first.close()

  const second = await launch({ keyring: false, userData: first.userData })
  const { page } = second
  await expect(page.getByRole('heading', { name: 'Digite as palavras do kit' })).toBeVisible()
  const field = page.getByLabel('As 24 palavras, na ordem do papel')
  const open = page.getByRole('button', { name: 'Abrir o cofre' })
  await expect(open).toBeDisabled()
  await field.fill(words.with(6, 'xpto').join(' '))
  await expect(page.getByText('24 de 24 palavras')).toBeVisible()
  await helpIsAbout(page, 'Kit de recuperação')
  await expect(field).toBeFocused()
  await makeSmall(second)
  await open.click()
  await expect(page.getByRole('alert')).toContainText('veja a palavra 7')
  await expect(page.getByText('Código KEY_102')).toBeInViewport()
  await lookAt(second, 'unlock-wrong')
  await field.fill(words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n'))
  await open.click()
  await guarded(second)
  await page.getByRole('button', { name: 'Guardar agora' }).click()
  await expect(page.getByText('2 cópias guardadas')).toBeVisible({ timeout: 60_000 })
})

/** The manual is there while nothing is open yet. */
async function helpIsAbout(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Ajuda' })
  await expect(help.getByRole('heading', { level: 3, name: title, exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
}

test('choices, not words, can change before the end; a vault that exists is refused', async ({ launch }) => {
  const taken = disk()
  const first = await launch({ folders: { protect: [clinic.root], 'keep-copies': [taken] } })
  await goToSummary(first, 'Clínica Um')
  await first.page.getByRole('button', { name: 'Começar a guardar' }).click()
  await expect(first.page.getByText('1 cópia guardada')).toBeVisible({ timeout: 60_000 })
  await first.close()

  const second = await launch({
    folders: { protect: [clinic.root], 'keep-copies': [taken, clinic.root, disk()] },
  })
  const { page } = second
  await page.getByLabel('Nome da clínica').fill('Clínica Dois')
  await page.getByRole('button', { name: 'Continuar' }).click()
  await page.getByRole('button', { name: 'Escolher uma pasta' }).click()
  await expect(page.getByText(/documentos e fotos, /)).toBeVisible()
  await page.getByRole('button', { name: 'Continuar' }).click()
  await skipToPlace(second)
  await page.getByRole('button', { name: 'Escolher o lugar das cópias' }).click()
  await expect(page.getByRole('alert')).toContainText('Já existe um cofre aqui.')
  await lookAt(second, 'steps-vault')
  await page.getByRole('button', { name: 'Escolher outro lugar' }).click()
  await expect(page.getByRole('alert')).toContainText('SET_104')
  await page.getByRole('button', { name: 'Escolher outro lugar' }).click()
  await expect(page.getByRole('region', { name: 'Lugar escolhido' })).toBeVisible()
  await page.getByRole('button', { name: 'Continuar' }).click()
  const words = await readKitWords(second)
  await page.getByRole('button', { name: 'Voltar' }).click()
  await page.getByRole('button', { name: 'Continuar' }).click()
  expect(await readKitWords(second)).toEqual(words)
  const name = page.getByLabel('Nome da clínica')
  for (let back = 0; back < 5; back++) await page.getByRole('button', { name: 'Voltar' }).click()
  await name.fill('Clínica Três')
  await page.getByRole('button', { name: 'Continuar' }).click()
  await page.getByRole('button', { name: 'Continuar' }).click()
  await skipToPlace(second)
  await page.getByRole('button', { name: 'Continuar' }).click()
  await expect(page.getByText('As escolhas mudaram', { exact: false })).toBeVisible()
  expect(await readKitWords(second)).not.toEqual(words)
})

test('language, colours and large letters hold at once and at the next start', async ({ launch }) => {
  const app = await launch()
  const { page } = app
  await page.getByRole('button', { name: 'Aparência e idioma' }).click()
  await lookAt(app, 'preferences')
  await page.getByText('200 %').click()
  await page.getByText('Escuras').click()
  await page.getByText('English').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('heading', { name: 'Let us begin with the clinic' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await app.screenshot('steps-large-english')
  await app.close()
  const again = await launch({ userData: app.userData })
  await expect(again.page.getByRole('heading', { name: 'Let us begin with the clinic' })).toBeVisible()
  await expect(again.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('everything up to the kit can be done without a mouse', async ({ launch }) => {
  const app = await launch({ folders: { protect: [clinic.root], 'keep-copies': [disk()] } })
  const { page } = app
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name }).first()
    for (let presses = 0; presses < 40 && !(await button.evaluate((it) => it === document.activeElement)); presses++)
      await page.keyboard.press('Tab')
    await expect(button).toBeFocused()
    await page.keyboard.press('Enter')
  }
  // By name: while the engine starts, the window has another heading.
  await expect(page.getByRole('heading', { name: 'Vamos começar pela clínica' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.type('Clínica Sem Mouse')
  await page.keyboard.press('Enter')
  await press('Escolher uma pasta')
  await expect(page.getByText(/documentos e fotos, /)).toBeVisible()
  await press('Continuar')
  await expect(page.getByRole('heading', { name: 'O que a clínica tem, e onde está?' })).toBeFocused()
  await press('Deixar para depois')
  await expect(page.getByRole('heading', { name: 'Quanto trabalho pode se perder?' })).toBeFocused()
  await press('Deixar para depois')
  await press('Escolher o lugar das cópias')
  await expect(page.getByRole('region', { name: 'Lugar escolhido' })).toBeVisible()
  await press('Continuar')
  const words = await readKitWords(app)
  await press('Já tenho as palavras no papel')
  await expect(page.getByRole('heading', { name: 'Prove que o kit funciona' })).toBeFocused()
  for (let asked = 0; asked < 3; asked++) {
    await page.keyboard.press('Tab')
    const label = await page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent)
    await page.keyboard.type(words[Number(label?.match(/\d+/)?.[0]) - 1] ?? '')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Tudo pronto para começar' })).toBeFocused()
})
