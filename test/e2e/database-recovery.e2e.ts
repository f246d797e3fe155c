import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, removeFolder, test } from './app.ts'
import { goToSummary } from './first-steps.ts'
import { lookAt } from './look.ts'

// "O prontuário inteiro": a manager brings the clinic's database back, and takes it back again, in the real window.

let folder: string
let file: string
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'prontuário de volta é '))
  for (const name of ['Sistema', 'HD externo']) mkdirSync(path.join(folder, name))
  for (const name of ['a.jpg', 'b.jpg']) writeFileSync(path.join(folder, 'Sistema', name), name)
  file = path.join(folder, 'Sistema', 'prontuario.db')
  sql((db) => {
    db.pragma('journal_mode = WAL')
    db.exec(`create table paciente (id integer primary key, nome text, criado text);
      insert into paciente (nome, criado) values ('Ana', '2026-03-12 17:52:10'), ('Bia', '2026-03-12 09:00:00')`)
  })
})
test.afterEach(() => removeFolder(folder))

function sql<T>(work: (db: Database.Database) => T): T {
  const db = new Database(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}
const patients = () => sql((db) => db.prepare<[], string>('select nome from paciente order by id').pluck().all())

test('the whole record comes back beside the one in use, is exchanged by a manager, and goes back', async ({
  launch,
}) => {
  test.setTimeout(240_000)
  const clinic = 'Clínica Sorriso Vivo'
  const app = await launch({
    folders: { protect: [path.join(folder, 'Sistema')], 'keep-copies': [path.join(folder, 'HD externo')] },
  })
  const { page } = app
  await goToSummary(app, clinic)
  await page.getByRole('button', { name: 'Começar a guardar' }).click()
  await expect(page.getByTestId('health')).toHaveAttribute('data-health', 'guarded', { timeout: 60_000 })
  sql((db) => db.exec("insert into paciente (nome, criado) values ('Depois da cópia', '2026-04-01 10:00:00')"))

  await page.getByRole('button', { name: 'Recuperar', exact: true }).click()
  await page.getByRole('button', { name: 'Recuperar o prontuário inteiro' }).click()
  await expect(page.getByRole('radio', { name: /^Cópia / }).last()).toBeVisible()
  // The oldest is the one before the new patient, whatever was copied by itself meanwhile.
  await page
    .getByRole('radio', { name: /^Cópia / })
    .last()
    .check()
  await page.getByRole('button', { name: 'Preparar ao lado' }).click()
  await expect(page.getByText('Tudo o que foi digitado depois de')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('2 linhas em 1 tabela')).toBeVisible()
  await app.screenshot('database-prepared')
  expect(patients()).toContain('Depois da cópia')

  const exchange = page.getByRole('button', { name: 'Trocar o banco em uso' })
  await expect(exchange).toBeDisabled()
  await page.getByLabel('Nome de quem autoriza').fill('Dra. Paula')
  await page.getByLabel('Sou gestor ou gestora desta clínica').check()
  await page.getByLabel('Nome da clínica').fill('Clínica Sorriso')
  await exchange.click()
  // The window lets it through; the engine does not.
  await expect(page.getByRole('alert')).toContainText('DB_114')
  await page.getByLabel('Nome da clínica').fill(clinic)
  await lookAt(app, 'database-ready')
  const program = new Database(file)
  program.prepare('select count(*) from paciente').get()
  await exchange.click()
  await expect(page.getByRole('alert')).toContainText('DB_115', { timeout: 60_000 })
  program.close()
  await page.getByLabel('Nome de quem autoriza').fill('Dra. Paula')
  await page.getByLabel('Nome da clínica').fill(clinic)
  await page.getByLabel('Sou gestor ou gestora desta clínica').check()
  await exchange.click()
  await expect(page.getByRole('heading', { name: /^Pronto. A troca levou/ })).toBeVisible({ timeout: 60_000 })
  expect(patients()).toEqual(['Ana', 'Bia'])
  expect(readdirSync(path.dirname(file)).some((name) => name.includes('antes da recuperação'))).toBe(true)
  await lookAt(app, 'database-live')

  await page.getByRole('button', { name: 'Voltar ao que era' }).click()
  const dialog = page.getByRole('dialog', { name: 'Voltar ao que era' })
  await dialog.getByLabel('Nome de quem autoriza').fill('Dra. Paula')
  await dialog.getByLabel('Nome da clínica').fill(clinic)
  await dialog.getByLabel('Sou gestor ou gestora desta clínica').check()
  await lookAt(app, 'database-undo')
  await dialog.getByRole('button', { name: 'Voltar ao que era' }).click()
  await expect(page.getByText('O banco de antes está em uso de novo')).toBeVisible({ timeout: 60_000 })
  expect(patients()).toContain('Depois da cópia')
})
