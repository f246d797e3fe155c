import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog, systemClock } from '#engine/kernel/index.ts'
import type { DiskEntry, DiskId } from '#shared/domain/index.ts'
import { DiskBook, sealsOf } from './book.ts'

let folder: string
const told: DiskEntry[] = []
const diskId = '00000000-0000-4000-8000-000000000001' as DiskId
const file = () => path.join(folder, 'disks.json')
const open = () =>
  DiskBook.open({ file: file(), clock: systemClock, log: silentLog, tell: (entry) => void told.push(entry) })
beforeEach(async () => {
  told.length = 0
  folder = await mkdtemp(path.join(tmpdir(), 'caderneta é '))
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps every line in the order it was asked for, tells each once it is on the disk, and reads on after a restart', async () => {
  const book = await open()
  await Promise.all([
    book.write({ kind: 'added', diskId }),
    book.write({ kind: 'came', diskId, verdict: 'right' }),
    book.write({ kind: 'left', diskId, wasEjected: false }),
  ])
  expect(told.map(({ number, kind }) => [number, kind])).toEqual([
    [1, 'added'],
    [2, 'came'],
    [3, 'left'],
  ])
  const again = await open()
  expect(again.entries).toEqual(book.entries)
  await again.write({ kind: 'ejected', diskId })
  expect(again.entries.at(-1)?.number).toBe(4)
  expect(again.records.get(diskId)?.entries).toHaveLength(4)
})

it('refuses a line that is none, and goes on with the next', async () => {
  const book = await open()
  await expect(book.write({ kind: 'handed-over', diskId, takenBy: '', place: 'casa', note: '' })).rejects.toThrow()
  expect(await book.write({ kind: 'added', diskId })).toMatchObject({ number: 1 })
})

it('sets a damaged book aside and never writes over it', async () => {
  await writeFile(file(), '{"version":1,"entries":[{"kind":"handed-over"')
  const book = await open()
  expect(book.entries).toEqual([])
  await book.write({ kind: 'added', diskId })
  const aside = (await readdir(folder)).find((name) => name.includes('set-aside')) ?? expect.fail('nothing set aside')
  expect(await readFile(path.join(folder, aside), 'utf8')).toContain('handed-over')
})

it('a line that is changed, left out or put in gives other seals from there on', () => {
  const line = (number: number, takenBy: string): DiskEntry => ({
    kind: 'handed-over',
    diskId,
    number,
    atMs: number,
    takenBy,
    place: 'casa',
    note: '',
  })
  const entries = [line(1, 'Ana'), line(2, 'João'), line(3, 'Ana')]
  const seals = sealsOf(entries)
  const changed = sealsOf([line(1, 'Ana'), line(2, 'José'), line(3, 'Ana')])
  expect(changed[0]).toBe(seals[0])
  expect([changed[1], changed[2]]).not.toContain(seals[1])
  expect(changed[2]).not.toBe(seals[2])
  expect(sealsOf(entries.slice(1)).at(-1)).not.toBe(seals.at(-1))
  // How a line was written down does not matter.
  const turned = entries.map((entry) => Object.fromEntries(Object.entries(entry).reverse()) as DiskEntry)
  expect(sealsOf(turned)).toEqual(seals)
})

it('comes along to another computer with every line and its seal; what was plugged in there is not plugged in here', async () => {
  const before = await open()
  await before.write({ kind: 'added', diskId })
  await before.write({ kind: 'came', diskId, verdict: 'right' })
  const text = before.carried.text()
  await rm(file())
  const next = await open()
  expect(await next.carried.bring(text)).toBe(true)
  expect(next.entries.slice(0, 2)).toEqual(before.entries)
  expect(sealsOf(next.entries).slice(0, 2)).toEqual(sealsOf(before.entries))
  expect(next.records.get(diskId)?.present).toBeNull()
  expect((await open()).entries).toEqual(next.entries)
  expect(await next.carried.bring(text)).toBe(false)
  expect(next.entries).toHaveLength(3)
})
