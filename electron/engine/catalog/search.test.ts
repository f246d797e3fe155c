import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CopyId } from '#shared/domain/index.ts'
import { type Catalog, type CopySeries, openCatalog, rebuildFromVault } from './index.ts'
import { forgivenSlips, slipsToBeginning, soundOf } from './spelling.ts'
import { copyOfDay, DAY_MS, entriesOf } from './test-support/entries.ts'

let root: string
let catalog: Catalog
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'busca é '))
  catalog = openCatalog(join(root, 'catálogo.db'))
})
afterEach(async () => {
  catalog.close()
  await rm(root, { recursive: true, force: true })
})

const LIMIT = 50
const record = (day: number, files: Record<string, string>, series?: CopySeries) =>
  catalog.recordCopy(copyOfDay(day), entriesOf(files), undefined, series)
const found = (text: string, more: object = {}) => catalog.search({ text, limit: LIMIT, ...more })
const names = (text: string, more: object = {}) => found(text, more).map(({ name }) => name)

const CLINIC = {
  '/C/Pacientes/Conceição Araújo/Laudo.pdf': 'a',
  '/C/Pacientes/Thiago Souza/Foto antes.jpg': 'b',
  '/C/Pacientes/Raphael Luiz Mello/Receita.docx': 'c',
  '/C/Pacientes/Jéssica Walter/Exame 2019.jpg': 'd',
  '/C/Prontuário/agenda.db': '!e',
}

describe('names written otherwise', () => {
  it.each([
    ['concieção', 'Laudo.pdf'],
    ['conseicao', 'Laudo.pdf'],
    ['arauju', 'Laudo.pdf'],
    ['tiago sousa', 'Foto antes.jpg'],
    ['rafael', 'Receita.docx'],
    ['luis melo', 'Receita.docx'],
    ['gessica valter', 'Exame 2019.jpg'],
    ['ptontuario', 'agenda.db'],
  ])('%s finds it, and it is said that it only looks alike', async (text, name) => {
    await record(1, CLINIC)
    expect(found(text).map((file) => [file.name, file.isSimilar])).toEqual([[name, true]])
  })

  it('come after what has the very name', async () => {
    await record(1, { '/p/Luisa/a.txt': '1', '/p/Luiza/b.txt': '2' })
    expect(found('luiza').map((file) => [file.name, file.isSimilar])).toEqual([
      ['b.txt', false],
      ['a.txt', true],
    ])
  })

  it('are found by their letters too, where one that was left out makes others sound otherwise', async () => {
    await record(1, { '/p/Magalhães/a.txt': '1', '/p/Chagas/b.txt': '2' })
    expect([names('magahaes'), names('hagas')]).toEqual([['a.txt'], ['b.txt']])
  })

  it('begin with the nearest, also when others are newer', async () => {
    await record(1, { '/p/Luiza/a.txt': '1' })
    await record(2, { '/p/Luiza/a.txt': '1', '/p/Luizete/b.txt': '2', '/p/Luzia/c.txt': '3' })
    expect(names('luisa')).toEqual(['a.txt', 'c.txt', 'b.txt'])
  })

  it('are not guessed from numbers, nor from three letters', async () => {
    await record(1, { '/p/2019/a.txt': '1', '/p/Rui/b.txt': '2' })
    expect(names('2018')).toEqual([])
    expect(names('rua')).toEqual([])
  })

  it('are forgotten with the last copy that had them', async () => {
    await record(1, { '/p/Josefina/a.txt': '1', '/p/outra.txt': '2' })
    await record(2, { '/p/outra.txt': '2' })
    await catalog.forgetCopies([copyOfDay(1).copyId])
    expect(names('josefyna')).toEqual([])
    catalog.close()
    const bytes = await import('node:fs/promises').then(({ readFile }) => readFile(join(root, 'catálogo.db'), 'latin1'))
    expect(bytes).not.toMatch(/josefina/i)
    catalog = openCatalog(join(root, 'catálogo.db'))
    await record(3, { '/p/Josefina/a.txt': '1' })
    expect(names('josefyna')).toEqual(['a.txt'])
  })
})

it('step by step the same is found, others come in between, and nobody goes on once it is given up', async () => {
  await record(1, CLINIC)
  const signal = new AbortController().signal
  for (const text of ['laudo', 'concieção', 'tiago sousa', '...'])
    expect(await catalog.searchInSteps({ text, limit: LIMIT }, signal)).toEqual(found(text))
  const order: string[] = []
  const searched = catalog
    .searchInSteps({ text: 'gessica valter', limit: LIMIT }, signal)
    .then(() => order.push('found'))
  setImmediate(() => order.push('another'))
  await searched
  expect(order).toEqual(['another', 'found'])
  const given = new AbortController()
  const left = catalog.searchInSteps({ text: 'concieção', limit: LIMIT }, given.signal)
  given.abort(new Error('typed on'))
  await expect(left).rejects.toThrow('typed on')
})

describe('slips', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdeilmnorst'), minLength: 4, maxLength: 14 })
  const slip = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('add', 'leave', 'wrong', 'exchange'),
    letter: fc.constantFrom(...'abcdeilmnorst'),
  })
  type Slip = typeof slip extends fc.Arbitrary<infer T> ? T : never
  const slipIn = (text: string, { at, kind, letter }: Slip): string => {
    const place = at % text.length
    const [before, after] = [text.slice(0, place), text.slice(place)]
    if (kind === 'add') return before + letter + after
    if (kind === 'leave') return before + after.slice(1)
    if (kind === 'wrong') return before + letter + after.slice(1)
    return before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2)
  }

  it('as many as were made are enough to come back, also when the word goes on', () => {
    fc.assert(
      fc.property(
        word,
        fc.array(slip, { maxLength: 2 }),
        fc.string({ unit: fc.constantFrom(...'aeiou'), maxLength: 5 }),
        (right, slips, more) => {
          const typed = slips.reduce(slipIn, right)
          // Letters of an exchange may be exchanged or changed again: two such slips can need one more.
          const enough =
            slips.length + (slips.filter(({ kind }) => kind === 'exchange').length > 0 ? slips.length - 1 : 0)
          expect(slipsToBeginning(typed, right + more, enough)).toBeLessThanOrEqual(enough)
        },
      ),
    )
  })

  it('one in any letter of a name still finds the file', async () => {
    const people = ['Francisca', 'Vasconcelos', 'Guilherme', 'Rosângela', 'Bittencourt', 'Sebastião', 'Magalhães']
    await record(1, Object.fromEntries(people.map((name) => [`/p/${name}/laudo.txt`, name])))
    fc.assert(
      fc.property(fc.constantFrom(...people), slip, (name, made) => {
        const typed = slipIn(name, made)
        expect(found(typed).map(({ folder }) => folder.replaceAll('\\', '/'))).toContain(`/p/${name}`)
      }),
      { numRuns: 300 },
    )
  })

  it('are never fewer than the letters that are missing', () => {
    fc.assert(
      fc.property(word, word, (typed, other) => {
        const slips = slipsToBeginning(typed, other, 2)
        const missing = typed.length - other.length
        expect(slips).toBeGreaterThanOrEqual(Math.min(3, Math.max(0, missing)))
        if (other.startsWith(typed)) expect(slips).toBe(0)
        else expect(slips).toBeGreaterThan(0)
      }),
    )
  })

  it('are forgiven in long words only, and a sound is a sound however often it is taken', () => {
    expect([3, 4, 6, 7].map(forgivenSlips)).toEqual([0, 1, 1, 2])
    fc.assert(
      fc.property(word, (any) => {
        expect(soundOf(soundOf(any))).toBe(soundOf(any))
      }),
    )
  })
})

describe('what else is remembered', () => {
  it('category and when it was there must hold as well', async () => {
    await record(10, { '/p/Ana/foto.jpg': '1', '/p/Ana/velho.jpg': '2', '/p/Ana/laudo.pdf': '3' })
    await record(20, { '/p/Ana/foto.jpg': '1', '/p/Ana/laudo.pdf': '3' })
    await record(30, { '/p/Ana/foto.jpg': '1', '/p/Ana/laudo.pdf': '3', '/p/Ana/nova.jpg': '4' })
    expect(names('ana', { category: 'pdf' })).toEqual(['laudo.pdf'])
    expect(names('', { category: 'image' }).toSorted()).toEqual(['foto.jpg', 'nova.jpg', 'velho.jpg'])
    expect(names('ana', { category: 'image', seenToMs: 15 * DAY_MS }).toSorted()).toEqual(['foto.jpg', 'velho.jpg'])
    expect(names('ana', { category: 'image', seenFromMs: 15 * DAY_MS }).toSorted()).toEqual(['foto.jpg', 'nova.jpg'])
    expect(names('', { seenFromMs: 15 * DAY_MS, seenToMs: 25 * DAY_MS }).toSorted()).toEqual(['foto.jpg', 'laudo.pdf'])
    expect(names('ana', { seenToMs: 5 * DAY_MS })).toEqual([])
    expect(names('')).toEqual([])
    expect(names('***', { category: 'pdf' })).toEqual([])
  })

  it('long words find what begins so, in compounds too', async () => {
    await record(1, { '/p/FotoAntesMariaSilva2019.jpg': '1', '/p/recepcionistas.txt': '2' })
    expect(names('fotoantesmar')).toEqual(['FotoAntesMariaSilva2019.jpg'])
    expect(names('fotoantesmariasilva20')).toEqual(['FotoAntesMariaSilva2019.jpg'])
    expect(names('recepcion')).toEqual(['recepcionistas.txt'])
  })
})

describe('several computers', () => {
  const other: CopySeries = { key: 'plano-2', computer: 'RECEPÇÃO' }

  it('each has versions and copies of its own; the copies between are the other’s and delete nothing', async () => {
    await record(1, { '/C/agenda.txt': 'um' })
    await record(2, { '/C/agenda.txt': 'dela' }, other)
    await record(3, { '/C/agenda.txt': 'um' })
    await record(4, { '/C/recados.txt': 'novo' }, other)
    expect(
      found('agenda').map(({ computer, isInNewestCopy, versions, lastSeenAtMs }) => [
        computer,
        isInNewestCopy,
        versions,
        lastSeenAtMs / DAY_MS,
      ]),
    ).toEqual([
      [null, true, 1, 3],
      ['RECEPÇÃO', false, 1, 2],
    ])
    expect(catalog.countCopies()).toBe(2)
    expect(catalog.newestCopy()?.takenAtMs).toBe(3 * DAY_MS)
    expect(catalog.knownCopies().map(({ key }) => key)).toEqual(['', 'plano-2', '', 'plano-2'])
    const [own] = catalog.listVersions(found('agenda')[0]?.fileKey ?? 0)
    expect(own).toMatchObject({ firstCopyAtMs: DAY_MS, lastCopyAtMs: 3 * DAY_MS })
  })

  it('are found again from the vault when the catalogue is lost, and follow it when a computer is gone from there', async () => {
    const held: Record<string, { day: number; files: Record<string, string>; of?: CopySeries }> = Object.fromEntries(
      [
        { day: 1, files: { '/C/agenda.txt': 'um' } },
        { day: 2, files: { '/C/agenda.txt': 'dela', '/C/Fotos/rx.jpg': 'x' }, of: other },
        { day: 3, files: { '/C/agenda.txt': 'dois' } },
        { day: 4, files: { '/C/agenda.txt': 'dela' }, of: other },
      ].map((copy) => [copyOfDay(copy.day).copyId, copy]),
    )
    const rebuild = async () => {
      for (const series of [undefined, other]) {
        const copyIds = Object.keys(held).filter((id) => held[id]?.of?.key === series?.key) as CopyId[]
        await rebuildFromVault(catalog, {
          copyIds,
          ...(series && { series }),
          read: async (id) => ({
            summary: copyOfDay(held[id]?.day ?? 0),
            entries: entriesOf(held[id]?.files ?? {}),
          }),
        })
      }
    }
    await rebuild()
    expect(found('agenda').map(({ computer, versions }) => [computer, versions])).toEqual([
      ['RECEPÇÃO', 1],
      [null, 2],
    ])
    expect(found('rx')).toMatchObject([{ computer: 'RECEPÇÃO', isInNewestCopy: false }])
    for (const id of Object.keys(held)) if (held[id]?.of) delete held[id]
    await rebuild()
    expect(names('rx')).toEqual([])
    expect(found('agenda').map(({ computer }) => computer)).toEqual([null])
  })
})
