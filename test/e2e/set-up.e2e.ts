import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ClinicSummary, makeClinic, presets } from '../fixtures/clinic/index.ts'
import { expect, removeFolder, test } from './app.ts'
import { readKitWords, typeProof } from './first-steps.ts'
import { lookAt } from './look.ts'

// Set-up as a conversation that somebody is called away from at each step, and a clinic that begins with one area.

let folder: string
let clinic: ClinicSummary
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'conversa é '))
  clinic = await makeClinic({ into: path.join(folder, 'Clínica Sorriso'), ...presets.tiny })
})
test.afterEach(() => removeFolder(folder))

test('whoever stops at a step goes on at that step with all that was said; one area is proven before the rest joins', async ({
  launch,
}) => {
  test.setTimeout(240_000)
  const [disk, into] = ['HD externo', 'Recuperado'].map((name) => path.join(folder, name)) as [string, string]
  for (const one of [disk, into]) mkdirSync(one)
  const folders = { protect: [clinic.root], 'keep-copies': [disk], 'recover-into': [into] }
  let app = await launch({ folders })
  const heading = (name: string) => app.page.getByRole('heading', { level: 1, name })
  const press = (name: string) => app.page.getByRole('button', { name, exact: true }).click()
  const comeBack = async (title: string) => {
    await expect(heading(title)).toBeVisible()
    const { userData } = app
    await app.close()
    app = await launch({ folders, userData })
    await expect(heading(title)).toBeFocused()
  }
  const { page: first } = app
  await first.getByLabel('Nome da clínica').fill('Clínica Aurora')
  await first.getByLabel('Nome da pessoa').fill('Marina Alves')
  await press('Acrescentar a pessoa')
  await expect(first.getByText('Marina Alves')).toBeVisible()
  await lookAt(app, 'steps-clinic')
  // Typed, and gone on without the button beside it.
  await first.getByLabel('Nome da pessoa').fill('Bruno Prado')
  await press('Continuar')
  await comeBack('O que vamos proteger?')
  await press('Escolher uma pasta')
  await expect(app.page.getByText(/documentos e fotos, /)).toBeVisible()
  await press('Continuar')
  await comeBack('O que a clínica tem, e onde está?')

  // What was found is chosen; the rest is said in a line, and its details in a dialog.
  await expect(app.page.getByLabel('Prontuários', { exact: true })).toHaveValue(/^in .*\.(db|sqlite)/)
  await app.page.getByLabel('Agenda', { exact: true }).selectOption('Em um sistema na internet')
  await expect(app.page.getByText('Fora das cópias por enquanto.', { exact: false })).toBeVisible()
  await press('Quem cuida e mais: Agenda')
  const dialog = app.page.getByRole('dialog')
  await dialog.getByLabel('Quem atualiza').fill('Marina Alves')
  await dialog.getByLabel('Sem isto, a clínica').selectOption('não atende')
  await lookAt(app, 'steps-have-more')
  await dialog.getByRole('button', { name: 'Salvar' }).click()
  await expect(dialog).toBeHidden()
  await lookAt(app, 'steps-have')
  await press('Continuar')
  await expect(heading('Quanto trabalho pode se perder?')).toBeVisible()
  const sector = (name: string) => app.page.getByRole('group', { name })
  await sector('Agenda').getByLabel('Pode se perder').selectOption('1440')
  await expect(app.page.getByText(/Sem Agenda a clínica não atende/)).toBeVisible()
  await lookAt(app, 'steps-goals')
  await sector('Agenda').getByLabel('Pode se perder').selectOption('60')
  await expect(app.page.getByText(/Sem Agenda a clínica não atende/)).toBeHidden()
  await press('Continuar')
  await comeBack('Onde as cópias vão ficar?')
  await press('Voltar')
  await expect(sector('Agenda').getByLabel('Pode se perder')).toHaveValue('60')
  await press('Continuar')
  await press('Escolher o lugar das cópias')
  await expect(app.page.getByRole('region', { name: 'Lugar escolhido' })).toBeVisible()
  await press('Continuar')
  const former = await readKitWords(app)
  await comeBack('O kit de recuperação')
  await expect(app.page.getByText('Jogue fora o papel anterior', { exact: false })).toBeVisible()
  const words = await readKitWords(app)
  expect(words).not.toEqual(former)
  await press('Já tenho as palavras no papel')
  await typeProof(app, words)
  await app.page.getByRole('radio', { name: 'Por uma área, e depois o resto' }).check()
  await expect(app.page.getByRole('checkbox', { name: path.basename(clinic.databasePath) })).toBeChecked()
  await lookAt(app, 'steps-pilot')
  // One thing is changed from here without all the steps between.
  await app.page.getByRole('button', { name: 'Mudar: Clínica' }).click()
  for (const name of ['Marina Alves', 'Bruno Prado']) await expect(app.page.getByText(name)).toBeVisible()
  await press('Continuar')
  await press('Já tenho as palavras no papel')
  await press('Começar a guardar')

  const card = app.page.getByRole('region', { name: 'Começamos por uma área' })
  await expect(card).toContainText('Ainda sem cópia, esperam a vez: Clínica Boa Vista.')
  await expect(card.getByText('Guardar a primeira cópia: feito')).toBeVisible({ timeout: 60_000 })
  await card.getByRole('button', { name: 'Ler a cópia de volta' }).click()
  await expect(card.getByText('Ler a cópia de volta, inteira: feito')).toBeVisible({ timeout: 60_000 })
  await lookAt(app, 'home-pilot')
  await card.getByRole('button', { name: 'Recuperar um documento' }).click()
  await app.page.getByRole('searchbox', { name: 'O que você procura?' }).fill(path.basename(clinic.databasePath))
  await app.page.getByRole('main').getByRole('listitem').getByRole('button').first().click()
  await press('Escolher outra pasta')
  await app.page.getByRole('main').getByRole('button', { name: 'Recuperar', exact: true }).click()
  await expect(app.page.getByRole('heading', { name: /^Pronto\. Levou / })).toBeFocused({ timeout: 30_000 })
  await press('Início')
  await card.getByRole('button', { name: 'Ampliar agora' }).click()
  await expect(card).toBeHidden()
  await app.page.getByRole('button', { name: 'O que protegemos', exact: true }).click()
  await expect(app.page.getByRole('heading', { name: 'Clínica Boa Vista', exact: true })).toBeVisible()

  // Whoever was named at set-up is picked for a drill, not typed again.
  await press('Ensaios')
  await app.page.getByRole('button', { name: 'Começar este ensaio' }).first().click()
  const begins = app.page.getByRole('dialog')
  await begins.getByRole('checkbox', { name: 'Marina Alves' }).check()
  await begins.getByLabel('Quem conduz').fill('Dra. Paula')
  await begins.getByLabel('Outras pessoas').fill('Sr. João')
  await lookAt(app, 'drills-people')

  // A lesson with its question, judged by the engine; a crisis card on paper.
  await app.page.keyboard.press('Escape')
  await press('Aprender')
  await app.page.getByRole('button', { name: /O que é uma cópia/ }).click()
  await app.page.getByRole('radio', { name: 'Está na cópia, porque foi salvo.' }).check()
  await app.page.getByLabel('Seu nome').fill('Marina Alves')
  await press('Responder')
  await expect(app.page.getByText('Ainda não. Leia de novo e tente outra vez.')).toBeVisible()
  await app.page.getByRole('radio', { name: 'Pode se perder: a cópia é de antes dele.' }).check()
  await press('Responder')
  await expect(app.page.getByText('Isso mesmo. Lição anotada para Marina Alves.')).toBeVisible()
  await lookAt(app, 'learn-lesson')
  await app.page
    .getByRole('main')
    .getByRole('button', { name: /^Voltar/ })
    .click()
  await app.page
    .getByRole('button', { name: /Sequestro/ })
    .last()
    .click()
  await press('Imprimir')
  await expect.poll(() => app.prints()).toBe(1)
  await lookAt(app, 'learn-card')
})
