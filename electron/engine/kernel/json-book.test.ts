import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from './clock.ts'
import { JsonBook } from './json-book.ts'
import { silentLog } from './log.ts'

const schema = z.object({ version: z.literal(1), names: z.array(z.string()) })
let folder: string
const file = () => path.join(folder, 'livro é.json')
const open = () =>
  JsonBook.open({ file: file(), schema, empty: { version: 1, names: [] }, clock: systemClock, log: silentLog })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'livros da clínica '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('keeps every one of many changes asked for at once, and is read again as it was', async () => {
  const book = await open()
  const names = Array.from({ length: 20 }, (_, at) => `pessoa ${at}`)
  await Promise.all(names.map((name) => book.change((now) => ({ ...now, names: [...now.names, name] }))))
  expect((await open()).now.names).toEqual(names)
})

it('a change that does not fit is refused, and what was there stays', async () => {
  const book = await open()
  await book.change((now) => ({ ...now, names: ['Ana'] }))
  await expect(book.change(() => ({ version: 1, names: [7] }) as never)).rejects.toThrow()
  expect(book.now.names).toEqual(['Ana'])
  expect((await open()).now.names).toEqual(['Ana'])
})

it('a damaged file is set aside as it is, and the book begins empty', async () => {
  await writeFile(file(), '{"version":1,"nam')
  expect((await open()).now.names).toEqual([])
  const [aside] = (await readdir(folder)).filter((name) => name.includes('.damaged-'))
  expect(await readFile(path.join(folder, aside ?? '?'), 'utf8')).toBe('{"version":1,"nam')
})

it('what another computer kept is taken where nothing stands, and only there; what is no such book changes nothing', async () => {
  const book = await open()
  const carried = book.carried('nomes', (now) => ({ ...now, names: now.names.filter((name) => name !== 'daqui') }))
  await expect(carried.bring('{"version":1,"names":[7]}')).rejects.toThrow()
  await expect(carried.bring('{"version":1,"nam')).rejects.toThrow()
  expect(await carried.bring('{"version":1,"names":["Ana","daqui"]}')).toBe(true)
  expect((await open()).now.names).toEqual(['Ana', 'daqui'])
  expect(await carried.bring('{"version":1,"names":["Rui"]}')).toBe(false)
  expect(JSON.parse(carried.text())).toEqual({ version: 1, names: ['Ana'] })
})
