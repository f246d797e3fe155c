import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type NetworkServer, PASSWORD, serveRestic, USER } from '../network/rclone.ts'
import { removeFolder } from './app.ts'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// A server that only adds: what nobody needs goes with the owner's key, typed before two people's eyes.

let folder: string
let daily: NetworkServer
let owners: NetworkServer
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'limpeza é '))
  const served = path.join(folder, 'servidor')
  mkdirSync(served)
  daily = await serveRestic({ folder: served, appendOnly: true, args: ['--cache-objects=false'] })
  owners = await serveRestic({ folder: served })
})
test.afterEach(async () => {
  await owners.stop()
  await daily.stop()
  removeFolder(folder)
})

test('a place is cleaned by two people with the key that the owner types', async ({ clinic }) => {
  test.setTimeout(300_000)
  const app = await clinic.launch()
  const { page } = app
  await page.getByRole('button', { name: 'Ajustes' }).click()
  await page.getByRole('button', { name: 'Acrescentar NAS, servidor ou nuvem' }).click()
  const adding = page.getByRole('dialog', { name: 'Acrescentar um lugar para as cópias' })
  await adding.getByLabel('O que é').selectOption({ label: 'Servidor de cópias (REST)' })
  await adding.getByLabel('Endereço da pasta, com https://').fill(`http://127.0.0.1:${daily.port}/cofre/`)
  await adding.getByLabel('Usuário').fill(USER)
  await adding.getByRole('textbox', { name: 'Senha' }).fill(PASSWORD)
  await adding.getByRole('button', { name: 'Continuar' }).click()
  await expect(adding.getByRole('button', { name: 'Guardar cópias aqui' })).toBeEnabled({ timeout: 120_000 })
  await adding.getByRole('button', { name: 'Guardar cópias aqui' }).click()
  await expect(adding).toBeHidden({ timeout: 60_000 })
  const vault = path.join(folder, 'servidor', 'cofre')
  await expect.poll(() => readdirSync(path.join(vault, 'snapshots')).length, { timeout: 60_000 }).toBe(1)

  // What an upload that broke off left there.
  const bytes = randomBytes(20_000)
  const name = createHash('sha256').update(bytes).digest('hex')
  const data = path.join(vault, 'data', name.slice(0, 2))
  mkdirSync(data, { recursive: true })
  writeFileSync(path.join(data, name), bytes)

  const place = page.getByRole('listitem').filter({ hasText: `127.0.0.1:${daily.port}` })
  await place.getByRole('button', { name: 'Limpar cópias antigas' }).click()
  const dialog = page.getByRole('dialog', { name: 'Limpar cópias antigas' })
  await expect(dialog.getByRole('radio', { name: 'Devolver o espaço', exact: false })).toBeChecked({ timeout: 60_000 })
  await expect(dialog.getByText('Voltam 20 KB', { exact: false })).toBeVisible()
  const submit = dialog.getByRole('button', { name: 'Devolver o espaço' })
  await dialog.getByLabel('Quem pede').fill('Ana')
  await dialog.getByLabel('Quem confere e confirma').fill('ANA ')
  await expect(submit).toBeDisabled()
  await dialog.getByLabel('Quem confere e confirma').fill('Bia')
  await expect(submit).toBeEnabled()
  await dialog.getByRole('switch').press('Space')
  await expect(submit).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Chave de limpeza' }).fill(PASSWORD)
  await lookAt(app, 'cleaning')

  // At the address of every day it may not erase: said, and nothing is changed.
  await submit.click()
  await expect(dialog.getByText('RET_107', { exact: false })).toBeVisible({ timeout: 60_000 })
  expect(readdirSync(data)).toContain(name)
  await dialog.getByLabel('Endereço em que o dono apaga, se for outro').fill(`http://127.0.0.1:${owners.port}/cofre/`)
  await submit.click()
  await expect(dialog.getByText('Limpeza feita: voltaram 20 KB.')).toBeVisible({ timeout: 60_000 })
  expect(readdirSync(data)).not.toContain(name)
  expect(readFileSync(path.join(app.userData, 'engine', 'settings.json'), 'utf8')).not.toContain(`${owners.port}`)
})
