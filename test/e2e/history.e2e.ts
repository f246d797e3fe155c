import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// Histórico: the register of what was done, filtered, and told of when somebody changed it by hand.

test('Histórico shows what was done, by filters; a line changed by hand is told of and stays', async ({ clinic }) => {
  test.setTimeout(240_000)
  const app = await clinic.launch()
  await app.page.getByRole('button', { name: 'Histórico' }).click()
  await expect(app.page.getByRole('heading', { level: 1, name: 'Histórico' })).toBeFocused()
  await expect(app.page.getByText(/^Conferido .*: nenhuma linha mudada$/)).toBeVisible()
  const lines = app.page.getByRole('list', { name: 'Linhas do livro' }).getByRole('listitem')
  await expect(lines.filter({ hasText: 'Cópia guardada: ' })).toHaveCount(1)
  await expect(lines.filter({ hasText: 'O programa abriu' }).first()).toContainText('· o programa')
  await lookAt(app, 'history')
  await app.page.getByLabel('Assunto').selectOption('Cópias e conferências')
  await expect(lines.filter({ hasText: 'O programa abriu' })).toHaveCount(0)
  await expect(lines.filter({ hasText: 'Cópia guardada: ' })).toHaveCount(1)
  await app.page.getByLabel('De', { exact: true }).fill('2001-01-01')
  await app.page.getByLabel('Até', { exact: true }).fill('2001-01-02')
  await expect(app.page.getByText('Nenhuma linha com estes filtros')).toBeVisible()
  await app.close()

  const db = new Database(path.join(clinic.userData, 'engine', 'audit.db'))
  db.exec("DROP TRIGGER entries_keep; UPDATE entries SET actor = 'cli' WHERE number = 2")
  db.close()
  expect(readdirSync(path.join(clinic.userData, 'engine'))).toContain('audit-head.json')
  expect(readFileSync(path.join(clinic.userData, 'engine', 'audit-head.json'), 'utf8')).toContain('"seal"')
  const again = await clinic.launch()
  await again.page.getByRole('button', { name: 'Histórico' }).click()
  await again.page.getByRole('button', { name: 'Conferir agora' }).click()
  await expect(again.page.getByText('O livro de registro não confere em 1 ponto')).toBeVisible()
  await expect(again.page.getByText(/a linha 2 foi mudada/)).toBeVisible()
  await lookAt(again, 'history-changed')
})
