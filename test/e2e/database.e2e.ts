import { readFileSync } from 'node:fs'
import path from 'node:path'
import { startPostgres } from '../servers/postgresql.ts'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// The database of a server, from its first sight to its first copy, as a person and a technician meet it. The server is a real PostgreSQL.

let server: Awaited<ReturnType<typeof startPostgres>>
test.beforeEach(async () => {
  server = await startPostgres()
})
test.afterEach(() => server?.stop())

test('the database of the system is found, tried, protected and copied', async ({ clinic }) => {
  test.setTimeout(240_000)
  const records = await server.createClinic('prontuario', 200)
  const password = (await server.secrets.read('copia')) ?? ''
  const app = await clinic.launch()
  const { page } = app
  await page.getByRole('button', { name: 'O que protegemos' }).click()
  const found = page.getByRole('listitem').filter({ hasText: `porta ${records.port}` })
  await expect(found).toContainText('PostgreSQL')
  await found.getByRole('button', { name: 'Proteger este banco: PostgreSQL' }).click()

  const dialog = page.getByRole('dialog', { name: 'Ligar ao banco do sistema' })
  const tryIt = dialog.getByRole('button', { name: 'Testar a ligação' })
  await expect(tryIt).toBeDisabled()
  await dialog.getByLabel('Nome do banco').fill(records.database)
  await dialog.getByLabel('Usuário').fill(records.user)
  await dialog.getByLabel('Senha', { exact: true }).fill('errada')
  await tryIt.click()
  await expect(dialog.getByRole('alert')).toContainText('O servidor recusou o usuário ou a senha.')
  await dialog.getByText('Detalhes para o técnico').click()
  await expect(dialog.getByText('GRANT pg_read_all_data TO "copia"')).toBeVisible()
  await dialog.getByRole('button', { name: 'Copiar os comandos' }).click()
  await expect(dialog.getByText('Copiados.')).toBeVisible()
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toContain('CREATE ROLE "copia"')
  await lookAt(app, 'database-technician')

  await dialog.getByLabel('Senha', { exact: true }).fill(password)
  await tryIt.click()
  await expect(dialog.getByText('O banco responde e pode ser lido por inteiro')).toBeVisible()
  await dialog.getByLabel('Como a clínica chama este banco').fill('Prontuário da clínica')
  await dialog.getByLabel('Caminhos, um por linha').fill(path.join(clinic.files.root, 'não está aqui.ini'))
  await lookAt(app, 'database-tried')
  await dialog.getByRole('button', { name: 'Proteger este banco' }).click()
  await expect(dialog).toBeHidden()

  const thing = page.getByRole('listitem').filter({ hasText: 'Prontuário da clínica' })
  await expect(thing).toContainText('PostgreSQL, prontuario em localhost')
  await expect(thing).toContainText('Dentro da meta', { timeout: 60_000 })
  // What lies beside it is told, and kept nothing else out.
  await expect(thing).toContainText('SRC_107')
  await expect(found).toBeHidden()
  await thing.scrollIntoViewIfNeeded()
  await lookAt(app, 'database-protected')
  await thing.getByRole('button', { name: 'Mudar a lista' }).click()
  await page.getByRole('dialog').getByLabel('Caminhos, um por linha').fill('')
  await page.getByRole('button', { name: 'Salvar a lista' }).click()
  await expect(thing).toContainText('Nada informado')

  await page.getByRole('button', { name: 'Recuperar' }).click()
  await page.getByRole('searchbox').fill('prontuario.sql')
  await expect(page.getByRole('listitem').filter({ hasText: 'prontuario.sql' })).toContainText('Bancos de dados')
  for (const name of ['settings.json', 'catalog.db'])
    expect(readFileSync(path.join(app.userData, 'engine', name)).includes(password)).toBe(false)
})
