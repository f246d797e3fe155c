import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openFileSystem } from './file-system.ts'
import { FolderWalk } from './folder-walk.ts'
import type { ListedEntry } from './listing.ts'
import { textOfName } from './names.ts'
import { kindOf } from './stats.ts'

const fileSystem = openFileSystem()

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'Prontuários '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const name of ['a', 'a/fundo', 'b.tmp', 'c']) await mkdir(join(folder, name))
  for (const name of ['a/1.txt', 'a/fundo/2.txt', 'b.tmp/3.txt', 'c/4.txt']) await writeFile(join(folder, name), name)
  return folder
}

function walkWith(signal: AbortSignal = new AbortController().signal): FolderWalk {
  const walk = new FolderWalk({ exclude: [], shallow: [] }, signal)
  onTestFinished(() => walk.close())
  return walk
}

const placeOf = (path: string) => ({
  path: fileSystem.native(path),
  names: fileSystem.levels(path).map((level) => level.name),
})
const namesOf = (listed: readonly ListedEntry[]) => listed.map(({ name }) => textOfName(name))
const folderIn = (listed: readonly ListedEntry[], name: string) =>
  listed.find((entry) => textOfName(entry.name) === name)?.isAhead

it('lists ahead what will be asked for, and what was not when it is asked for all the same', async () => {
  const folder = await makeFolder()
  const walk = walkWith()
  const top = await walk.list(placeOf(folder), false)
  expect(namesOf(top)).toEqual(['a', 'b.tmp', 'c'])
  expect(['a', 'b.tmp', 'c'].map((name) => folderIn(top, name))).toEqual([true, false, true])
  expect(namesOf(await walk.list(placeOf(join(folder, 'a')), true))).toEqual(['1.txt', 'fundo'])
  // `a/fundo` came ahead and is passed over.
  expect(namesOf(await walk.list(placeOf(join(folder, 'b.tmp')), false))).toEqual(['3.txt'])
  const last = await walk.list(placeOf(join(folder, 'c')), true)
  expect(last.map(({ stats }) => 'mode' in stats && [kindOf(stats), stats.size])).toEqual([['file', 7n]])
})

it('goes on where it was, through many batches, around what was left out and from one chosen folder to the next', async () => {
  const place = await mkdtemp(join(tmpdir(), 'Prontuários '))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  const names = Array.from({ length: 400 }, (_, at) => `${at}${at % 50 === 25 ? '.tmp' : ''}`).sort()
  for (const root of ['primeira', 'segunda'])
    for (const name of names) await mkdir(join(place, root, name, `${root} ${name}`), { recursive: true })
  const walk = walkWith()
  const listed: string[] = []
  // The second is begun while the first is still being listed ahead, and then the first is gone through from its middle.
  const visit = async (root: string, chosen: readonly string[]) => {
    const top = await walk.list(placeOf(join(place, root)), false)
    for (const name of chosen) {
      const isAhead = folderIn(top, name) ?? false
      listed.push(...namesOf(await walk.list(placeOf(join(place, root, name)), isAhead)))
    }
  }
  await visit('primeira', names.slice(0, 3))
  await visit('segunda', names)
  await visit('primeira', names.slice(200))
  const all = (root: string, chosen: readonly string[]) => chosen.map((name) => `${root} ${name}`)
  expect(listed).toEqual([
    ...all('primeira', names.slice(0, 3)),
    ...all('segunda', names),
    ...all('primeira', names.slice(200)),
  ])
})

it('tells what the system said of a folder that is not there', async () => {
  const folder = await makeFolder()
  await expect(walkWith().list(placeOf(join(folder, 'nada')), false)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('counts files and bytes as a copy would hold them', async () => {
  const folder = await makeFolder()
  const passOver = [...fileSystem.levels(join(folder, 'c')).map(({ name }) => `/${fileSystem.foldName(name)}`)].join('')
  expect(await walkWith().count(placeOf(folder), [])).toMatchObject({ files: 3, bytes: 27 })
  expect(await walkWith().count(placeOf(folder), [passOver])).toMatchObject({ files: 2, bytes: 20 })
})

it('gives up waiting when cancelled', async () => {
  const folder = await makeFolder()
  const cancelled = new AbortController()
  const walk = walkWith(cancelled.signal)
  await walk.list(placeOf(folder), false)
  const listing = walk.list(placeOf(join(folder, 'b.tmp')), false)
  cancelled.abort(new Error('chega'))
  await expect(listing).rejects.toThrow('chega')
  await expect(walk.list(placeOf(folder), false)).rejects.toThrow('chega')
})
