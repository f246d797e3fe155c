import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { noLoopDisks } from '../faults/machine.ts'
import { LoopDisk } from '../volumes/loop-disk.ts'
import { type RunningApp, removeFolder } from './app.ts'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// Discos: from the agreement to a receipt, with real disks that are plugged in and pulled while the window is open.

let folder: string
const disks: LoopDisk[] = []
const at = (...names: string[]) => path.join(folder, ...names)
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'discos é '))
})
test.afterEach(async () => {
  for (const disk of disks.splice(0)) await disk.destroy()
  removeFolder(folder)
})

async function disk(name: string): Promise<LoopDisk> {
  const one = await LoopDisk.make(folder, name, 'ext4', 160)
  disks.push(one)
  return one
}

async function sign({ page }: RunningApp, who: string, where: string): Promise<void> {
  await page.getByLabel('Nome de quem leva').fill(who)
  await page.getByLabel('Onde vai ficar guardado').fill(where)
  await page.getByRole('button', { name: 'Assinar a retirada' }).click()
  await expect(page.getByText('Retirada anotada')).toBeVisible()
}

test('a disk of the month is agreed on, written, taken away with a receipt, missed and reported as lost', async ({
  clinic,
}) => {
  test.skip(noLoopDisks !== undefined, noLoopDisks)
  test.setTimeout(300_000)
  const [first, second] = [await disk('Um'), await disk('Dois')]
  const app = await clinic.launch({ folders: { 'keep-copies': [at('cabo 1'), at('cabo 2')] } })
  const { page } = app

  await page.getByRole('button', { name: 'Discos' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Discos' })).toBeFocused()
  await expect(page.getByRole('radio', { name: '3 discos', exact: true })).toBeChecked()
  await lookAt(app, 'disks-begin')
  // By keyboard, as well.
  await page.getByRole('radio', { name: '3 discos', exact: true }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: '12 discos do mês' })).toBeChecked()
  await page.keyboard.press('ArrowLeft')
  await page.getByLabel('Dia do mês').selectOption('7')
  await page.getByRole('button', { name: 'Combinar assim' }).click()
  await expect(page.getByText('Combinado: dia 7 de cada mês.', { exact: false })).toBeVisible()

  await first.plugIn(at('cabo 1'))
  await page.getByRole('button', { name: 'Acrescentar um disco' }).click()
  await expect(page.getByLabel('Nome do disco, igual ao da etiqueta')).toHaveValue('Disco 1')
  await page.getByRole('button', { name: 'Escolher o disco e gravar' }).click()
  await expect(page.getByText('Disco 1 pronto. Pode desligar o cabo agora.')).toBeVisible({ timeout: 60_000 })
  await lookAt(app, 'disks-ready')
  await sign(app, 'Sr. João', 'Casa do Sr. João')
  await page.getByRole('button', { name: 'Imprimir o comprovante' }).click()
  await expect.poll(() => app.prints()).toBe(1)
  await page.getByRole('button', { name: 'Pronto' }).click()
  await first.wasEjected()
  const card = (label: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: label }) })
  await expect(card('Disco 1')).toContainText('Guardado fora')
  await expect(card('Disco 1')).toContainText('Com Sr. João, em Casa do Sr. João, desde')
  await expect(page.getByText('Está tudo certo')).toBeVisible()

  await second.plugIn(at('cabo 2'))
  await page.getByRole('button', { name: 'Acrescentar um disco' }).click()
  await page.getByRole('button', { name: 'Escolher o disco e gravar' }).click()
  await expect(page.getByText('Disco 2 pronto. Pode desligar o cabo agora.')).toBeVisible({ timeout: 60_000 })
  await sign(app, 'Dra. Paula', 'Banco')
  await page.getByRole('button', { name: 'Pronto' }).click()
  await second.wasEjected()
  await page.getByRole('button', { name: 'Imprimir etiquetas' }).click()
  await expect.poll(() => app.prints()).toBe(2)

  // It is the first one's turn: the second is named, and nothing is written to it.
  await second.plugIn(at('cabo 2'))
  await expect(page.getByText('Você ligou o Disco 2; agora é a vez do Disco 1. Não gravamos nada nele.')).toBeVisible()
  await lookAt(app, 'disks-wrong')
  await second.unplug()
  await expect(page.getByText('Este não é o disco esperado')).toBeHidden()

  await card('Disco 1').getByRole('button', { name: 'Perdi este disco' }).click()
  await page.getByLabel('Quem avisa').fill('Marina')
  await page.getByLabel('O que aconteceu, onde e quando').fill('Ficou no ônibus, ontem à noite.')
  await page.getByRole('button', { name: 'Anotar como perdido' }).click()
  const incident = page.getByRole('dialog', { name: /Ocorrência \d{4}-001: disco perdido/ })
  await expect(incident).toContainText('3 dias úteis')
  await lookAt(app, 'disks-incident')
  await incident.getByRole('button', { name: 'Imprimir a ocorrência' }).click()
  await expect.poll(() => app.prints()).toBe(3)
  await incident.getByRole('button', { name: 'Fechar' }).last().click()
  await expect(card('Disco 1')).toContainText('Perdido')
  await card('Disco 1').getByRole('button', { name: 'Caderneta' }).click()
  await expect(page.getByRole('dialog')).toContainText('Sr. João levou para: Casa do Sr. João.')
})
