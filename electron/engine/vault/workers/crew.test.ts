import { randomBytes } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { checkVault } from '../check.ts'
import { idOf } from '../format/ids.ts'
import { openVault } from '../open-vault.ts'
import type { Packed } from '../pack/packer.ts'
import { makeVault, SECRET } from '../test-support/vaults.ts'
import { Crew } from './crew.ts'

const KEY = { encrypt: randomBytes(32), macK: randomBytes(16), macR: randomBytes(16) }
const MIB = 1024 ** 2
const crews: Crew[] = []
afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.close()))
})

function busyCrew(workers: number): Crew {
  const crew = new Crew(KEY, 16 * MIB, { workers })
  crews.push(crew)
  // The first bytes are done in the caller's own thread.
  add(crew, randomBytes(4 * MIB))
  return crew
}

function add(crew: Crew, bytes: Uint8Array): Promise<Packed> {
  const order = { type: 'data', id: idOf(bytes), iv: randomBytes(16), headerIv: randomBytes(16) } as const
  return Promise.resolve(crew.add(order, bytes).packed)
}

test('R16 what threads seal is what was given, and all of it is found again', async () => {
  const backend = memoryBackend()
  const vault = await makeVault(backend, { workers: 2 })
  const texts = Array.from({ length: 40 }, (_, at) => Buffer.from(`evolução ${at} `.repeat(1000)))
  const blobs = [...Array.from({ length: 24 }, () => randomBytes(1_500_000)), ...texts]
  const saved = await Promise.all(blobs.map((bytes) => vault.saveBlob('data', bytes)))
  expect(saved.map(({ id }) => id)).toEqual(blobs.map(idOf))
  await vault.flush()
  await vault.close()

  const reopened = await openVault(backend, SECRET, { workers: 2 })
  await reopened.loadIndex()
  for (const bytes of blobs) expect(Buffer.compare(await reopened.readBlob('data', idOf(bytes)), bytes)).toBe(0)
  expect((await checkVault(reopened, { readData: true })).problems).toEqual([])
  await reopened.close()
}, 60_000)

test('a thread that ends fails what it was asked, and the next order starts another', async () => {
  const crew = busyCrew(1)
  const asked = add(crew, randomBytes(2 * MIB))
  const outcome = asked.catch((error: unknown) => error)
  await crew.close()
  expect(await outcome).toMatchObject({ code: 'APP_000' })
  expect(await add(crew, randomBytes(2 * MIB))).toMatchObject({ kind: 'packed' })
}, 60_000)
