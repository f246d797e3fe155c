import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { type BookFile, booksIn, isBook, listCopy } from './index.ts'
import { makeWorkshop } from './test-support/workshop.ts'

async function makeShelf() {
  const workshop = await makeWorkshop()
  const document = path.join(workshop.source, 'ficha.txt')
  await writeFile(document, 'uma')
  const reads: string[] = []
  const book = (name: string, text: string, isFull: boolean): BookFile => ({
    name,
    isFull,
    read() {
      reads.push(name)
      return Buffer.from(text)
    },
  })
  const textsOf = async (outcome: Awaited<ReturnType<typeof workshop.copy>>) =>
    Promise.all(
      (await booksIn(workshop.vault, outcome.snapshot)).map(async (book) => Buffer.from(await book.read()).toString()),
    )
  return { ...workshop, document, reads, book, textsOf }
}

it('takes the books along beside the clinic, counts them as nothing of it, and reads no full one twice', async () => {
  const { vault, copy, document, reads, book, textsOf } = await makeShelf()
  const first = await copy({ books: [book('2', 'b', false), book('1', 'a', true)] })
  expect(await textsOf(first)).toEqual(['a', 'b'])
  expect(first.summary).toMatchObject({ total_files_processed: 1, files_new: 1 })
  reads.length = 0
  const second = await copy({ books: [book('1', 'a', true), book('2', 'bb', false)] })
  expect(await textsOf(second)).toEqual(['a', 'bb'])
  expect(reads).toEqual(['2'])
  const files: string[] = []
  for await (const { path: at, node } of listCopy(vault, second.snapshot)) if (node.type === 'file') files.push(at)
  expect(files.filter((file) => !isBook(file))).toEqual([document])
})

it('books that have grown alone make no copy; with a document that changed they go along', async () => {
  const { copy, document, book, textsOf } = await makeShelf()
  const before = await copy({ books: [book('1', 'c', false)] })
  const look = await copy({ books: [book('1', 'cc', false)], skipUnchanged: true })
  expect(look).toMatchObject({ isUnchanged: true, snapshot: { id: before.snapshot.id } })
  await writeFile(document, 'outra')
  const after = await copy({ books: [book('1', 'ccc', false)], skipUnchanged: true })
  expect(after.isUnchanged).toBe(false)
  expect(await textsOf(after)).toEqual(['ccc'])
})
