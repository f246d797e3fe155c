import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyRestore } from './apply-restore.ts'
import { planRestore } from './plan-restore.ts'
import { file, folder, link, makeWorkshop, type Things } from './test-support/workshop.ts'
import type { RestoreRequest } from './types.ts'
import { applyUndo, planUndo } from './undo.ts'

const text = (path: string) => readFile(path, 'utf8')
const MARK = 'abc123'
const ASIDE = 'Guardado antes de recuperar'

const clinic: Things = [
  ['Pacientes', folder(['Ana', folder(['laudo.pdf', file('laudo ', 'de março')], ['foto.jpg', file('foto')])])],
]

async function makeBench() {
  const shop = await makeWorkshop()
  const journalFile = join(shop.folder, 'diário.jsonl')
  const safekeeping = { journalFile, mark: MARK, asideName: ASIDE }
  const bring = async (things: Things, request: Partial<RestoreRequest> = {}, signal?: AbortSignal) => {
    const snapshot = await shop.save(things)
    const plan = await planRestore(shop.vault, {
      snapshot,
      include: [],
      targetFolder: shop.target,
      layout: 'full-path',
      onConflict: 'set-aside',
      ...request,
    })
    return applyRestore(shop.vault, plan, { safekeeping, ...(signal && { signal }) })
  }
  const undo = async () => applyUndo(await planUndo(journalFile), journalFile, MARK)
  const tree = async () => (await readdir(shop.target, { recursive: true })).toSorted()
  return { ...shop, bring, undo, tree, journalFile }
}

describe('a recovery to its place', () => {
  it('sets aside what stands there, and undoing it leaves everything as it was', async () => {
    const { bring, undo, tree, target } = await makeBench()
    await mkdir(join(target, 'Pacientes/Ana'), { recursive: true })
    await writeFile(join(target, 'Pacientes/Ana/laudo.pdf'), 'estragado')
    await writeFile(join(target, 'Pacientes/Ana/outro.txt'), 'de hoje')
    const before = await tree()
    const outcome = await bring(clinic)
    expect(outcome).toMatchObject({ files: 2, skips: [], told: { renamed: 0, unchanged: 0 } })
    expect(await text(join(target, 'Pacientes/Ana/laudo.pdf'))).toBe('laudo de março')
    expect(await text(join(target, ASIDE, 'Pacientes/Ana/laudo.pdf'))).toBe('estragado')
    expect(await text(join(target, 'Pacientes/Ana/outro.txt'))).toBe('de hoje')

    expect(await undo()).toEqual({ removed: 2, putBack: 1, left: [] })
    expect(await tree()).toEqual(before)
    expect(await text(join(target, 'Pacientes/Ana/laudo.pdf'))).toBe('estragado')
  })

  it('leaves what is equal to the copy alone, whatever its date', async () => {
    const { bring, undo, target, tree } = await makeBench()
    await mkdir(join(target, 'Pacientes/Ana'), { recursive: true })
    await writeFile(join(target, 'Pacientes/Ana/laudo.pdf'), 'laudo de março')
    await utimes(join(target, 'Pacientes/Ana/laudo.pdf'), 1, 1)
    const outcome = await bring(clinic)
    expect(outcome).toMatchObject({ files: 2, told: { unchanged: 1 } })
    expect(await readdir(target)).toEqual(['Pacientes'])
    expect(await undo()).toEqual({ removed: 1, putBack: 0, left: [] })
    expect(await tree()).toEqual(['Pacientes', 'Pacientes/Ana', 'Pacientes/Ana/laudo.pdf'])
  })

  it('sets a link or a folder aside that stands where something else belongs, and never follows it', async () => {
    const { bring, undo, target, folder: place } = await makeBench()
    const elsewhere = join(place, 'fora')
    await mkdir(elsewhere)
    await symlink(elsewhere, join(target, 'Pacientes'))
    await mkdir(join(target, 'atalho'))
    await writeFile(join(target, 'atalho/meu.txt'), 'meu')
    const outcome = await bring([...clinic, ['atalho', link('Pacientes')]])
    expect(outcome.skips).toEqual([])
    expect(await readdir(elsewhere)).toEqual([])
    expect(await text(join(target, 'Pacientes/Ana/foto.jpg'))).toBe('foto')
    expect(await readlink(join(target, 'atalho'))).toBe('Pacientes')
    expect(await undo()).toMatchObject({ putBack: 2, left: [] })
    expect(await readlink(join(target, 'Pacientes'))).toBe(elsewhere)
    expect(await text(join(target, 'atalho/meu.txt'))).toBe('meu')
  })

  it('leaves out what it is told to', async () => {
    const { bring, target } = await makeBench()
    await bring(clinic, { exclude: ['/Pacientes/Ana/foto.jpg'] })
    expect(await readdir(join(target, 'Pacientes/Ana'))).toEqual(['laudo.pdf'])
  })
})

describe('undoing', () => {
  it('never takes what somebody changed, even with the same size and date, and says what stays', async () => {
    const { bring, undo, target } = await makeBench()
    await bring(clinic, { onConflict: 'rename' })
    const changed = join(target, 'Pacientes/Ana/foto.jpg')
    await writeFile(changed, 'foco')
    await utimes(changed, new Date('2024-02-29T12:34:56.123Z'), new Date('2024-02-29T12:34:56.123Z'))
    await appendFile(join(target, 'Pacientes/novo.txt'), 'novo')
    expect(await undo()).toEqual({ removed: 1, putBack: 0, left: [changed] })
    expect(await text(changed)).toBe('foco')
    expect(await text(join(target, 'Pacientes/novo.txt'))).toBe('novo')
  })

  it('never takes another file that got the name, and puts nothing back onto what stands there now', async () => {
    const { bring, undo, target } = await makeBench()
    await mkdir(join(target, 'Pacientes/Ana'), { recursive: true })
    const place = join(target, 'Pacientes/Ana/laudo.pdf')
    await writeFile(place, 'antigo')
    await bring(clinic)
    await rename(place, `${place}.levado`)
    await writeFile(place, 'de outra pessoa')
    const { left } = await undo()
    expect(left.toSorted()).toEqual([join(target, ASIDE, 'Pacientes/Ana/laudo.pdf'), place].toSorted())
    expect(await text(place)).toBe('de outra pessoa')
    expect(await text(join(target, ASIDE, 'Pacientes/Ana/laudo.pdf'))).toBe('antigo')
  })

  it('takes away the folders that were made for it, down to the target, and can be asked for again', async () => {
    const { bring, undo, target, folder: place } = await makeBench()
    const targetFolder = join(place, 'Recuperados', '2026-04-08')
    await bring(clinic, { targetFolder, onConflict: 'rename' })
    expect(await readdir(targetFolder)).toEqual(['Pacientes'])
    expect(await undo()).toEqual({ removed: 2, putBack: 0, left: [] })
    expect(await readdir(place)).not.toContain('Recuperados')
    expect(await undo()).toEqual({ removed: 0, putBack: 0, left: [] })
    expect(await readdir(target)).toEqual([])
  })
})

describe('taken up again', () => {
  it('what is there is not made twice, under whatever name it is, and nothing unfinished stays', async () => {
    const { bring, undo, tree, target } = await makeBench()
    await mkdir(join(target, 'Pacientes'), { recursive: true })
    await writeFile(join(target, 'Pacientes/laudo.pdf'), 'meu')
    const things: Things = [
      ['laudo.pdf', file('o laudo')],
      ['Pacientes', folder(['laudo.pdf', file('outro laudo')], ['atalho', link('x')], ['vazia', folder()])],
    ]
    const include = ['/laudo.pdf', '/Pacientes']
    const request = { include, layout: 'flat', onConflict: 'rename' } as const
    await bring(things, request)
    const once = await tree()
    expect(once).toContain('Pacientes (2)/laudo.pdf')
    await writeFile(join(target, 'Pacientes (2)', `.salvaguarda-${MARK}deixado.part`), 'meio')
    await rm(join(target, 'laudo.pdf'))
    const again = await bring(things, request)
    expect(again.landed).toEqual([join(target, 'laudo.pdf'), join(target, 'Pacientes (2)')])
    expect(await tree()).toEqual(once)
    await undo()
    expect(await tree()).toEqual(['Pacientes', 'Pacientes/laudo.pdf'])
  })

  it('a file that a power cut emptied is brought again', async () => {
    const { bring, target } = await makeBench()
    await bring(clinic, { onConflict: 'rename' })
    await writeFile(join(target, 'Pacientes/Ana/foto.jpg'), '')
    await bring(clinic, { onConflict: 'rename' })
    expect((await readdir(join(target, 'Pacientes/Ana'))).toSorted()).toEqual(['foto (2).jpg', 'foto.jpg', 'laudo.pdf'])
  })
})
