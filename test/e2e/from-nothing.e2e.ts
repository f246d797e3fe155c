import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memoryHost, runEngine, setUpClinic } from '../engine-client.ts'
import { type RunningApp, removeFolder } from './app.ts'
import { skipToPlace } from './first-steps.ts'
import { lookAt } from './look.ts'
import { filmOfCode, photoOfCode } from './pictures.ts'
import { expect, test } from './prepared-clinic.ts'

// The computer is gone. A new one, the disk of the copies and the paper: typed, photographed, held before the camera.

let folder: string
let words: string[]
const at = (...names: string[]) => path.join(folder, ...names)
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'do nada é '))
  mkdirSync(at('Clínica', 'Pacientes', 'Ana'), { recursive: true })
  mkdirSync(at('HD externo'))
  writeFileSync(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'), 'Laudo de Ana')
  writeFileSync(at('Clínica', 'agenda.txt'), 'segunda: Ana')
  // The computer that is gone, without a window: faster, and nothing of it is looked at here.
  const gone = await runEngine({ dataFolder: at('computador velho'), host: memoryHost() })
  const { kitWords } = await setUpClinic(gone.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Prontuários' }],
    destinationPath: at('HD externo'),
  })
  words = kitWords
  await gone.engine.idle()
  await gone.close()
})
test.afterEach(() => removeFolder(folder))

const button = ({ page }: RunningApp, name: string) => page.getByRole('button', { name, exact: true })
const heading = ({ page }: RunningApp, name: string) => page.getByRole('heading', { name })
const enlarge = ({ page }: RunningApp) =>
  page.evaluate(() => document.documentElement.style.setProperty('--sg-text-size', '200%'))
const normal = ({ page }: RunningApp) =>
  page.evaluate(() => document.documentElement.style.setProperty('--sg-text-size', '100%'))

async function goToWords(app: RunningApp): Promise<void> {
  await button(app, 'Recuperar de cópias que existem').click()
  await expect(heading(app, 'Onde estão as cópias?')).toBeFocused()
  await button(app, 'Escolher o disco ou a pasta').click()
  await expect(heading(app, 'As palavras do kit')).toBeFocused()
}

test('a new computer from the words typed: completed, corrected, everything back, and it takes over', async ({
  launch,
}) => {
  test.setTimeout(240_000)
  const app = await launch({
    folders: { 'find-vault': [at('Clínica'), at('HD externo')], 'recover-into': [at('de volta'), at('um')] },
  })
  const { page } = app
  await button(app, 'Recuperar de cópias que existem').click()
  await expect(heading(app, 'Onde estão as cópias?')).toBeFocused()
  await app.screenshot('rescue-place')
  await button(app, 'Escolher o disco ou a pasta').click()
  await expect(page.getByRole('alert')).toContainText('VAULT_101')
  await lookAt(app, 'rescue-1-place')
  await button(app, 'Escolher o disco ou a pasta').click()

  const field = page.getByLabel('As 24 palavras, na ordem do papel')
  await field.pressSequentially((words[0] ?? '').slice(0, 4))
  const completions = page.getByRole('list', { name: 'Palavras que começam assim' })
  // Four letters mean one word of the list.
  await expect(completions.getByRole('button')).toHaveCount((words[0] ?? '').length > 4 ? 1 : 0)
  if ((words[0] ?? '').length > 4) await field.press('Tab')
  await expect(field).toHaveValue(new RegExp(`^${words[0]}`))
  const twisted = `${(words[6] ?? '').slice(0, -1)}zz`
  await field.fill(words.with(6, twisted).join(' '))
  await expect(page.getByText(`Palavra 7: “${twisted}” não existe no kit`, { exact: false })).toBeVisible()
  await lookAt(app, 'rescue-2-words')
  await button(app, 'Abrir o cofre').click()
  await expect(page.getByRole('alert')).toContainText('veja a palavra 7')
  await field.fill(words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n'))
  await button(app, 'Abrir o cofre').click()

  await expect(heading(app, 'Estas são as cópias')).toBeFocused({ timeout: 30_000 })
  await expect(page.getByRole('list', { name: 'Computadores com cópias' })).toContainText('1 cópia')
  const search = page.getByRole('searchbox', { name: 'Procurar nesta cópia pelo nome' })
  await search.fill('laúdo')
  await expect(page.getByRole('listitem').filter({ hasText: 'laudo.txt' })).toBeVisible()
  await search.fill('')
  await button(app, 'Recuperar tudo desta cópia').click()
  await expect(page.getByRole('alert')).toContainText(/^Pronto\. Levou /, { timeout: 30_000 })
  // The button could not be pressed meanwhile; the keyboard is not lost with it.
  await expect(page.locator('button:focus')).toHaveText(/^(Abrir a pasta|Recuperar tudo desta cópia)$/)
  const back = path.join(at('de volta'), at('Clínica'))
  expect(readFileSync(path.join(back, 'Pacientes', 'Ana', 'laudo.txt'), 'utf8')).toBe('Laudo de Ana')
  expect(readFileSync(path.join(back, 'agenda.txt'), 'utf8')).toBe('segunda: Ana')
  await lookAt(app, 'rescue-3-copies')
  await enlarge(app)
  await app.screenshot('rescue-3-copies-large')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await normal(app)

  await button(app, 'Continuar as cópias daqui').click()
  await expect(heading(app, 'O que este computador vai proteger?')).toBeFocused()
  await expect(page.getByText(/2 documentos e fotos, /)).toBeVisible()
  await lookAt(app, 'rescue-4-take-over')
  await page.getByLabel('Nome da clínica').fill('Clínica Boa Vista')
  await button(app, 'Continuar as cópias daqui').click()
  await expect(page.getByTestId('health')).toHaveAttribute('data-health', 'guarded', { timeout: 60_000 })
  await expect(page.getByText('2 cópias guardadas')).toBeVisible({ timeout: 30_000 })

  // The paper works: all of it was typed a minute ago.
  await button(app, 'Ajustes').click()
  const kit = page.getByRole('form', { name: 'Kit de recuperação' })
  await expect(kit).toContainText('Provado em')
  await kit.getByRole('button', { name: 'Provar o kit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Provar o kit' })
  for (const asked of await dialog.getByLabel(/^Palavra \d+$/).all()) {
    const label = await asked.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent)
    await asked.fill(words[Number(label?.match(/\d+/)?.[0]) - 1] ?? '')
  }
  await dialog.getByRole('button', { name: 'Conferir' }).click()
  await expect(dialog.getByRole('alert')).toContainText('O kit está provado.', { timeout: 30_000 })
  await expect(dialog.getByRole('alert')).toContainText(/“(laudo|agenda)\.txt” \(12 (B|bytes)\) voltou inteiro/)
  await lookAt(app, 'kit-proven')
})

test('the same from the code: a photo, the camera, and the PDF of the kit; nothing else may use the camera', async ({
  launch,
}) => {
  test.setTimeout(240_000)
  const film = at('câmera.y4m')
  writeFileSync(film, filmOfCode(words.join(' ')))
  const app = await launch({
    folders: {
      'find-vault': [at('HD externo'), at('HD externo')],
      'keep-paper': [at('pen drive')],
      protect: [at('Clínica')],
      'keep-copies': [at('HD novo')],
    },
    switches: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  })
  const { page } = app
  for (const name of ['pen drive', 'HD novo']) mkdirSync(at(name))
  const refused = () =>
    page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'on',
        () => 'off',
      ),
    )
  expect(await refused()).toBe('off')
  await goToWords(app)
  const open = button(app, 'Abrir o cofre')

  const photo = at('foto.jpg')
  writeFileSync(photo, await photoOfCode(words.join(' ')))
  const other = at('outro.jpg')
  writeFileSync(other, await photoOfCode('https://exemplo.com.br/'))
  const file = page.locator('input[type=file]')
  await file.setInputFiles(other)
  await expect(page.getByRole('alert')).toContainText('KIT_105')
  writeFileSync(other, 'isto não é uma imagem')
  await file.setInputFiles(other)
  await expect(page.getByRole('alert')).toContainText('KIT_104')
  await file.setInputFiles(photo)
  await expect(page.getByText('24 de 24 palavras')).toBeVisible({ timeout: 30_000 })
  const field = page.getByLabel('As 24 palavras, na ordem do papel')
  expect((await field.inputValue()).trim()).toBe(words.join(' '))
  await field.fill('')

  await button(app, 'Ler o código com a câmera').click()
  await expect(page.getByText('24 de 24 palavras')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Câmera' })).toBeHidden()
  await expect.poll(refused).toBe('off')
  await open.click()
  await expect(heading(app, 'Estas são as cópias')).toBeFocused({ timeout: 30_000 })
  await expect(page.getByText(words.slice(0, 3).join(' '))).toHaveCount(0)
  await page.getByRole('button', { name: 'Fechar o cofre' }).click()
  await expect(heading(app, 'Vamos começar pela clínica')).toBeVisible()

  // A clinic of its own: its kit as a PDF, and the PDF read back.
  await page.getByLabel('Nome da clínica').fill('Clínica Nova')
  await button(app, 'Continuar').click()
  await button(app, 'Escolher uma pasta').click()
  await expect(page.getByText(/documentos e fotos, /)).toBeVisible()
  await button(app, 'Continuar').click()
  await skipToPlace(app)
  await button(app, 'Escolher o lugar das cópias').click()
  await button(app, 'Continuar').click()
  await page.emulateMedia({ media: 'print' })
  await app.screenshot('kit-paper')
  await page.emulateMedia({ media: null })
  await button(app, 'Salvar como PDF').click()
  await expect(page.getByText('PDF guardado.', { exact: false })).toBeVisible({ timeout: 30_000 })
  const [pdf] = readdirSync(at('pen drive'))
  expect(pdf).toBe('Kit de recuperação.pdf')
  expect(readFileSync(at('pen drive', pdf ?? '?'), 'latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  const shown = await page
    .getByRole('list', { name: 'As 24 palavras do kit de recuperação' })
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.lastElementChild?.textContent ?? ''))
  for (let back = 0; back < 5; back++) await button(app, 'Voltar').click()
  await goToWords(app)
  await page.locator('input[type=file]').setInputFiles(at('pen drive', pdf ?? '?'))
  await expect(page.getByText('24 de 24 palavras')).toBeVisible({ timeout: 30_000 })
  expect((await page.getByLabel('As 24 palavras, na ordem do papel').inputValue()).trim()).toBe(shown.join(' '))
})

test('the computer before is told, and says which of the two goes on; its paper is printed anew', async ({
  clinic,
}) => {
  test.setTimeout(240_000)
  const app = await clinic.launch()
  const { page } = app
  const kit = clinic.kitWords

  const other = await runEngine({ dataFolder: at('computador novo'), host: memoryHost() })
  const place = { kind: 'local' as const, path: clinic.disk }
  const { computers } = await other.client.openRescue({ place, words: kit.join(' ') })
  await other.client.takeOver({
    computer: computers[0]?.name ?? '',
    clinicName: clinic.name,
    sources: [{ kind: 'folder', path: clinic.files.root, label: 'Prontuários' }],
    withoutKeychain: false,
  })
  await other.engine.idle()
  await other.close()

  await button(app, 'Guardar agora').click()
  const card = page.getByRole('alert').filter({ hasText: 'Outro computador assumiu as cópias desta clínica' })
  await expect(card.first()).toBeVisible({ timeout: 60_000 })
  await lookAt(app, 'home-taken-over')
  await button(app, 'Voltar a copiar deste computador').click()
  await button(app, 'Voltar a copiar daqui').click()
  await expect(card).toHaveCount(0, { timeout: 60_000 })

  await button(app, 'Ajustes').click()
  await page
    .getByRole('form', { name: 'Kit de recuperação' })
    .getByRole('button', { name: 'Imprimir o kit de novo' })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Imprimir o kit de novo' })
  const field = dialog.getByLabel('As 24 palavras, na ordem do papel')
  await field.fill(words.join(' '))
  await dialog.getByRole('button', { name: 'Conferir as palavras' }).click()
  await expect(dialog.getByRole('alert')).toContainText('KIT_103', { timeout: 30_000 })
  await expect(dialog.getByRole('alert')).toContainText(/O kit deste cofre foi feito em \d{2}\/\d{2}\/\d{4}/)
  await field.fill(kit.join(' '))
  await dialog.getByRole('button', { name: 'Conferir as palavras' }).click()
  await expect(dialog.getByRole('alert')).toContainText('As palavras abrem o cofre.', { timeout: 30_000 })
  await dialog.getByRole('button', { name: 'Imprimir o kit' }).click()
  await expect(dialog.getByText('Kit enviado para a impressora.', { exact: false })).toBeVisible()
  expect(await app.prints()).toBe(1)
  await dialog.locator('form').getByRole('button', { name: 'Fechar' }).click()
  await expect(page.locator('#paper')).toBeEmpty()
})
