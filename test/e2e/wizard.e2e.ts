import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lookAt } from './look.ts'
import { expect, type PreparedClinic, test } from './prepared-clinic.ts'

// Every way through the wizard of Recuperar, and back again, in the real window.

async function start(clinic: PreparedClinic) {
  const into = path.join(clinic.folder, 'Recuperados')
  mkdirSync(into)
  const app = await clinic.launch({ folders: { 'recover-into': [into, into] }, env: { HOME: clinic.folder } })
  return { app, into, files: clinic.files }
}

test('the tired receptionist: from Início to a recovered photo in at most five clicks; then back to its place, and undone', async ({
  clinic,
}) => {
  test.setTimeout(240_000)
  const { app } = await start(clinic)
  const { page } = app
  const original = clinic.ownPhoto
  const bytes = readFileSync(original)
  writeFileSync(original, 'estragada')

  let clicks = 0
  const click = async (name: string | RegExp) => {
    await page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click()
    clicks++
  }
  await click('Recuperar')
  await expect(page.getByRole('radio', { name: 'Um documento ou foto' })).toBeChecked()
  await lookAt(app, 'wizard-what')
  await page.getByRole('searchbox', { name: 'O que você procura?' }).fill(path.basename(original))
  await click(new RegExp(path.basename(original).replaceAll('.', '\\.')))
  await expect(page.getByText('Esta versão abre normalmente.')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^1 documento ou foto, .*, cópia de /)).toBeVisible()
  await lookAt(app, 'wizard-where')
  await page.getByRole('main').getByRole('button', { name: 'Recuperar', exact: true }).click()
  clicks++
  const done = page.getByRole('heading', { name: /^Pronto\. Levou / })
  await expect(done).toBeFocused({ timeout: 30_000 })
  expect(clicks).toBeLessThanOrEqual(5)
  await lookAt(app, 'wizard-done')

  // Not that one: the same once more, back to its place.
  await page.getByRole('button', { name: 'Não era este' }).click()
  await expect(page.getByText(/a que foi recuperada continua onde está/)).toBeVisible()
  await page.getByRole('radio', { name: 'De volta ao lugar de antes' }).check()
  await expect(page.getByText(/^1 documento ou foto, /)).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Recuperar', exact: true }).click()
  await expect(done).toBeFocused({ timeout: 30_000 })
  await expect(page.getByText(/1 item que estava no lugar foi guardado em “Guardado antes de recuperar/)).toBeVisible()
  expect(readFileSync(original).equals(bytes)).toBe(true)
  await lookAt(app, 'wizard-done-in-place')
  await page.getByRole('button', { name: 'Desfazer' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 item guardado antes volta para onde estava.')
  await lookAt(app, 'wizard-undo')
  await dialog.getByRole('button', { name: 'Desfazer' }).click()
  await expect(page.getByText('Desfeito. Tudo está como antes desta recuperação.')).toBeVisible()
  expect(readFileSync(original, 'utf8')).toBe('estragada')
})

test('a folder, the whole computer, and "não sei" each have their way; what was recovered is listed', async ({
  clinic,
}) => {
  test.setTimeout(240_000)
  const { app, into, files } = await start(clinic)
  const { page, electron } = app
  const [photo = '?'] = files.photoPaths
  const bytes = readFileSync(path.join(files.root, photo))
  await page.getByRole('button', { name: 'Recuperar', exact: true }).click()

  await page.getByRole('radio', { name: 'Não sei, me ajude' }).click()
  await expect(page.getByRole('heading', { name: 'O que está acontecendo?' })).toBeVisible()
  await lookAt(app, 'wizard-help')
  await page.getByRole('button', { name: /Sumiram vários documentos de uma vez/ }).click()
  await expect(page.getByRole('radio', { name: 'Uma pasta' })).toBeChecked()
  const name = path.dirname(photo).split(path.sep)[0] ?? '?'
  await page.getByRole('searchbox', { name: 'Como a pasta se chama?' }).fill(name)
  await page.getByRole('main').getByRole('listitem').getByRole('button').first().click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByRole('button', { name: 'Escolher outra pasta' }).click()
  await expect(page.getByText(/documentos e fotos, .*, cópia de /)).toBeVisible()
  await lookAt(app, 'wizard-folder')
  await page.getByRole('main').getByRole('button', { name: 'Recuperar', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Pronto\. Levou / })).toBeFocused({ timeout: 60_000 })
  expect(readFileSync(path.join(into, photo)).equals(bytes)).toBe(true)
  await page.getByRole('button', { name: 'Era isso mesmo' }).click()

  const past = page.getByRole('region', { name: 'Recuperações anteriores' })
  await expect(past.getByRole('listitem')).toHaveCount(1)
  await expect(past).toContainText(name)
  await past.getByRole('button', { name: 'Desfazer' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Desfazer' }).click()
  await expect(past).toContainText('desfeita hoje')

  await page.getByRole('radio', { name: 'O computador todo' }).click()
  await page.getByRole('button', { name: 'Escolher outra pasta' }).click()
  await expect(page.getByText(/documentos e fotos, .*, cópia de /)).toBeVisible()
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(760, 560))
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await lookAt(app, 'wizard-computer-small')
  await page.getByRole('main').getByRole('button', { name: 'Recuperar', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Pronto\. Levou / })).toBeFocused({ timeout: 60_000 })
  expect(readFileSync(path.join(into, files.root, photo)).equals(bytes)).toBe(true)
})
