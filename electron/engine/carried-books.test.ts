import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import type { NewEntry } from '#engine/audit/index.ts'
import { localBackend } from '#engine/backends/index.ts'
import { JsonBook, silentLog, systemClock } from '#engine/kernel/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { createVault } from '#engine/vault/index.ts'
import { CarriedBooks } from './carried-books.ts'

const PLAN = 'plano-00000000-0000-4000-8000-000000000000'
const schema = z.object({ version: z.literal(1), words: z.string() })
const register = { tags: async () => [], files: () => [] }

/** Two books of a computer, a vault, and a way to make copies of a folder with them. */
async function makeComputer() {
  const folder = await mkdtemp(path.join(tmpdir(), 'livros que viajam é '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const document = path.join(folder, 'ficha.txt')
  const vault = await createVault(localBackend(path.join(folder, 'HD')), {
    secrets: [{ secret: 'chave', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  const lines: NewEntry[] = []
  const audit = { note: (entry: NewEntry) => lines.push(entry) > 0 }
  const shelf = async () => {
    const make = (name: string) => {
      const file = path.join(folder, `${name}.json`)
      return JsonBook.open({ file, schema, empty: { version: 1, words: '' }, clock: systemClock, log: silentLog })
    }
    const [plan, people] = [await make('plano'), await make('pessoas')]
    const books = [plan.carried('plano'), people.carried('pessoas')]
    const carried = new CarriedBooks({ books: () => books, audit, log: silentLog })
    return { plan, people, carried }
  }
  const copy = async ({ carried }: { carried: CarriedBooks }, words: string, damaged?: string) => {
    await writeFile(document, words)
    const files = carried.with(register).files()
    return takeSnapshot(vault, {
      ...{ hostname: 'pc-01', username: 'recepção', programVersion: 'salvaguarda 0.1.0', tags: [PLAN] },
      targets: [{ kind: 'folder', path: folder }],
      books: files.map((file) => (file.name === damaged ? { ...file, read: () => Buffer.from('{"ver') } : file)),
    })
  }
  const lose = async () => {
    for (const name of ['plano', 'pessoas']) await unlink(path.join(folder, `${name}.json`))
    return shelf()
  }
  return { shelf, copy, lose, lines, vault }
}

const say = (words: string) => () => ({ version: 1 as const, words })

it('each book comes out of the newest copy, and tells in the register that it came', async () => {
  const { shelf, copy, lose, lines, vault } = await makeComputer()
  const before = await shelf()
  await before.plan.change(say('velho'))
  await before.people.change(say('Marina'))
  await copy(before, 'uma')
  await before.plan.change(say('novo'))
  await copy(before, 'outra')
  const next = await lose()
  await next.carried.bringFrom(vault, PLAN)
  expect([next.plan.now.words, next.people.now.words]).toEqual(['novo', 'Marina'])
  expect(lines).toEqual([{ type: 'book-brought', extra: { books: 2 } }])
})

it('a state that does not read is passed over and said with a code; the one before it comes, and so do the other books', async () => {
  const { shelf, copy, lose, lines, vault } = await makeComputer()
  const before = await shelf()
  await before.plan.change(say('velho'))
  await before.people.change(say('Marina'))
  await copy(before, 'uma')
  await copy(before, 'outra', 'plano.json')
  const next = await lose()
  await next.carried.bringFrom(vault, PLAN)
  expect([next.plan.now.words, next.people.now.words]).toEqual(['velho', 'Marina'])
  expect(lines).toEqual([
    { type: 'book-passed-over', extra: { book: 'plano', copies: 1, code: 'NEW_105' } },
    { type: 'book-brought', extra: { books: 2 } },
  ])
})

it('what stands here stays, and another plan’s books are none of ours', async () => {
  const { shelf, copy, lines, vault } = await makeComputer()
  const before = await shelf()
  await before.plan.change(say('daqui'))
  await copy(before, 'uma')
  await before.plan.change(say('mudado'))
  await before.carried.bringFrom(vault, PLAN)
  await before.carried.bringFrom(vault, 'plano-11111111-0000-4000-8000-000000000000')
  expect(before.plan.now.words).toBe('mudado')
  expect(lines).toEqual([])
})
