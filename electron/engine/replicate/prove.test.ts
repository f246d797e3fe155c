import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { type Catalog, openCatalog } from '#engine/catalog/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { createReplica } from '#engine/vault/index.ts'
import { proveReplica } from './prove.ts'
import { makeFolder, newVault, open, packsOf, photos, saveCopy } from './test-support/workshop.ts'

const DAY_MS = 86_400_000
let catalog: Catalog
let folder: string
let nowMs: number
const clock: Clock = { ...systemClock, nowMs: () => nowMs }

beforeEach(async () => {
  nowMs = Date.parse('2026-11-21T12:00:00Z')
  folder = await makeFolder()
  catalog = openCatalog(join(folder, 'catálogo.db'))
})
afterEach(() => catalog.close())

test('R74 day by day every pack is read, remembered across restarts, and the fact says how old the proof is', async () => {
  const vault = await newVault()
  await saveCopy(vault, photos('foto', 24))
  const packs = await packsOf(vault)
  const startMs = nowMs
  for (let day = 0; day < 4; day += 1) {
    const { age, provenPacks } = await proveReplica(vault, catalog, { clock, everyDays: 5 })
    expect(provenPacks).toBeLessThan(packs.length)
    expect(age.kind === 'current' && age.oldestAtMs).toBeGreaterThanOrEqual(startMs)
    catalog.close()
    catalog = openCatalog(join(folder, 'catálogo.db'))
    nowMs += DAY_MS
  }
  await proveReplica(vault, catalog, { clock, everyDays: 5 })
  const proofs = catalog.readProofs(vault.config.id)
  expect([...proofs.keys()].sort()).toEqual(packs)
  expect([...proofs.values()].every(({ provenAtMs }) => provenAtMs !== null)).toBe(true)
  const [fact] = catalog.newestFacts('proof-finished', 1)
  expect(fact).toMatchObject({ replicaId: vault.config.id, problems: 0, isExpired: false })
  expect(fact?.provenBytes).toBe(fact?.totalBytes)
  expect(catalog.newestFacts('proof-finished', 9)).toHaveLength(5)

  nowMs += 6 * DAY_MS
  const late = await proveReplica(vault, catalog, { clock, everyDays: 5 })
  expect(late.age.kind).toBe('current')
})

test('R74 a damaged pack loses its proof and is a problem in the fact', async () => {
  const place = memoryBackend()
  const vault = await newVault(place)
  await saveCopy(vault, photos('foto', 3))
  await proveReplica(vault, catalog, { clock, everyDays: 2 })
  nowMs += DAY_MS
  await proveReplica(vault, catalog, { clock, everyDays: 2 })
  const [pack = ''] = await packsOf(vault)
  const bytes = place.files.get(`data/${pack.slice(0, 2)}/${pack}`) ?? new Uint8Array()
  bytes[50] = (bytes[50] ?? 0) ^ 1
  for (let day = 0; day < 2; day += 1) {
    nowMs += DAY_MS
    await proveReplica(vault, catalog, { clock, everyDays: 2 })
  }
  expect(catalog.readProofs(vault.config.id).get(pack)?.provenAtMs).toBeNull()
  expect(Math.max(...catalog.newestFacts('proof-finished', 2).map(({ problems }) => problems))).toBeGreaterThan(0)
})

test('R74 each replica has a ledger of its own; packs that went are forgotten', async () => {
  const place = memoryBackend()
  const vault = await newVault(place)
  await saveCopy(vault, photos('foto', 3))
  const replica = await createReplica(vault, memoryBackend())
  await proveReplica(vault, catalog, { clock })
  await proveReplica(replica, catalog, { clock })
  expect(catalog.readProofs(vault.config.id).size).toBe((await packsOf(vault)).length)
  expect(catalog.readProofs(replica.config.id).size).toBe(0)
  for (const path of [...place.files.keys()]) if (/^(data|index|snapshots)/.test(path)) place.files.delete(path)
  await proveReplica(await open(place), catalog, { clock })
  expect(catalog.readProofs(vault.config.id).size).toBe(0)
})

test('R74 a run that is stopped keeps what it proved', async () => {
  const vault = await newVault()
  await saveCopy(vault, photos('foto', 300, 2900))
  const stop = new AbortController()
  let calls = 0
  const stopped = proveReplica(vault, catalog, {
    clock,
    everyDays: 2,
    signal: stop.signal,
    onProgress: () => void (++calls === 100 && stop.abort()),
  })
  await expect(stopped).rejects.toMatchObject({ code: 'APP_001' })
  const proven = [...catalog.readProofs(vault.config.id).values()].filter(({ provenAtMs }) => provenAtMs !== null)
  expect(proven.length).toBeGreaterThan(30)
})
