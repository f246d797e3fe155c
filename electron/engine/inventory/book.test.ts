import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import { usualItem } from '#shared/domain/index.ts'
import { InventoryBook } from './book.ts'
import { kindOfName, proposeItems, usualFolders } from './propose.ts'

let folder: string
const at = (...names: string[]) => path.join(folder, ...names)
const open = () =>
  InventoryBook.open({ file: at('inventory.json'), clock: systemClock, random: systemRandom, log: silentLog })
const UNKNOWN = [{ kind: 'unknown' }] as const

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inventário da clínica '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('what was written down is there after a restart; a change takes the place of what it changes', async () => {
  const book = await open()
  await book.put(null, usualItem('records', UNKNOWN))
  await book.put(null, usualItem('agenda', UNKNOWN))
  const [records] = book.now.items
  await book.put(records?.itemId ?? null, { ...usualItem('records', UNKNOWN), name: 'Sistema Dental' })
  const again = await open()
  expect(again.now.items.map(({ kind, name }) => [kind, name])).toEqual([
    ['records', 'Sistema Dental'],
    ['agenda', ''],
  ])
  expect(again.now.changedAtMs).not.toBeNull()
  if (records) await again.remove(records.itemId)
  expect((await open()).now.items.map(({ kind }) => kind)).toEqual(['agenda'])
})

it('travels without what was left for later: those folders are of this computer', async () => {
  const book = await open()
  await book.put(null, usualItem('records', UNKNOWN))
  await book.keepLater([{ kind: 'folder', path: at('Fotos'), label: 'Fotos' }])
  expect(book.now.later).toHaveLength(1)
  expect(JSON.parse(book.carried((place) => place).text())).toMatchObject({ items: [{ kind: 'records' }], later: [] })
})

it('a record for fewer than 20 years is not written down', async () => {
  const book = await open()
  const short = { ...usualItem('records', UNKNOWN), keepFor: { kind: 'years', years: 5 } as const }
  await expect(book.put(null, short)).rejects.toThrow()
  expect(book.now.items).toEqual([])
})

it('tells what seems to be in a folder by the names of its folders, and by no document', async () => {
  for (const name of ['Fotos dos Pacientes', 'Sistema/Anamneses', 'Convênios 2026', 'Notas fiscais', 'Outras coisas'])
    await mkdir(at('Clínica', name), { recursive: true })
  await writeFile(at('Clínica', 'Outras coisas', 'receita da Maria.txt'), '')
  await writeFile(at('Clínica', 'Outras coisas', 'empresa.PFX'), '')
  const found = await proposeItems([at('Clínica'), at('não existe')])
  expect(Object.fromEntries(found.map((one) => [one.kind, path.relative(folder, one.path)]))).toEqual({
    images: path.join('Clínica', 'Fotos dos Pacientes'),
    anamnesis: path.join('Clínica', 'Sistema', 'Anamneses'),
    insurance: path.join('Clínica', 'Convênios 2026'),
    receipts: path.join('Clínica', 'Notas fiscais'),
    certificates: path.join('Clínica', 'Outras coisas'),
  })
})

it('proposes the usual folders that hold something', async () => {
  for (const name of ['Documentos', 'Imagens', 'Desktop']) await mkdir(at(name))
  await writeFile(at('Documentos', 'a.txt'), '')
  await writeFile(at('Desktop', 'desktop.ini'), '')
  expect(await usualFolders(folder)).toEqual([at('Documentos')])
})

it.each([
  ['PRONTUÁRIOS', 'records'],
  ['Evoluções', 'evolution'],
  ['Receituário', 'prescriptions'],
  ['Guias TISS', 'insurance'],
  ['Fluxo de Caixa', 'finance'],
  ['Windows', undefined],
])('%s is told as %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind)
})
