import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeIndexTable, encodeIndex, type IndexedPack, type PackedBlob } from '../format/index-file.ts'
import type { IndexTable } from '../format/index-table.ts'
import { BlobIndex } from './blob-index.ts'

const id = (seed: string | number) => createHash('sha256').update(String(seed)).digest('hex')
const tableOf = (packs: readonly IndexedPack[]) => decodeIndexTable(Buffer.from(encodeIndex(packs))) as IndexTable
const data = (seed: number, offset: number, length = 40): PackedBlob => ({ id: id(seed), type: 'data', offset, length })

test('R20 knows what a plain map knows', () => {
  const blob = fc.record({
    seed: fc.nat({ max: 40 }),
    type: fc.constantFrom('data' as const, 'tree' as const),
    offset: fc.nat({ max: 2 ** 32 - 1 }),
    length: fc.integer({ min: 32, max: 2 ** 32 - 1 }),
    uncompressedBytes: fc.option(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { nil: undefined }),
  })
  const pack = fc.record({ seed: fc.nat({ max: 8 }), blobs: fc.array(blob, { maxLength: 20 }) })
  fc.assert(
    fc.property(fc.array(pack, { maxLength: 12 }), fc.boolean(), fc.nat({ max: 400 }), (packs, isTable, expected) => {
      const index = new BlobIndex()
      index.expect(expected)
      const model = new Map<string, Set<string>>()
      for (const { seed, blobs } of packs) {
        const packId = id(`pack ${seed}`)
        const entries = blobs.map(({ seed: blobSeed, uncompressedBytes, ...rest }) => ({
          ...rest,
          id: id(blobSeed),
          ...(uncompressedBytes !== undefined && { uncompressedBytes }),
        }))
        if (isTable) index.addTable(tableOf([{ id: packId, blobs: entries }]))
        else index.addPack({ id: packId, blobs: entries })
        for (const entry of entries) {
          const places = model.get(`${entry.type} ${entry.id}`) ?? new Set()
          places.add(JSON.stringify([packId, entry.offset, entry.length, entry.uncompressedBytes ?? null]))
          model.set(`${entry.type} ${entry.id}`, places)
        }
      }
      for (const type of ['data', 'tree'] as const)
        for (let seed = 0; seed <= 41; seed += 1) {
          const places = model.get(`${type} ${id(seed)}`)
          expect(index.has(type, id(seed))).toBe(places !== undefined)
          const found = index
            .locate(type, id(seed))
            .map((place) => JSON.stringify([place.packId, place.offset, place.length, place.uncompressedBytes ?? null]))
          expect(found.sort()).toEqual([...(places ?? [])].sort())
          expect(index.lengthBytes(type, id(seed)) !== undefined).toBe(places !== undefined)
        }
      expect(index.blobCount).toBe([...model.values()].reduce((sum, places) => sum + places.size, 0))
    }),
  )
})

test('R20 grows to many blobs and forgets none', () => {
  const index = new BlobIndex()
  for (let pack = 0; pack < 50; pack += 1)
    index.addPack({
      id: id(`p${pack}`),
      blobs: Array.from({ length: 1000 }, (_, at) => data(pack * 1000 + at, at * 40)),
    })
  expect(index.blobCount).toBe(50_000)
  let found = 0
  for (let seed = 0; seed < 50_000; seed += 1) found += index.lengthBytes('data', id(seed)) === 8 ? 1 : 0
  expect(found).toBe(50_000)
  expect(index.has('data', id(50_000))).toBe(false)
  expect(index.has('tree', id(1))).toBe(false)
})

test('R20 the plain length is what was stored, or what is left without the seal', () => {
  const index = new BlobIndex()
  index.addPack({ id: id('p'), blobs: [data(1, 0, 32), { ...data(2, 32, 100), uncompressedBytes: 500 }] })
  expect(index.lengthBytes('data', id(1))).toBe(0)
  expect(index.lengthBytes('data', id(2))).toBe(500)
})

test('R20 packs come back with their blobs in file order and the size they must have', () => {
  const index = new BlobIndex()
  index.addPack({ id: id('p'), blobs: [data(2, 40), data(1, 0)] })
  index.addPack({ id: id('q'), blobs: [{ ...data(1, 0, 50), uncompressedBytes: 70 }] })
  index.addPack({ id: id('empty'), blobs: [] })
  index.addPack({ id: id('p'), blobs: [data(2, 40), data(1, 0)] })
  expect([...index.packs()].map((pack) => [pack.id, pack.blobs.map((blob) => blob.offset), pack.sizeBytes])).toEqual([
    [id('p'), [0, 40], 80 + 2 * 37 + 36],
    [id('q'), [0], 50 + 41 + 36],
    [id('empty'), [], 36],
  ])
})
