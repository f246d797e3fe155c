import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from './app.ts'
import { lookAt } from './look.ts'
import { test } from './prepared-clinic.ts'
import { readPdf } from './read-pdf.ts'

// The clinic's plan and a month's evidence, on real paper: what the printer would get is read back.

test('the plan and the evidence of the month come out as papers that can be read, and the evidence bears the seal of its data', async ({
  clinic,
}) => {
  test.setTimeout(120_000)
  const papers = path.join(clinic.folder, 'Papéis')
  mkdirSync(papers)
  const app = await clinic.launch({ folders: { 'keep-paper': [papers, papers, papers] } })
  const { page } = app
  await page.getByRole('button', { name: 'Plano', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Plano' })).toBeFocused()
  await expect(page.getByText('Ainda não há plano em papel')).toBeVisible()
  await page.getByRole('button', { name: 'Acrescentar', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nome').fill('Carlos Lima')
  await dialog.getByLabel('Telefone').fill('(11) 98888-0001')
  await dialog.getByRole('button', { name: 'Salvar' }).click()
  await expect(dialog).toBeHidden()
  await page.getByLabel('Quem está fazendo').fill('Dra. Paula')
  await page.getByRole('button', { name: 'Salvar em PDF' }).click()
  await expect(page.getByText(/“Plano da clínica .*\.pdf” está guardado/)).toBeVisible()
  await page.getByRole('button', { name: 'Já imprimi o plano de hoje' }).click()
  await expect(page.getByText(/O papel de .* está em dia/)).toBeVisible()
  await lookAt(app, 'plan')

  await page.getByRole('tab', { name: 'Mês' }).click()
  const questions = page.getByRole('checkbox', { name: /^Li e concordo/ })
  await expect(questions.last()).toBeVisible()
  for (const question of await questions.all()) await question.check()
  await page.getByRole('button', { name: 'Salvar a revisão' }).click()
  await expect(page.getByText(/^Feita por Dra. Paula/)).toBeVisible()
  await page.getByRole('button', { name: 'Salvar em PDF' }).click()
  await expect(page.getByText(/“Pasta de evidências .*\.pdf” está guardado/)).toBeVisible()
  await expect(page.getByText(/: guardada por Dra. Paula em /)).toBeVisible()
  await lookAt(app, 'plan-month')

  await page.getByRole('tab', { name: 'Incidentes' }).click()
  await page.getByRole('button', { name: 'Registrar um incidente' }).click()
  await dialog.getByLabel('Em poucas palavras').fill('Um notebook foi furtado.')
  await dialog.getByRole('button', { name: 'Abrir o incidente' }).click()
  await expect(page.getByText(/Comunicar à ANPD e às pessoas até /)).toBeVisible()
  await expect(page.getByText('pergunte ao seu advogado').first()).toBeVisible()
  await lookAt(app, 'plan-incidents')
  await page.getByRole('button', { name: 'Salvar em PDF' }).click()
  await expect(page.getByText(/“Incidente 1\.pdf” está guardado/)).toBeVisible()
  await page.getByRole('tab', { name: 'Guarda de 20 anos' }).click()
  await expect(page.getByText('O Salvaguarda não apaga nada sozinho')).toBeVisible()
  await page.getByRole('button', { name: 'Acrescentar uma série' }).click()
  // What the newest copy of the database says is proposed; a person saves it, or something else.
  await dialog.getByRole('button', { name: 'Procurar no banco guardado' }).click()
  await dialog.getByLabel('Último registro em “').selectOption({ index: 1 })
  await expect(dialog.getByLabel('Ano do último registro')).toHaveValue(/^20\d\d$/)
  await expect(dialog.getByLabel('Quantos prontuários')).toHaveValue(/^[1-9]/)
  await lookAt(app, 'plan-guard-found')
  await dialog.getByLabel('Nome da série').fill('Arquivo morto')
  await dialog.getByLabel('Ano do último registro').fill('a 2003, talvez')
  await dialog.getByRole('button', { name: 'Salvar' }).click()
  await page.getByRole('button', { name: 'Mudar: Arquivo morto' }).click()
  const change = page.getByRole('dialog', { name: 'Mudar: Arquivo morto' })
  await expect(change.getByLabel('Ano do último registro')).toHaveValue('2003')
  await change.getByRole('button', { name: 'Fechar' }).click()

  const names = readdirSync(papers)
  const named = (start: string, end: string) =>
    path.join(papers, names.find((name) => name.startsWith(start) && name.endsWith(end)) ?? 'nothing')
  const plan = await readPdf(readFileSync(named('Plano da clínica', '.pdf')))
  expect(plan.title).toBe(`Plano da clínica · ${clinic.name}`)
  // A PDF with its structure: what a screen reader goes by.
  expect(plan.isTagged).toBe(true)
  expect(plan.pages.join(' ')).toContain('Carlos Lima')
  for (const [index, text] of plan.pages.entries())
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`Página ${index + 1} de ${plan.pages.length}`)

  const evidence = await readPdf(readFileSync(named('Pasta de evidências', '.pdf')))
  for (const text of evidence.pages) expect(text).toContain('Esta página apoia:')
  expect(evidence.pages.join(' ')).not.toMatch(/certifica[dm]?\b/)
  const data = readFileSync(named('Pasta de evidências', '.json'))
  expect(evidence.pages.join('').replaceAll(' ', '')).toContain(createHash('sha256').update(data).digest('hex'))
  const incident = await readPdf(readFileSync(named('Incidente 1', '.pdf')))
  expect(incident.pages.join(' ')).toContain('Um notebook foi furtado.')
})
