import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

const textIn = (folder: string) => {
  const [name, ...more] = readdirSync(folder)
  expect(more).toEqual([])
  return readFileSync(path.join(folder, name ?? ''), 'utf8')
}

test('the technician is called from Ajustes: what is read is what is saved, without a name of anybody in it', async ({
  clinic,
}) => {
  const kept = path.join(clinic.folder, 'Documentos da recepção')
  mkdirSync(kept)
  const app = await clinic.launch({ folders: { 'keep-diagnosis': [kept] } })
  const { page } = app
  await page.getByRole('button', { name: 'Ajustes' }).click()
  await page.getByRole('button', { name: 'Chamar o técnico' }).click()
  const packet = page.getByTestId('packet')
  await packet.getByRole('checkbox', { name: 'Anotações técnicas do programa' }).uncheck()
  await expect(packet.getByRole('checkbox', { name: 'O que deu problema, por código' })).toBeDisabled()
  await lookAt(app, 'technician')
  await packet.getByText('Ler o pacote inteiro, como vai').click()
  const shown = await packet.getByTestId('packet-text').evaluate(({ textContent }) => textContent)
  await packet.getByRole('button', { name: 'Salvar o pacote…' }).click()
  await expect(packet.getByText('O pacote está salvo')).toBeVisible()
  await lookAt(app, 'technician-saved')
  const saved = textIn(kept)
  expect(saved).toBe(shown)
  expect(saved).toContain('=== settings ')
  expect(saved).not.toContain('=== lines ')
  expect(saved).toContain('A pessoa deixou de fora: Anotações técnicas do programa.')
  const names = [
    clinic.name,
    'Conceição',
    path.basename(clinic.files.root),
    'HD externo',
    clinic.folder,
    ...clinic.files.photoPaths,
  ]
  for (const name of names) expect(saved, name).not.toContain(name)

  // Whoever got it asks on the telephone what one of its signs is.
  const sign = /"label":"(#[0-9a-f]{6})"/.exec(saved)?.[1] ?? ''
  await page.getByRole('dialog').getByRole('button', { name: 'Fechar' }).click()
  await expect(page.getByRole('button', { name: 'Chamar o técnico' })).toBeFocused()
  await page.getByLabel('O que é este sinal?').fill(sign)
  await page.getByRole('button', { name: 'Ver o que é' }).click()
  await expect(page.getByText(`Protegido: ${path.basename(clinic.files.root)}`)).toBeVisible()
})

test('the technician is called where the engine will not begin: main’s part of the packet is saved all the same', async ({
  launch,
}) => {
  const userData = mkdtempSync(path.join(tmpdir(), 'dados de outra versão é '))
  const kept = mkdtempSync(path.join(tmpdir(), 'Documentos é '))
  mkdirSync(path.join(userData, 'engine'))
  writeFileSync(path.join(userData, 'engine', 'settings.json'), '{"version":99,"clinicName":"Clínica Sorriso"}')
  const { page } = await launch({ userData, folders: { 'keep-diagnosis': [kept] } })
  await page.getByRole('alert').getByRole('button', { name: 'Chamar o técnico' }).click()
  const packet = page.getByTestId('packet')
  await expect(packet).toContainText('A parte que faz as cópias não responde agora')
  await packet.getByRole('button', { name: 'Salvar o pacote…' }).click()
  await expect(packet.getByText('O pacote está salvo')).toBeVisible()
  const saved = textIn(kept)
  expect(saved).toContain('"code":"APP_003"')
  expect(saved).toMatch(/"platform": "linux"/)
  expect(saved).not.toContain('Sorriso')
  rmSync(kept, { recursive: true })
})
