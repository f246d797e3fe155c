import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { type ClinicSummary, makeClinic, presets } from '../fixtures/clinic/index.ts'
import { expect, test } from './app.ts'
import { goToSummary } from './first-steps.ts'
import { lookAt } from './look.ts'

// The clinic's system is down: a doctor reads one record from the newest copy and takes it along; the technician looks at the map.

let folder: string
let files: ClinicSummary
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'emergência é '))
  files = await makeClinic({ into: path.join(folder, 'Clínica Sorriso'), ...presets.tiny })
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** With photos or documents, and as few visits as can be: looking for what is hard to use takes long on long pages. */
function somebody(): { nome: string; cpf: string } {
  const db = new Database(files.databasePath, { readonly: true })
  const row = db
    .prepare<[], { nome: string; cpf: string }>(
      'select nome, cpf from pacientes p where exists (select 1 from anexos where paciente_id = p.id) order by (select count(*) from atendimentos where paciente_id = p.id) limit 1',
    )
    .get()
  db.close()
  return row ?? { nome: '', cpf: '' }
}

test('a record is read from the newest copy and taken along', async ({ launch }) => {
  test.setTimeout(240_000)
  const disk = mkdtempSync(path.join(folder, 'HD externo '))
  const out = mkdtempSync(path.join(folder, 'Pedido '))
  const app = await launch({ folders: { protect: [files.root], 'keep-copies': [disk], 'recover-into': [out] } })
  await goToSummary(app, 'Clínica Sorriso Vivo')
  const { page } = app
  await page.getByRole('button', { name: 'Começar a guardar' }).click()
  await expect(page.getByTestId('health')).toHaveAttribute('data-health', 'guarded', { timeout: 60_000 })

  await page.getByRole('button', { name: 'Prontuários' }).click()
  await expect(page.getByText(/Será aberta a cópia de/)).toBeVisible()
  await lookAt(app, 'records-choose')
  await page.getByRole('button', { name: 'Abrir esta cópia' }).click()
  await expect(page.getByTestId('copy-mark')).toContainText('Somente leitura.')

  const { nome, cpf } = somebody()
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
  expect(pdf.length).toBeGreaterThan(5_000)
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
