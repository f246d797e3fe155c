import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CopySummary, copyIdSchema } from '#shared/domain/index.ts'
import { type Catalog, openCatalog } from './index.ts'

const HD = 'a'.repeat(64)
const NAS = 'b'.repeat(64)
const CLOUD = 'c'.repeat(64)
let folder: string
let catalog: Catalog
const idOf = (name: string) => copyIdSchema.parse(name.repeat(64))
const record = (name: string, takenAtMs: number) => {
  const counts = { files: 1, folders: 1, sourceBytes: 9, newFiles: 1, changedFiles: 0, unchangedFiles: 0, databases: 0 }
  const copy: CopySummary = { copyId: idOf(name), takenAtMs, durationMs: 1, addedBytes: 100, skips: {}, ...counts }
  return catalog.recordCopy(copy, (async function* () {})())
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'catálogo dos lugares '))
  catalog = openCatalog(path.join(folder, 'catalog.db'))
  await record('1', 1000)
  await record('2', 2000)
  await record('3', 3000)
  catalog.addHoldings(HD, [idOf('1'), idOf('2')])
  catalog.addHoldings(NAS, [idOf('1'), idOf('3')])
})
afterEach(async () => {
  catalog.close()
  await rm(folder, { recursive: true })
})

it('knows of each replica what it holds, and what it lacks that another one has', () => {
  expect(catalog.holdingOf(HD)).toEqual({ copies: 2, newestAtMs: 2000 })
  expect(catalog.holdingOf(CLOUD)).toEqual({ copies: 0, newestAtMs: null })
  expect(catalog.missingIn(HD, [NAS, CLOUD])).toEqual({ copies: 1, sinceMs: 3000, bytes: 100 })
  expect(catalog.missingIn(HD, [CLOUD])).toBeNull()
  expect(catalog.missingIn(CLOUD, [HD, NAS])).toEqual({ copies: 3, sinceMs: 1000, bytes: 300 })
  expect(catalog.holdersOf(idOf('1'))).toEqual([HD, NAS])
})

it('does not ask for what was removed there, until it is there again', () => {
  catalog.replaceHoldings(HD, [idOf('2'), idOf('3')])
  expect(catalog.holdingOf(HD)).toEqual({ copies: 2, newestAtMs: 3000 })
  expect(catalog.missingIn(HD, [NAS])).toBeNull()
  expect([...catalog.removedFrom(HD)]).toEqual([idOf('1')])
  catalog.replaceHoldings(HD, [idOf('1'), idOf('2'), idOf('3')])
  expect(catalog.removedFrom(HD).size).toBe(0)
})

it('counts copies that the catalogue knows, and misses also those that it does not know', () => {
  catalog.replaceHoldings(CLOUD, [idOf('f'), idOf('3')])
  expect(catalog.holdingOf(CLOUD)).toEqual({ copies: 1, newestAtMs: 3000 })
  expect(catalog.missingIn(HD, [CLOUD])).toEqual({ copies: 2, sinceMs: 0, bytes: 100 })
})
