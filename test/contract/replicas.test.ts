import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#engine/kernel/index.ts'
import type { Approval, Fact, PersonId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

const DAY_MS = 86_400_000
let root: string
let running: RunningEngine
let host: ReturnType<typeof memoryHost>
let aheadMs = 0
const at = (...names: string[]) => path.join(root, ...names)
const clock = {
  ...systemClock,
  nowMs: () => Date.now() + aheadMs,
  nowNs: () => BigInt(Date.now() + aheadMs) * 1_000_000n,
}
const factsSoFar = async () => {
  const facts: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  await running.client.overview({})
  stop()
  return facts
}
const last = async <K extends Fact['kind']>(kind: K) =>
  (await factsSoFar()).findLast((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const copyWith = async (text: string) => {
  await writeFile(at('Clínica', 'laudo.txt'), text)
  await running.client.copyNow({})
  await running.engine.idle()
}
const replicas = async () => (await running.client.overview({})).replicas
const mainId = async () => (await replicas())[0]?.replicaId ?? ''
const people = (fingerprint: string, first = 'Ana', second = 'Bia'): Approval => ({
  fingerprint,
  requestedBy: first as PersonId,
  confirmedBy: second as PersonId,
})

beforeEach(async () => {
  aheadMs = 0
  root = await mkdtemp(path.join(tmpdir(), 'salvaguarda cópias é '))
  for (const name of ['Clínica', 'HD externo', 'NAS']) await mkdir(at(name))
  await writeFile(at('Clínica', 'laudo.txt'), 'primeira versão')
  host = memoryHost()
  running = await runEngine({ dataFolder: at('dados'), host, clock })
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Prontuários' }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

describe('several disks', () => {
  it('gives a second disk every copy, and goes on from there', async () => {
    const { client, engine } = running
    const { replicaId } = await client.addReplica({ destinationPath: at('NAS') })
    await engine.idle()
    expect(await last('replica-updated')).toMatchObject({ replicaId, copies: 1, heldBack: 0 })
    await copyWith('segunda versão')
    await client.replicateNow({ replicaId })
    await engine.idle()
    const overview = await client.overview({})
    expect(overview.running).toEqual([])
    // Everything of this test lies on one disk.
    expect(overview.replicas.map(({ isOnSourceDisk }) => isOnSourceDisk)).toEqual([true, true])
    expect(overview.replicas).toMatchObject([
      { isMain: true, isReachable: true, lastUpdate: null },
      { replicaId, isMain: false, isReachable: true, lastUpdate: { copies: 1, heldBack: 0 }, proof: { kind: 'none' } },
    ])
    const snapshots = (disk: string) => readdir(at(disk, 'Salvaguarda', 'cofre', 'snapshots'))
    expect(await snapshots('NAS')).toEqual(await snapshots('HD externo'))
  })

  it('says that a disk is away, and takes it up again after a try that broke off', async () => {
    const { client, engine } = running
    const { replicaId } = await client.addReplica({ destinationPath: at('NAS') })
    await engine.idle()
    await rename(at('NAS'), at('gaveta'))
    await client.replicateNow({ replicaId })
    await engine.idle()
    expect(await last('job-failed')).toMatchObject({ jobKind: 'replicate', code: 'DEST_101' })
    expect((await client.overview({})).openFailure).toBeNull()
    expect((await replicas())[1]).toMatchObject({ isReachable: false })
    // As if the settings had never been saved.
    await rename(at('gaveta'), at('NAS'))
    await running.close()
    const file = at('dados', 'settings.json')
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), replicas: [] }))
    running = await runEngine({ dataFolder: at('dados'), host, clock })
    expect(await replicas()).toHaveLength(1)
    expect(await running.client.addReplica({ destinationPath: at('NAS') })).toMatchObject({ replicaId })
    await running.engine.idle()
    expect(await last('replica-updated')).toMatchObject({ replicaId, copies: 0 })
  })

  it('refuses a place that is used already, lies inside the clinic, or holds the vault of somebody else', async () => {
    const { client, engine } = running
    const add = (destinationPath: string) => codeFrom(client.addReplica({ destinationPath }))
    expect(await add(at('HD externo'))).toBe('VAULT_108')
    expect(await add(at('Clínica'))).toBe('SET_104')
    expect(await add(at('não existe'))).toBe('DEST_101')
    await mkdir(at('copiado à mão'))
    await cp(at('HD externo', 'Salvaguarda'), at('copiado à mão', 'Salvaguarda'), { recursive: true })
    expect(await add(at('copiado à mão'))).toBe('VAULT_108')
    const stranger = await runEngine({ dataFolder: at('outra clínica'), host: memoryHost() })
    await setUpClinic(stranger.client, {
      clinicName: 'Outra',
      sources: [{ kind: 'folder', path: at('Clínica'), label: 'Tudo' }],
      destinationPath: at('NAS'),
    })
    await stranger.close()
    expect(await add(at('NAS'))).toBe('VAULT_108')
    await engine.idle()
    expect(await replicas()).toHaveLength(1)
    expect(await codeFrom(client.replicateNow({ replicaId: 'f'.repeat(64) }))).toBe('VAULT_113')
  })
})

describe('proof', () => {
  it('has an age, runs out, and says damage', async () => {
    const { client, engine } = running
    const replicaId = await mainId()
    await client.proveNow({ replicaId })
    await engine.idle()
    const fact = await last('proof-finished')
    expect(fact).toMatchObject({ replicaId, problems: 0, isExpired: false })
    expect((await client.overview({})).running).toEqual([])
    expect((await replicas())[0]?.proof).toMatchObject({ kind: 'current', oldestAtMs: fact?.oldestProofAtMs })
    aheadMs = 31 * DAY_MS
    expect((await replicas())[0]?.proof.kind).toBe('expired')
    // What is overdue is caught up in shares, not all on one day.
    for (let days = 0; days < 5 && (await replicas())[0]?.proof.kind === 'expired'; days += 1) {
      await client.proveNow({ replicaId })
      await engine.idle()
    }
    expect((await replicas())[0]?.proof.kind).toBe('current')
    const data = at('HD externo', 'Salvaguarda', 'cofre', 'data')
    const [pack] = (await readdir(data, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    await rm(path.join(pack?.parentPath ?? '', pack?.name ?? ''))
    await client.proveNow({ replicaId })
    await engine.idle()
    expect((await replicas())[0]?.proof.kind).toBe('damaged')
  })
})

describe('cleaning', () => {
  const agree = async () => {
    const replicaId = await mainId()
    const plan = await running.client.planRetention({ replicaId })
    return { replicaId, plan, approval: people(plan.fingerprint), plannedAtMs: plan.plannedAtMs }
  }
  const prove = async () => {
    await running.client.proveNow({ replicaId: await mainId() })
    await running.engine.idle()
  }

  it('removes nothing until somebody decides otherwise', async () => {
    await copyWith('segunda versão')
    aheadMs = 25 * 365 * DAY_MS
    await copyWith('terceira versão')
    const { plan } = await agree()
    expect(plan.remove).toEqual([])
    expect(plan.keep).toHaveLength(3)
    const { client } = running
    const before = await client.retentionPolicy({})
    const standard = { kind: 'keep', daily: 1, weekly: 0, monthly: 0, yearly: 1 } as const
    const asIf = await client.planRetention({ replicaId: await mainId(), policy: { ...before, standard } })
    expect([asIf.keep.length, asIf.remove.length]).toEqual([1, 2])
    expect(asIf.fingerprint).not.toBe(plan.fingerprint)
    expect(await client.retentionPolicy({})).toEqual(before)
  })

  it('takes two people and a proof, then a trash from which everything comes back', async () => {
    const { client, engine } = running
    await copyWith('versão do meio')
    aheadMs = 3_600_000
    await copyWith('terceira versão')
    aheadMs = 25 * 365 * DAY_MS
    await copyWith('última versão')
    await client.setRetentionPolicy({
      standard: { kind: 'keep', daily: 1, weekly: 0, monthly: 0, yearly: 2 },
      byCategory: {},
      minimumYears: 0,
    })
    const unproven = await agree()
    expect(unproven.plan.refusals).toContain('proof-too-old')
    await client.applyRetention(unproven)
    await engine.idle()
    expect(await last('job-failed')).toMatchObject({ jobKind: 'retention', code: 'RET_104' })
    await prove()
    const { replicaId, plan, approval, plannedAtMs } = await agree()
    expect(plan.refusals).toEqual([])
    expect(plan.remove.length).toBeGreaterThan(0)
    const alone = people(plan.fingerprint, 'Ana', ' ANA ')
    expect(await codeFrom(client.applyRetention({ replicaId, plannedAtMs, approval: alone }))).toBe('RET_102')
    await client.applyRetention({ replicaId, plannedAtMs, approval: people('outro plano') })
    await engine.idle()
    expect(await last('job-failed')).toMatchObject({ jobKind: 'retention', code: 'RET_103' })
    expect((await client.overview({})).copies).toBe(4)

    await client.applyRetention({ replicaId, plannedAtMs, approval })
    await engine.idle()
    expect(await last('retention-finished')).toMatchObject({ replicaId, trashed: plan.remove.length })
    expect((await client.overview({})).copies).toBe(4 - plan.remove.length)
    const [trashed, ...others] = await client.listTrash({ replicaId })
    expect(others).toHaveLength(plan.remove.length - 1)
    expect((trashed?.keptUntilMs ?? 0) - (trashed?.removedAtMs ?? 0)).toBe(30 * DAY_MS)

    const { copyId } = trashed ?? expect.fail('nothing in the trash')
    await client.restoreFromTrash({ replicaId, copyId })
    expect((await client.overview({})).copies).toBe(5 - plan.remove.length)
    expect(await codeFrom(client.restoreFromTrash({ replicaId, copyId }))).toBe('VAULT_109')
  })

  it('gives room back to two people only', async () => {
    const { client, engine } = running
    await writeFile(
      at('Clínica', 'laudo.txt'),
      Buffer.alloc(3_000_000, 7).map((_, place) => (place * 31 + (place >> 9)) % 251),
    )
    await copyWith('curta')
    const replicaId = await mainId()
    const prune = async () => {
      const { fingerprint, plannedAtMs, ...plan } = await client.planPrune({ replicaId })
      await client.applyPrune({ replicaId, plannedAtMs, approval: people(fingerprint) })
      await engine.idle()
      return plan
    }
    expect(await prune()).toMatchObject({ trash: { kept: 0, expired: 0 }, refusals: [] })
    expect(await last('prune-finished')).toMatchObject({ replicaId, expiredCopies: 0 })
    expect((await client.overview({})).running).toEqual([])
    const { fingerprint, plannedAtMs } = await client.planPrune({ replicaId })
    const one = people(fingerprint, 'Ana', 'ana')
    expect(await codeFrom(client.applyPrune({ replicaId, plannedAtMs, approval: one }))).toBe('RET_102')
  })
})
