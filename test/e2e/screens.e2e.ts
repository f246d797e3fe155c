import { readFileSync, renameSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import {
  type MailServer,
  makeCertificate,
  PASSWORD,
  readable,
  startMailServer,
  USER,
} from '../contract/notices/mail-server.ts'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// Início with its map and days, O que protegemos, Ajustes: what a person sees and changes, on the real engine.

const open: { close(): unknown }[] = []
test.afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

test('Início says what would be lost, where each copy is, how the days went and what comes next', async ({
  clinic,
}) => {
  test.setTimeout(240_000)
  const app = await clinic.launch()
  const { page } = app
  await expect(page.getByTestId('health')).toContainText(
    /Se este computador parar agora, (nada se perde|perde-se no máximo)/,
    // A copy that begins by itself may come between.
    { timeout: 60_000 },
  )
  await expect(page.getByTestId('health')).toContainText('só um ensaio mostra')
  const map = page.getByRole('region', { name: 'Onde cada cópia está' })
  await expect(map).toContainText('1 cópia guardada')
  await expect(map).toContainText(/Cópia de hoje, /)
  await expect(map).toContainText('Há cópia em um só lugar além deste computador.')
  // The folder for copies of this test lies on the disk of everything else.
  await expect(map).toContainText('No mesmo disco das pastas da clínica')
  await expect(map).toContainText('1 tipo de lugar')
  await map.scrollIntoViewIfNeeded()
  await app.screenshot('home-places')
  const days = page.getByRole('list', { name: 'Os últimos 30 dias' }).getByRole('listitem')
  await expect(days).toHaveCount(30)
  await expect(days.last()).toContainText('guardado')
  await expect(days.first()).toContainText('antes do Salvaguarda')
  await expect(page.getByRole('region', { name: 'Agora' })).toContainText(/Próxima cópia|próxima cópia/)

  // Said once: the window may be closed.
  const hint = page.getByText('Pode fechar esta janela')
  await expect(hint).toBeVisible()
  await lookAt(app, 'home-map')
  await page.getByRole('button', { name: 'Entendi' }).click()
  await expect(hint).toBeHidden()

  // The disk is away, and whoever says it is back is answered.
  renameSync(clinic.disk, `${clinic.disk} na bolsa`)
  await page.reload()
  await page.getByRole('button', { name: 'Já liguei' }).click()
  await expect(page.getByText('Ainda não vemos o HD das cópias.')).toBeVisible()
})

test('a thing of the clinic gets its category and who answers for it', async ({ clinic }) => {
  test.setTimeout(240_000)
  const app = await clinic.launch()
  const { page } = app
  await page.getByRole('button', { name: 'O que protegemos' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  const thing = page.getByRole('main').getByRole('listitem').first()
  await expect(thing).toContainText(/Guardada até hoje, /)
  await thing.getByLabel('O que é').selectOption('Imagens e exames')
  await thing.getByLabel('Responsável').fill('Marina, recepção')
  await thing.getByRole('button', { name: 'Salvar' }).click()
  await expect(thing.getByText('Salvo.')).toBeVisible()
  await lookAt(app, 'protected')
  await app.close()

  const again = await clinic.launch()
  await again.page.getByRole('button', { name: 'O que protegemos' }).click()
  await expect(again.page.getByLabel('Responsável').first()).toHaveValue('Marina, recepção')
  await expect(again.page.getByLabel('O que é').first()).toHaveValue('images')
})

test('the technician sets goals, e-mail and follow-up; the password lies in the keychain alone', async ({ clinic }) => {
  test.setTimeout(240_000)
  const strange: MailServer = await startMailServer({ ...makeCertificate(), secure: true })
  const plain: MailServer = await startMailServer({ disabledCommands: ['STARTTLS'], authOptional: true })
  open.push(strange, plain)
  const pings: string[] = []
  const outside: Server = createServer((request, response) => {
    pings.push(`${request.method} ${request.url}`)
    response.end()
  }).listen(0, '127.0.0.1')
  open.push(outside)
  const app = await clinic.launch()
  const { page } = app
  await page.getByRole('button', { name: 'Ajustes' }).click()
  await expect(page.getByRole('heading', { name: 'Lugares das cópias' })).toBeVisible()
  await app.screenshot('settings-contents')
  const section = (name: string) => page.getByRole('form', { name })
  const save = async (name: string) => {
    const button = section(name).getByRole('button', { name: 'Salvar' })
    await button.click()
    await expect(button).toBeDisabled()
  }

  await section('Quanto trabalho pode se perder')
    .getByRole('group', { name: 'Prontuário' })
    .getByLabel('Pode se perder')
    .selectOption('5 minutos')
  await section('Quanto trabalho pode se perder')
    .getByRole('group', { name: 'Tudo o que não tem meta própria' })
    .getByLabel('Volta em até')
    .selectOption('2 horas')
  await save('Quanto trabalho pode se perder')

  await section('Avisos').getByLabel('E-mails da gerência').fill('ana@clinica')
  await expect(section('Avisos').getByRole('alert')).toHaveText('Confira os endereços: algum está incompleto.')
  await section('Avisos').getByLabel('E-mails da gerência').fill('ana@clinica.example, ti@example.org')
  await save('Avisos')

  const server = section('Servidor de e-mail')
  await server.getByRole('switch').click()
  await server.getByLabel('Servidor', { exact: true }).fill('localhost')
  await server.getByLabel('Porta').fill(String(strange.port))
  await server.getByLabel('Endereço de quem envia').fill(USER)
  await server.getByLabel('Usuário').fill(USER)
  await server.getByLabel('Senha', { exact: true }).fill(PASSWORD)
  await save('Servidor de e-mail')
  await expect(server.getByText('Há uma senha guardada no chaveiro', { exact: false })).toBeVisible()
  await lookAt(app, 'settings')
  await server.getByRole('button', { name: 'Enviar um e-mail de teste' }).click()
  await expect(server.getByRole('alert')).toContainText('NOTE_105')
  expect(strange.logins).toEqual([])

  await server.getByLabel('Segurança').selectOption('Sem segurança, sem senha')
  await server.getByLabel('Porta').fill(String(plain.port))
  await save('Servidor de e-mail')
  await server.getByRole('button', { name: 'Enviar um e-mail de teste' }).click()
  await expect(server.getByText('E-mail de teste enviado.')).toBeVisible()
  expect(plain.received[0]?.to).toEqual(['ana@clinica.example', 'ti@example.org'])
  expect(readable(plain.received[0]?.text ?? '').subject).toBe('Clínica Sorriso Vivo: teste dos avisos')

  const { port } = outside.address() as AddressInfo
  await section('Acompanhamento de fora').getByLabel('Endereço').fill(`http://127.0.0.1:${port}/ping`)
  await save('Acompanhamento de fora')
  // The copy that exists is told at once; a trial comes on top.
  await expect.poll(() => pings).toEqual(['POST /ping'])
  await page.getByRole('button', { name: 'Enviar um sinal de teste' }).click()
  await expect(page.getByText('Sinal de teste enviado.')).toBeVisible()
  for (const file of ['notice-settings.json', 'notices.json', 'settings.json'])
    expect(readFileSync(path.join(app.userData, 'engine', file), 'utf8')).not.toContain(PASSWORD)
})

test('in a small window with large letters every screen can be read and used', async ({ clinic }) => {
  test.setTimeout(240_000)
  const app = await clinic.launch()
  const { page, electron } = app
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(760, 560))
  await page.getByRole('button', { name: 'Aparência e idioma' }).click()
  await page.getByText('200 %').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Fechar' }).last().click()
  const menu = page.getByRole('button', { name: 'Menu', exact: true })
  const places = page.getByRole('dialog').getByRole('navigation', { name: 'Partes do Salvaguarda' })
  // The keyboard goes in where the person is, and comes back.
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(places.getByRole('button', { name: 'Início' })).toBeFocused()
  await expect(places.getByRole('button', { name: 'Início' })).toHaveAttribute('aria-current', 'page')
  await lookAt(app, 'menu-small')
  await page.keyboard.press('Escape')
  await expect(places).toHaveCount(0)
  await expect(menu).toBeFocused()
  for (const [name, picture] of [
    ['Início', 'home-small'],
    ['O que protegemos', 'protected-small'],
    ['Ajustes', 'settings-small'],
  ] as const) {
    await menu.click()
    await places.getByRole('button', { name, exact: true }).click()
    await expect(places).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await expect(page.getByRole('complementary', { name: 'Salvaguarda' })).toContainText(name)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await lookAt(app, picture)
  }
})
