import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from './app.ts'
import { lookAt } from './look.ts'
import { test } from './prepared-clinic.ts'
import { readPdf } from './read-pdf.ts'

// Ensaios: the drill of the quarter from its card to its signed paper, on a clinic with real copies.

test('the drill of the quarter goes from its card to its paper, which bears the sum of its data', async ({
  clinic,
}, info) => {
  test.setTimeout(240_000)
  const papers = path.join(clinic.folder, 'Papéis')
  mkdirSync(papers)
  const app = await clinic.launch({ folders: { 'keep-paper': [papers] } })
  const { page } = app
  await page.getByRole('button', { name: 'Ensaios', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Ensaios' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Um registro ao acaso' })).toBeVisible()
  await expect(page.getByText('Precisa de um lugar de cópias fora da clínica.')).toBeVisible()
  await lookAt(app, 'drills')

  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Um registro ao acaso' }) })
  await card.getByRole('button', { name: 'Começar este ensaio' }).click()
  await page.getByLabel('Quem conduz').fill('Marina Alves')
  await page.getByLabel('Quem mais participa').fill('Dr. Paulo\nSr. João')
  await page.getByRole('button', { name: 'Começar; o relógio vai contar' }).click()
  await expect(page.getByRole('heading', { name: 'Avise que é um ensaio' })).toBeVisible()
  await expect(page.getByRole('timer')).toBeVisible()

  const next = page.getByRole('button', { name: 'Feito, próximo passo' })
  const work = page.getByRole('button', { name: 'Fazer este passo' })
  await page.getByLabel('A equipe sabe que é um ensaio').check()
  await page.getByRole('button', { name: 'Travei aqui' }).click()
  await page.getByLabel('Em uma frase').fill('Ninguém sabia quem anota.')
  await page.getByRole('button', { name: 'Anotar', exact: true }).click()
  await expect(page.getByText('1 anotação do que atrapalhou. O relógio continua.')).toBeVisible()
  await next.click()
  await expect(page.getByRole('heading', { name: 'Trazer um registro ao acaso' })).toBeVisible()
  await work.click()
  await expect(page.getByRole('heading', { name: 'Olhe o que voltou' })).toBeVisible({ timeout: 60_000 })
  await lookAt(app, 'drills-running')
  for (const point of await page.getByRole('checkbox').all()) await point.check()
  await next.click()
  await expect(page.getByRole('heading', { name: 'Trazer e abrir o banco de dados' })).toBeVisible()
  await work.click()
  await expect(page.getByRole('heading', { name: 'Trazer uma amostra da clínica' })).toBeVisible({ timeout: 60_000 })
  await work.click()
  await expect(page.getByRole('heading', { name: 'Compare com o sistema de hoje' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/abertas? por completo, .* pontos\./)).toBeVisible()
  await next.click()
  await page.getByRole('button', { name: 'Terminar e ver o resultado' }).click()

  await expect(page.getByText(/^Voltou em .*\. Meta: .*\.$/)).toBeVisible()
  await page.getByLabel('O que fazer').fill('Decidir quem anota antes de começar')
  await page.getByLabel('Quem faz').fill('Marina Alves')
  await page.getByLabel('Até quando').fill('2026-12-18')
  await page.getByRole('button', { name: 'Anotar melhoria' }).click()
  await expect(page.getByLabel(/^Decidir quem anota antes de começar · Marina Alves, até /)).toBeVisible()
  await lookAt(app, 'drills-result')
  await page.getByRole('button', { name: 'Salvar em PDF' }).click()
  await expect(page.getByText(/“.*\.pdf” está guardado/)).toBeVisible()

  const named = (end: string) => path.join(papers, readdirSync(papers).find((name) => name.endsWith(end)) ?? '')
  copyFileSync(named('.pdf'), info.outputPath('ensaio.pdf'))
  const paper = await readPdf(readFileSync(named('.pdf')))
  expect(paper.isTagged).toBe(true)
  // The margins, too: nothing of the window's colours is on it.
  expect(paper.fills).not.toContain('#f5f1e9')
  expect(paper.fills).toContain('#ffffff')
  const text = paper.pages.join(' ').replaceAll(/\s+/g, ' ')
  for (const words of [clinic.name, 'Marina Alves', 'Ninguém sabia quem anota.', 'Trazer e abrir o banco de dados'])
    expect(text).toContain(words)
  const sum = createHash('sha256')
    .update(readFileSync(named('.json')))
    .digest('hex')
  expect(paper.pages.join('').replaceAll(/\s/g, '')).toContain(sum)

  await page.getByRole('button', { name: 'Voltar aos ensaios' }).click()
  await expect(page.getByText(/Um registro ao acaso · voltou em /)).toBeVisible()
})
