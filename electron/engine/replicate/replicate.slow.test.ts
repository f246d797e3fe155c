import { describe, expect, test } from 'vitest'
import { type Backend, type BackendCall, type Fault, faultyBackend, memoryBackend } from '#engine/backends/index.ts'
import { systemClock } from '#engine/kernel/index.ts'
import { createReplica, moveToTrash, type Vault } from '#engine/vault/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { planReplication } from './plan-replication.ts'
import { replicate } from './replicate.ts'
import { copiesOf, newVault, open, packsOf, photos, problemsOf, readCopy, saveCopy } from './test-support/workshop.ts'

const bringUp = async (source: Vault, target: Vault) => replicate(source, target, await planReplication(source, target))
const replicaOf = (source: Vault) => createReplica(source, memoryBackend())

describe('createReplica', () => {
  test('R60 makes an empty repository of the same vault, opened by the same secrets, with an id of its own', async () => {
    const source = await newVault()
    await source.addKey('palavras do kit', { username: 'kit', hostname: 'papel' })
    const replica = await replicaOf(source)
    expect(replica.config.id).not.toBe(source.config.id)
    expect(replica.config.chunkerPolynomial).toBe(source.config.chunkerPolynomial)
    const opened = await open(replica.backend)
    expect(opened.config).toEqual(replica.config)
    expect((await opened.listKeys()).map(({ id }) => id).sort()).toEqual(
      (await source.listKeys()).map(({ id }) => id).sort(),
    )
    expect(await copiesOf(opened)).toEqual([])
  })

  test('R60 a replica outlives the vault it was made from', async () => {
    const source = await newVault()
    const replica = await replicaOf(source)
    await source.close()
    const files = photos('foto', 3)
    expect(await readCopy(replica, await saveCopy(replica, files))).toEqual(files)
  })

  test('R60 never writes over a vault, and takes up its own interrupted try', async () => {
    const source = await newVault()
    const stranger = await newVault()
    await expect(createReplica(source, stranger.backend)).rejects.toMatchObject({ code: 'VAULT_108' })
    await expect(createReplica(source, source.backend)).rejects.toMatchObject({ code: 'VAULT_108' })
    const begun = memoryBackend()
    await begun.create()
    const [slot] = await source.listKeys()
    const name = slot?.id ?? ''
    await begun.write({ kind: 'key', name }, (await source.backend.read({ kind: 'key', name })) ?? new Uint8Array())
    expect((await createReplica(source, begun)).config.id).not.toBe(source.config.id)
  })

  test('R61 strangers and folders copied by hand are no replicas', async () => {
    const source = await newVault()
    await saveCopy(source, photos('foto', 2))
    await expect(planReplication(source, await newVault())).rejects.toMatchObject({ code: 'VAULT_113' })
    const byHand = memoryBackend()
    await byHand.create()
    for (const kind of ['config', 'key', 'index', 'pack', 'snapshot'] as const)
      for (const { name } of await source.backend.list(kind))
        await byHand.write({ kind, name }, (await source.backend.read({ kind, name })) ?? new Uint8Array())
    await expect(planReplication(source, await open(byHand))).rejects.toMatchObject({ code: 'VAULT_113' })
  })
})

describe('replicate', () => {
  test('R62 brings every copy over, packs byte for byte and under the same ids', async () => {
    const source = await newVault()
    const first = photos('foto', 7)
    const second = new Map([...first, ...photos('raio-x', 5)])
    const ids = [await saveCopy(source, first), await saveCopy(source, second, '2026-11-22T10:00:00Z')]
    const target = await replicaOf(source)
    const plan = await planReplication(source, target)
    expect(plan).toMatchObject({ packs: (await packsOf(source)).length, foundPacks: 0, liftedBlobs: 0, snapshots: ids })
    expect(await copiesOf(target)).toEqual([])
    const progress: number[] = []
    const outcome = await replicate(source, target, plan, { onProgress: ({ doneBytes }) => progress.push(doneBytes) })
    expect(outcome).toMatchObject({ snapshots: ids, heldBack: [], damagedPacks: [], bytes: plan.bytes })
    expect(progress.at(-1)).toBe(plan.bytes)
    expect(await packsOf(target)).toEqual(await packsOf(source))
    const reader = await open(target.backend)
    expect(await readCopy(reader, ids[0] ?? '')).toEqual(first)
    expect(await readCopy(reader, ids[1] ?? '')).toEqual(second)
    expect(await problemsOf(reader)).toEqual([])
    expect(await planReplication(source, target)).toMatchObject({ snapshots: [], packs: 0, bytes: 0 })
  })

  test('R63 a replica that holds the same bytes in other packs is not filled twice', async () => {
    const source = await newVault()
    const target = await replicaOf(source)
    const shared = photos('foto', 12)
    const only = photos('só aqui', 1)
    // Two computers copied the same photos to two disks; the packs have nothing in common.
    await saveCopy(target, shared)
    const mixed = new Map([...shared].toSpliced(1, 0, ...only))
    const id = await saveCopy(source, mixed)
    const before = await packsOf(target)
    const plan = await planReplication(source, target)
    expect(plan.liftedBlobs).toBeGreaterThan(0)
    // One photo, two folders.
    expect(plan.bytes).toBeLessThan(3000)
    await replicate(source, target, plan)
    const after = await packsOf(target)
    expect(after.filter((pack) => !before.includes(pack)).length).toBeLessThanOrEqual(2)
    expect(await readCopy(await open(target.backend), id)).toEqual(mixed)
    expect(await problemsOf(await open(target.backend))).toEqual([])
  })

  test('R62 what lies in the trash of the replica does not come back behind the back of who cleaned it', async () => {
    const source = await newVault()
    const id = await saveCopy(source, photos('foto', 2))
    const target = await replicaOf(source)
    await bringUp(source, target)
    await moveToTrash(target, id)
    expect(await planReplication(source, target)).toMatchObject({ snapshots: [], packs: 0 })
  })

  test('R62 leaves room on the line for others when told how much', async () => {
    const source = await newVault()
    await saveCopy(source, photos('foto', 9))
    const target = await replicaOf(source)
    const plan = await planReplication(source, target)
    let nowMs = 0
    const sleep = async (durationMs: number) => {
      nowMs += durationMs
    }
    const clock = { ...systemClock, nowMs: () => nowMs, sleep }
    await replicate(source, target, plan, { bytesPerSecond: 1000, clock })
    expect(nowMs).toBeCloseTo(plan.bytes)
  })

  test('R62 goes both ways: each replica ends with the copies of both', async () => {
    const left = await newVault()
    const right = await replicaOf(left)
    const files = [photos('segunda', 4), photos('terça', 6)] as const
    const ids = [await saveCopy(left, files[0]), await saveCopy(right, files[1])].sort()
    await bringUp(left, right)
    await bringUp(right, left)
    for (const vault of [left, right]) {
      const reader = await open(vault.backend)
      expect(await copiesOf(reader)).toEqual(ids)
      expect(await problemsOf(reader)).toEqual([])
    }
  })

  test('R62 only the wanted copies come, with only what they need', async () => {
    const source = await newVault()
    await saveCopy(source, photos('antiga', 9))
    const wanted = await saveCopy(source, photos('nova', 3), '2026-11-22T10:00:00Z')
    const target = await replicaOf(source)
    await replicate(source, target, await planReplication(source, target, { wants: ({ id }) => id === wanted }))
    expect(await copiesOf(target)).toEqual([wanted])
    expect((await packsOf(target)).length).toBeLessThan((await packsOf(source)).length)
    expect(await problemsOf(await open(target.backend))).toEqual([])
  })

  test('R60 a new way in reaches the replica; one that was retired is told', async () => {
    const source = await newVault()
    const old = await source.addKey('palavras velhas', { username: 'kit', hostname: 'papel' })
    const target = await replicaOf(source)
    const fresh = await source.addKey('palavras novas', { username: 'kit', hostname: 'papel' })
    await source.removeKey(old.id)
    const plan = await planReplication(source, target)
    expect(plan).toMatchObject({ keys: [fresh.id], keysOnlyThere: [old.id] })
    await replicate(source, target, plan)
    expect((await target.listKeys()).map(({ id }) => id)).toContain(fresh.id)
  })

  test('R64 a damaged pack holds back only the copies that need it, and never gets into the replica', async () => {
    const place = memoryBackend()
    const source = await newVault(place)
    const good = photos('boa', 4)
    const goodId = await saveCopy(source, good)
    const before = await packsOf(source)
    const badId = await saveCopy(source, photos('ruim', 4), '2026-11-22T10:00:00Z')
    const dataPack = [...(await packsOf(source))].filter((name) => !before.includes(name))
    for (const name of dataPack) {
      const bytes = place.files.get(`data/${name.slice(0, 2)}/${name}`) ?? new Uint8Array()
      bytes[100] = (bytes[100] ?? 0) ^ 1
    }
    const target = await replicaOf(source)
    const outcome = await bringUp(source, target)
    expect(outcome).toMatchObject({ snapshots: [goodId], heldBack: [badId] })
    expect(outcome.damagedPacks.length).toBeGreaterThan(0)
    const reader = await open(target.backend)
    expect(await readCopy(reader, goodId)).toEqual(good)
    expect(await problemsOf(reader)).toEqual([])
  })

  test('R65 stops when asked, and the replica is sound then', async () => {
    const source = await newVault()
    const id = await saveCopy(source, photos('foto', 12))
    const target = await replicaOf(source)
    const plan = await planReplication(source, target)
    const stop = new AbortController()
    const stopped = replicate(source, target, plan, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'APP_001' })
    expect(await packsOf(target)).toHaveLength(1)
    expect(await problemsOf(await open(target.backend))).toEqual([])
    const outcome = await bringUp(source, target)
    expect(outcome).toMatchObject({ snapshots: [id], foundPacks: 1, packs: plan.packs - 1 })
    for (const vault of [source, target]) expect(await vault.backend.list('lock')).toEqual([])
  })
})

const disasters: Readonly<Record<string, (call: BackendCall, at: number) => Fault | undefined>> = {
  'one call fails': ({ number }, at) => (number === at ? { kind: 'fail', code: 'DEST_104' } : undefined),
  'one answer is lost': ({ number }, at) => (number === at ? { kind: 'lose-answer', code: 'DEST_104' } : undefined),
  'the disk is pulled': ({ number }, at) => (number >= at ? { kind: 'fail', code: 'DEST_101' } : undefined),
  'the disk is full': ({ number, method }, at) =>
    number >= at && method === 'write' ? { kind: 'fail', code: 'DEST_102' } : undefined,
}

const places = [
  ...Object.keys(disasters).map((name) => [name, 'target'] as const),
  ['the disk is pulled', 'source'] as const,
]

test.each(places)(
  'R65 when %s at any step (%s), the replica is sound, and the next run brings it up without copying twice',
  async (name, side) => {
    const source = await newVault()
    const earlier = photos('foto', 2)
    const later = new Map([...earlier, ...photos('raio-x', 6)])
    const first = await saveCopy(source, earlier)
    const prepared = memoryBackend()
    await bringUp(source, await createReplica(source, prepared))
    const second = await saveCopy(source, later, '2026-11-22T10:00:00Z')

    let failures = 0
    let calls = 0
    // Until a run ends before the step comes.
    for (let at = 1; at <= calls + 1; at += 1) {
      calls = 0
      const place = memoryBackend()
      await place.create()
      for (const [path, bytes] of prepared.files) place.files.set(path, bytes)
      const faulty = (backend: Backend) =>
        faultyBackend(backend, (call) => {
          calls = call.number
          return disasters[name]?.(call, at)
        })
      try {
        const target = await open(side === 'target' ? faulty(place) : place)
        await bringUp(await open(side === 'source' ? faulty(source.backend) : source.backend), target)
      } catch (error) {
        if (!isAppError(error)) throw error
        failures += 1
      }
      const target = await open(place)
      expect(await readCopy(target, first), `at ${at}`).toEqual(earlier)
      expect(await problemsOf(target), `at ${at}`).toEqual([])
      await bringUp(source, target)
      const after = await open(place)
      expect(await readCopy(after, second), `at ${at}`).toEqual(later)
      expect(await problemsOf(after), `at ${at}`).toEqual([])
      // Everything under the name it has at the source: what the first try copied was used.
      expect(await packsOf(after), `at ${at}`).toEqual(await packsOf(source))
    }
    expect(failures).toBeGreaterThan(8)
  },
)
