import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ClinicSummary } from '../fixtures/clinic/index.ts'
import type { RunningApp } from './app.ts'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// What was lost is found by what a person remembers, seen as it was, and leaves nothing on the computer.

const REPORT = 'relatorio-02.csv'

async function pick({ page }: RunningApp, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'O que você procura?' }).fill(text)
  await page.getByRole('main').getByRole('listitem').filter({ hasText: text }).first().getByRole('button').click()
  await expect(page.getByRole('radio').first()).toBeChecked()
}
const dialog = ({ page }: RunningApp) => page.getByRole('dialog')
async function see(app: RunningApp): Promise<void> {
  await app.page.getByRole('button', { name: 'Ver como era' }).click()
  await expect(dialog(app)).toContainText('Nada disto fica neste computador')
}
async function closeAndBack(app: RunningApp): Promise<void> {
  await app.page.keyboard.press('Escape')
  await expect(dialog(app)).toBeHidden()
  await app.page.getByRole('button', { name: 'Voltar à busca' }).click()
}

test('a lost thing is found with slips, seen without recovering it, on a timeline, and its copy explains itself', async ({
  clinic,
}) => {
  test.setTimeout(240_000)
  const { files } = clinic
  const app = await clinic.launch()
  const { page } = app
  const [sheet] = readdirSync(path.join(files.root, 'Financeiro'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith(REPORT),
  )
  appendFileSync(path.join(files.root, 'Financeiro', sheet ?? ''), 'linha nova;1;2\n')
  await page.getByRole('button', { name: 'Guardar agora' }).click()
  await expect(page.getByText('2 cópias guardadas')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Recuperar' }).click()

  const search = page.getByRole('searchbox', { name: 'O que você procura?' })
  await search.fill('conseicao cesilia')
  await expect(page.getByRole('heading', { name: 'Nomes parecidos com o que você digitou' })).toBeVisible()
  await expect(page.getByRole('listitem').first()).toContainText('Conceição, Cecília')
  await lookAt(app, 'recover-similar')
  await search.fill('')
  await page.getByLabel('O que era').selectOption('Foto ou imagem')
  await page.getByLabel('Estava lá antes de').fill('2001')
  await expect(page.getByText('Nada com esse nome nas cópias')).toBeVisible()
  await page.getByLabel('Estava lá antes de').fill('')
  const photo = path.basename(files.photoPaths[0] ?? '')
  await expect(page.getByRole('listitem').filter({ hasText: photo }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Limpar' }).click()

  await pick(app, photo)
  await see(app)
  const picture = dialog(app).getByRole('img', { name: /^Imagem de / })
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await lookAt(app, 'recover-see-photo')
  await closeAndBack(app)

  await pick(app, 'relatorio-02.pdf')
  await see(app)
  const paper = dialog(app).getByRole('img', { name: /^Página 1 de / })
  await expect.poll(() => paper.evaluate(hasInk)).toBe(true)
  await lookAt(app, 'recover-see-pdf')
  await closeAndBack(app)

  await pick(app, path.basename(files.databasePath))
  await see(app)
  await dialog(app).getByLabel('Tabela').selectOption({ index: 0 })
  await expect(dialog(app).getByRole('columnheader').first()).toBeVisible()
  await lookAt(app, 'recover-see-table')
  await closeAndBack(app)

  await pick(app, REPORT)
  const versions = page.getByRole('region', { name: 'Qual versão?' }).getByRole('radio')
  await expect(versions).toHaveCount(2)
  await lookAt(app, 'recover-timeline')
  await versions.first().press('ArrowDown')
  await expect(versions.nth(1)).toBeChecked()
  await see(app)
  await expect(dialog(app).locator('pre')).not.toContainText('linha nova')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Por que esta cópia existe?' }).click()
  await expect(dialog(app)).toContainText('A regra da clínica é guardar sem data para apagar.')
  await expect(dialog(app)).toContainText('A lei pede que o conteúdo dela exista até ')
  await lookAt(app, 'recover-why')

  expect(leftIn(app.userData, files)).toEqual([])
})

/** Whether something was drawn: a page all of one colour says nothing. */
function hasInk(canvas: HTMLElement | SVGElement): boolean {
  const { width, height } = canvas as HTMLCanvasElement
  const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data
  return pixels?.some((value) => value < 128) ?? false
}

/** Files of the app's own folder that hold a piece of what was looked at, or stand where previews are made. */
function leftIn(userData: string, files: ClinicSummary): string[] {
  const photo = readFileSync(path.join(files.root, files.photoPaths[0] ?? ''))
  const piece = photo.subarray(photo.length >> 1, (photo.length >> 1) + 64)
  return readdirSync(userData, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => path.basename(file).startsWith('preview-') || holds(file, piece))
}
function holds(file: string, piece: Buffer): boolean {
  try {
    return readFileSync(file).includes(piece)
  } catch {
    // Chromium takes its own files away while it runs.
    return false
  }
}
