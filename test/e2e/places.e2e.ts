import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { type NetworkServer, PASSWORD, serveWebdav, USER } from '../network/rclone.ts'
import { expect, test } from './prepared-clinic.ts'

// A manager with a NAS's address and password in hand, up to the age of its copy on Início.

let nas: NetworkServer
test.beforeEach(async () => {
  nas = await serveWebdav()
})
test.afterEach(() => nas.remove())

test('a NAS is added, tried before it is trusted, and stands on Início with its age', async ({ clinic }) => {
  test.setTimeout(300_000)
  const { page } = await clinic.launch()
  await page.getByRole('button', { name: 'Ajustes' }).click()
  await page.getByRole('button', { name: 'Acrescentar NAS, servidor ou nuvem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Acrescentar um lugar para as cópias' })
  await agreesBeforeProtecting(dialog)
  await dialog.getByLabel('O que é').selectOption({ label: 'NAS ou nuvem por WebDAV' })
  await dialog.getByLabel('Endereço da pasta, com https://').fill(new URL('cofre/', nas.url).href)
  await dialog.getByLabel('Usuário').fill(USER)
  await dialog.getByLabel('Como a clínica chama este lugar').fill('NAS da recepção')

  // A password that was mistyped is told before anything goes there.
  await dialog.getByRole('textbox', { name: 'Senha' }).fill('outra senha')
  await dialog.getByRole('button', { name: 'Continuar' }).click()
  await expect(dialog.getByText('DEST_105', { exact: false })).toBeVisible({ timeout: 60_000 })
  await expect(dialog.getByRole('button', { name: 'Guardar cópias aqui' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Voltar' }).click()

  await dialog.getByRole('textbox', { name: 'Senha' }).fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Continuar' }).click()
  await expect(dialog.getByText('Este lugar serve para guardar as cópias.')).toBeVisible({ timeout: 120_000 })
  await expect(dialog.getByText('O lugar ficou como estava.')).toBeVisible()
  await expect(dialog.getByText('Enviar: ', { exact: false })).toBeVisible()
  expect(readdirSync(nas.folder)).toEqual([])
  await dialog.getByRole('button', { name: 'Guardar cópias aqui' }).click()
  await expect(dialog).toBeHidden({ timeout: 60_000 })

  await page.getByRole('button', { name: 'Início' }).click()
  const node = page.getByRole('listitem').filter({ hasText: 'NAS da recepção' })
  await expect(node).toContainText('1 cópia', { timeout: 120_000 })
  await expect(node).toContainText(/Cópia de .+ \(.+\)/)
  expect(readdirSync(path.join(nas.folder, 'cofre', 'snapshots'))).toHaveLength(1)
})

/** A cloud that nobody can erase: what it costs is said and agreed to first, for just what was read. */
async function agreesBeforeProtecting(dialog: Locator): Promise<void> {
  const next = dialog.getByRole('button', { name: 'Continuar' })
  const agree = dialog.getByRole('checkbox', { name: 'Entendi: não dá para desfazer' })
  await dialog.getByLabel('Nome do espaço (bucket)').fill('clinica-sorriso')
  await dialog.getByLabel('Identificação da chave').fill('AKIAEXEMPLO')
  await dialog.getByRole('textbox', { name: 'Chave secreta' }).fill('segredo')
  await expect(next).toBeEnabled()
  await dialog.getByRole('switch', { name: 'Proteger contra apagar' }).press('Space')
  await expect(dialog.getByText('O espaço continua sendo cobrado até o fim do prazo', { exact: false })).toBeVisible()
  await expect(next).toBeDisabled()
  await agree.check()
  await expect(next).toBeEnabled()
  await dialog.getByLabel('Por quantos dias').fill('60')
  await expect(agree).not.toBeChecked()
  await expect(next).toBeDisabled()

  await dialog.getByText('Detalhes para o técnico').click()
  await dialog.getByRole('button', { name: 'Copiar: Permissões da chave do dia a dia' }).click()
  await expect(dialog.getByText('Copiado')).toBeVisible()
}
