import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'
import { readPdf } from './read-pdf.ts'

// The clinic's system is down: a doctor reads one record from the newest copy and takes it along; the technician looks at the map.

/** With photos or documents, and as few visits as can be: looking for what is hard to use takes long on long pages. */
function somebody(databasePath: string): { nome: string; cpf: string } {
  const db = new Database(databasePath, { readonly: true })
  const row = db
    .prepare<[], { nome: string; cpf: string }>(
      'select nome, cpf from pacientes p where exists (select 1 from anexos where paciente_id = p.id) order by (select count(*) from atendimentos where paciente_id = p.id) limit 1',
    )
    .get()
  db.close()
  return row ?? { nome: '', cpf: '' }
}

test('a record is read from the newest copy and taken along', async ({ clinic }) => {
  test.setTimeout(240_000)
  const out = mkdtempSync(path.join(clinic.folder, 'Pedido '))
  const app = await clinic.launch({ folders: { 'recover-into': [out] } })
  const { page } = app

  await page.getByRole('button', { name: 'Prontuários' }).click()
  await expect(page.getByText(/Será aberta a cópia de/)).toBeVisible()
  await lookAt(app, 'records-choose')
  await page.getByRole('button', { name: 'Abrir esta cópia' }).click()
  await expect(page.getByTestId('copy-mark')).toContainText('Somente leitura.')

  const { nome, cpf } = somebody(clinic.files.databasePath)
  await page.getByRole('searchbox').fill(cpf)
  await page.getByRole('listitem').getByRole('button', { name: nome }).click()
  const dialog = page.getByRole('dialog', { name: 'Quem está olhando, e por quê' })
  await expect(dialog.getByRole('button', { name: 'Ver o prontuário' })).toBeDisabled()
  await dialog.getByLabel('Seu nome').fill('Dra. Paula')
  await dialog.getByLabel('Motivo').selectOption({ label: 'O sistema da clínica está parado' })
  await lookAt(app, 'records-why')
  await dialog.getByRole('button', { name: 'Ver o prontuário' }).click()
  await expect(page.getByRole('heading', { name: nome })).toBeVisible()
  await expect(
    page
      .getByRole('region', { name: 'Evoluções' })
      .or(page.getByRole('region', { name: 'Anamneses' }))
      .first(),
  ).toBeVisible()
  await expect(page.getByTestId('copy-mark')).toContainText('Cópia de')
  await lookAt(app, 'records-record')

  await page.getByRole('button', { name: 'Levar este prontuário' }).click()
  await expect(page.getByText(/^Pronto\. Levou/)).toBeVisible({ timeout: 30_000 })
  await app.screenshot('records-taken')
  const made = path.join(out, readdirSync(out)[0] ?? '')
  const pdf = readFileSync(path.join(made, 'prontuario.pdf'))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const pages = (await readPdf(pdf)).pages
  expect(pages.length).toBeGreaterThan(0)
  for (const words of pages) expect(words).toMatch(/cópia de .* · somente leitura/i)
  expect(readFileSync(path.join(made, 'MANIFESTO.txt'), 'utf8')).toContain('prontuario.pdf')

  await page.getByRole('button', { name: 'Outro paciente' }).click()
  await page.getByRole('button', { name: 'Conferir o mapa (técnico)' }).click()
  await page.getByRole('button', { name: 'Nova proposta' }).click()
  await page.getByLabel('Usar agenda').uncheck()
  await lookAt(app, 'records-map')
  await page.getByRole('button', { name: 'Conferi as ligações: usar este mapa' }).click()
  await expect(page.getByText('Mapa de Sistema da clínica')).toBeVisible()

  // Going elsewhere closes the copy; nothing of it is left.
  await page.getByRole('button', { name: 'Início' }).click()
  await expect.poll(() => readdirSync(path.join(app.userData, 'engine', 'temporary')).includes('records')).toBe(false)
})
