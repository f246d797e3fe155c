import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from './app.ts'

test('an app older than what is on the computer says so, touches nothing, and does not offer to begin anew', async ({
  launch,
}) => {
  const userData = mkdtempSync(path.join(tmpdir(), 'versão mais nova '))
  const file = path.join(userData, 'engine', 'settings.json')
  const text = '{"version":99,"clinic":"Clínica de Amanhã"}'
  mkdirSync(path.dirname(file))
  writeFileSync(file, text)
  const app = await launch({ userData })
  await expect(app.page.getByText('Uma versão mais nova do Salvaguarda já trabalhou neste computador.')).toBeVisible()
  await expect(app.page.getByText('Instale a versão mais nova.')).toBeVisible()
  await expect(app.page.getByText('APP_003')).toBeVisible()
  await app.screenshot('newer-version')
  await app.close()
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(readdirSync(path.dirname(file))).toEqual(['settings.json'])
  rmSync(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})
