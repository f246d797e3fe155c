import { expect, test } from 'vitest'
import { type Backend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { openVault } from '../open-vault.ts'
import { makeVault, SECRET } from '../test-support/vaults.ts'
import type { Id, Vault } from '../types.ts'

/** Some compress and some do not, some are notes and some are photos. */
const plain = (seed: number, lengthBytes: number) =>
  Uint8Array.from({ length: lengthBytes }, (_, at) =>
    seed % 2 ? (seed * 31 + (at >> 6)) & 255 : (Math.imul(at + seed, 2654435761) >>> 13) & 255,
  )
const BLOBS = Array.from({ length: 60 }, (_, at) => plain(at, at % 7 === 0 ? 700_000 : 5_000 + at))

async function filled(place: MemoryBackend): Promise<readonly Id[]> {
  const vault = await makeVault(place)
  await vault.loadIndex()
  const ids: Id[] = []
  for (const bytes of BLOBS) ids.push((await vault.saveBlob('data', bytes)).id)
  await vault.flush()
  await vault.close()
  return ids
}

async function opened(backend: Backend): Promise<Vault> {
  const vault = await openVault(backend, SECRET)
  await vault.loadIndex()
  return vault
}

async function readAll(vault: Vault, ids: readonly Id[]) {
  const found = new Map<Id, Buffer>()
  const lost: Id[] = []
  for await (const run of vault.readBlobs('data', ids)) {
    for (const { id, bytes } of run.blobs) {
      expect(found.has(id)).toBe(false)
      found.set(id, Buffer.from(bytes))
    }
    lost.push(...run.lost)
    run.done()
  }
  return { found, lost }
}

const isRight = (found: ReadonlyMap<Id, Buffer>, ids: readonly Id[]) =>
  ids.every((id, at) => found.get(id)?.equals(BLOBS[at] ?? new Uint8Array()))

test('many blobs come whole, each once, in far fewer calls than blobs, in any order asked for', async () => {
  const place = memoryBackend()
  const ids = await filled(place)
  let reads = 0
  const vault = await opened({
    ...place,
    read: (file, range) => {
      if (file.kind === 'pack') reads += 1
      return place.read(file, range)
    },
  })
  const { found, lost } = await readAll(vault, [...ids].reverse().concat(ids))
  expect([isRight(found, ids), lost, found.size]).toEqual([true, [], ids.length])
  expect(reads).toBeLessThan(10)
  await vault.close()
})

test('blobs that do not read are lost, the others around them come', async () => {
  const place = memoryBackend()
  const ids = await filled(place)
  for (const [path, bytes] of place.files)
    if (path.startsWith('data/')) bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 4_000)
  const vault = await opened(place)
  const unknown = 'ab'.repeat(32)
  const { found, lost } = await readAll(vault, [unknown, ...ids])
  expect(lost).toContain(unknown)
  expect(lost.length).toBeGreaterThan(1)
  expect(found.size + lost.length).toBe(ids.length + 1)
  expect(ids.every((id, at) => lost.includes(id) || found.get(id)?.equals(BLOBS[at] ?? new Uint8Array()))).toBe(true)
  await vault.close()
})

test('a disk that gives less than it has, or a wrong bit once, costs no blob', async () => {
  const place = memoryBackend()
  const ids = await filled(place)
  let reads = 0
  const vault = await opened({
    ...place,
    read: async (file, range) => {
      const bytes = await place.read(file, range)
      if (file.kind !== 'pack') return bytes
      reads += 1
      if (reads === 1) return bytes?.subarray(0, 1000)
      if (reads === 2 && bytes) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      return bytes
    },
  })
  const { found, lost } = await readAll(vault, ids)
  expect([isRight(found, ids), lost]).toEqual([true, []])
  await vault.close()
})

test('a vault that is gone is no vault with lost blobs', async () => {
  const place = memoryBackend()
  const ids = await filled(place)
  const vault = await opened(place)
  place.files.clear()
  await expect(readAll(vault, ids)).rejects.toMatchObject({ code: 'DEST_101' })
  await vault.close()
})
