import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type OpenPlace, openBackend } from '#engine/backends/index.ts'
import { type Log, systemClock } from '#engine/kernel/index.ts'
import type { Approval, CleaningKey, Fact, PersonId, PlaceOf, ReplicaId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { filesBelow } from '../files-below.ts'
import { type Ceph, DAY, endProtection, OWNER, startCeph, twoKeys } from '../network/ceph.ts'
import { PASSWORD, serveRestic, USER } from '../network/rclone.ts'

// The key that erases stays with the owner: it is typed for one cleaning, and is nowhere afterwards.

const DAY_MS = 86_400_000
const PREFIX = 'clínica/cofre'
const OWNERS: CleaningKey = { user: OWNER.accessKeyId, secret: OWNER.secret }
let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let ceph: Ceph
let aheadMs = 0
const logged: string[] = []
const at = (...names: string[]) => path.join(root, ...names)
const clock = {
  ...systemClock,
  nowMs: () => Date.now() + aheadMs,
  nowNs: () => BigInt(Date.now() + aheadMs) * 1_000_000n,
}
const write = (...said: unknown[]) => void logged.push(JSON.stringify(said))
const log: Log = { info: write, warn: write }
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host, clock, log })
}
const facts = async () => {
  const told: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => told.push(fact))
  await running.client.overview({})
  stop()
  return told
}
const last = async <K extends Fact['kind']>(kind: K) =>
  (await facts()).findLast((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
const code = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const copyWith = async (name: string, replicaId?: ReplicaId) => {
  await writeFile(at('Clínica', 'agenda.bin'), Buffer.concat([Buffer.from(name), randomBytes(200_000)]))
  await running.client.copyNow({})
  await running.engine.idle()
  if (replicaId === undefined) return
  await running.client.replicateNow({ replicaId })
  await running.engine.idle()
}
const people = (fingerprint: string): Approval => ({
  fingerprint,
  requestedBy: 'Ana' as PersonId,
  confirmedBy: 'Bia' as PersonId,
})
const copiesIn = async (replicaId: ReplicaId) =>
  (await running.client.overview({})).replicas.find((one) => one.replicaId === replicaId)?.copies

beforeAll(async () => {
  ceph = await startCeph()
})
afterAll(() => ceph?.[Symbol.asyncDispose]())
beforeEach(async () => {
  aheadMs = 0
  logged.length = 0
  root = await mkdtemp(path.join(tmpdir(), 'chave do dono é '))
  for (const name of ['Clínica', 'HD externo', 'servidor']) await mkdir(at(name))
  await writeFile(at('Clínica', 'agenda.bin'), 'primeira')
  host = memoryHost()
  await start()
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Agenda' }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

async function expectForgotten(secret: string): Promise<void> {
  const kept = Buffer.concat([...(await filesBelow(root)).values()])
  // The search finds what is there.
  expect(kept.includes('Clínica Boa Vista')).toBe(true)
  for (const text of [secret, Buffer.from(secret).toString('base64')]) {
    expect(kept.includes(text)).toBe(false)
    expect(logged.join('\n')).not.toContain(text)
    expect(JSON.stringify(await facts())).not.toContain(text)
    expect([...host.secrets.values()].join('\n')).not.toContain(text)
  }
}

/** An agenda of which today's newest copy is enough, in a bucket that nobody can erase, in two copies that were proven. */
async function withBucket() {
  const bucket = await ceph.makeBucket({ isLockable: true, policy: (name) => twoKeys(name, PREFIX) })
  const lock = { mode: 'governance', days: 30 } as const
  const place: PlaceOf<'s3'> = ceph.place({ bucket, prefix: PREFIX, accessKeyId: DAY.accessKeyId, lock })
  const { client, engine } = running
  const [source] = (await client.overview({})).sources
  if (source) await client.describeSource({ sourceId: source.id, category: 'agenda', owner: '' })
  await copyWith('segunda')
  const { replicaId } = await client.addPlace({ place, secret: DAY.secret })
  await engine.idle()
  await copyWith('terceira', replicaId)
  await client.proveNow({ replicaId })
  await engine.idle()
  const standard = { kind: 'keep', daily: 1, weekly: 0, monthly: 0, yearly: 0 } as const
  await client.setRetentionPolicy({ standard, byCategory: {}, minimumYears: 0 })
  return { bucket, place, replicaId }
}

it('a bucket nobody can erase: the day’s key cannot clean, the owner’s frees what is protected no more, and nothing remembers it', async () => {
  const { bucket, place, replicaId } = await withBucket()
  let { client, engine } = running
  // That the daily key cannot erase is tried when somebody asks for it, and where there is something to try.
  expect(await code(client.protectNow({ replicaId: (await client.overview({})).replicas[0]?.replicaId ?? '' }))).toBe(
    'VAULT_113',
  )
  await client.protectNow({ replicaId })
  await engine.idle()
  expect(await last('protection-checked')).toMatchObject({
    replicaId,
    proof: { kind: 'nobody-can-erase', canHide: false },
  })

  const versions = () => ceph.ask('GET', bucket, '?versions=')
  const before = await versions()
  const agree = async () => {
    const plan = await client.planRetention({ replicaId })
    expect(plan.refusals).toEqual([])
    return { plan, agreed: { replicaId, plannedAtMs: plan.plannedAtMs, approval: people(plan.fingerprint) } }
  }
  const { plan, agreed } = await agree()
  expect(plan.remove.length).toBeGreaterThan(0)
  const clean = (cleaningKey?: CleaningKey) =>
    code(client.applyRetention({ ...agreed, ...(cleaningKey && { cleaningKey }) }))
  expect(await clean()).toBe('RET_106')
  expect(await clean({ user: DAY.accessKeyId, secret: DAY.secret })).toBe('RET_107')
  expect(await clean({ secret: DAY.secret })).toBe('RET_107')
  expect(await clean({ user: OWNER.accessKeyId, secret: 'errada' })).toBe('RET_107')
  expect(await clean({ user: 'NINGUEM', secret: OWNER.secret })).toBe('RET_107')
  await engine.idle()
  expect(await last('cleaning-agreed')).toBeUndefined()
  expect((await versions()).replaceAll(/<[^>]*locks\/.*?<\/(Version|DeleteMarker)>/g, '')).toContain(before.slice(-200))
  const copies = await copiesIn(replicaId)

  // Work that was interrupted asks for the key again: nothing remembers it.
  expect(await clean(OWNERS)).toBe('ok')
  await running.close()
  await start()
  ;({ client, engine } = running)
  await engine.idle()
  expect(await last('job-failed')).toMatchObject({ jobKind: 'retention', replicaId, code: 'RET_106' })
  expect(await copiesIn(replicaId)).toBe(copies)

  expect(await clean(OWNERS)).toBe('ok')
  await engine.idle()
  const people2 = { requestedBy: 'Ana', confirmedBy: 'Bia', withOwnersKey: true }
  const agreedFact = await last('cleaning-agreed')
  expect(agreedFact).toMatchObject({ replicaId, jobKind: 'retention', ...people2 })
  expect(await last('retention-finished')).toMatchObject({
    jobId: agreedFact?.jobId,
    replicaId,
    trashed: plan.remove.length,
  })
  const trash = await client.listTrash({ replicaId })
  expect(trash).toHaveLength(plan.remove.length)
  // To bring something back takes no key that erases.
  await client.restoreFromTrash({ replicaId, copyId: trash[0]?.copyId ?? expect.fail('an empty trash') })
  expect(await client.listTrash({ replicaId })).toHaveLength(plan.remove.length - 1)
  const again = await agree()
  await client.applyRetention({ ...again.agreed, cleaningKey: OWNERS })
  await engine.idle()
  expect(await copiesIn(replicaId)).toBe((copies ?? 0) - plan.remove.length)

  // A month later nobody needs them; the server still counts their days.
  aheadMs = 31 * DAY_MS
  await copyWith('um mês depois', replicaId)
  const prune = async (cleaningKey?: CleaningKey) => {
    const shown = await client.planPrune({ replicaId })
    const { fingerprint, plannedAtMs } = shown
    const approval = people(fingerprint)
    await client.applyPrune({ replicaId, plannedAtMs, approval, ...(cleaningKey && { cleaningKey }) })
    await engine.idle()
    return shown
  }
  expect(await code(prune())).toBe('RET_106')
  const shown = await prune(OWNERS)
  const until = expect.closeTo(Date.now() + 30 * DAY_MS, -8)
  expect(shown.later).toMatchObject({ untilMs: until })
  const left = { leftPacks: shown.later?.packs, leftBytes: shown.later?.bytes, leftUntilMs: until }
  expect(await last('prune-finished')).toMatchObject({ replicaId, deletedPacks: 0, freedBytes: 0, ...left })
  await client.proveNow({ replicaId })
  await engine.idle()
  expect(await last('proof-finished')).toMatchObject({ replicaId, problems: 0 })

  // The key of every day cannot take what is left, neither now nor when its days are over.
  const day = openBackend(place, { secret: DAY.secret })
  const stored = await day.list('pack')
  await endProtection(ceph, bucket, PREFIX)
  await expect.poll(async () => (await client.planPrune({ replicaId })).later).toBeNull()
  for (const { name } of stored) expect(await code(day.remove({ kind: 'pack', name }))).toBe('DEST_103')
  expect(await day.list('pack')).toEqual(stored)
  await prune(OWNERS)
  expect(await last('prune-finished')).toMatchObject({ deletedPacks: left.leftPacks, leftPacks: 0, leftUntilMs: null })
  expect((await last('prune-finished'))?.freedBytes).toBeGreaterThan(0)
  expect((await day.list('pack')).length).toBe(stored.length - (left.leftPacks ?? 0))
  await day.close()
  // What was hidden is gone as well.
  expect(await versions()).not.toMatch(/<DeleteMarker><Key>[^<]*\/(snapshots|index)\//)
  await client.proveNow({ replicaId })
  await engine.idle()
  expect(await last('proof-finished')).toMatchObject({ replicaId, problems: 0 })
  await expectForgotten(OWNER.secret)
})

it('a server that only adds is cleaned at the owner’s own address', async () => {
  const append = await serveRestic({ folder: at('servidor'), appendOnly: true })
  const owners = await serveRestic({ folder: at('servidor') })
  try {
    const { client, engine } = running
    await copyWith('maior do que o resto')
    const url = (port: number) => `http://127.0.0.1:${port}/cofre/`
    const place: OpenPlace = { kind: 'rest', url: url(append.port), user: USER, secretRef: 'new' }
    const { replicaId } = await client.addPlace({ place, secret: PASSWORD })
    await engine.idle()
    // What an upload that broke off left there.
    const bytes = randomBytes(90_000)
    const name = createHash('sha256').update(bytes).digest('hex')
    const day = openBackend(place, { secret: PASSWORD })
    await day.write({ kind: 'pack', name }, bytes)
    const prune = async (cleaningKey?: CleaningKey) => {
      const { fingerprint, plannedAtMs } = await client.planPrune({ replicaId })
      const approval = people(fingerprint)
      await client.applyPrune({ replicaId, plannedAtMs, approval, ...(cleaningKey && { cleaningKey }) })
      await engine.idle()
    }
    const there = async () =>
      (await readdir(at('servidor', 'cofre', 'data'), { recursive: true })).join().includes(name)
    await prune()
    expect(await last('prune-finished')).toMatchObject({ deletedPacks: 0, leftPacks: 1, freedBytes: 0 })
    expect(await code(prune({ secret: PASSWORD }))).toBe('RET_107')
    expect(await code(prune({ secret: 'errada', url: url(owners.port) }))).toBe('RET_107')
    expect(await there()).toBe(true)
    await prune({ secret: PASSWORD, url: url(owners.port) })
    expect(await last('prune-finished')).toMatchObject({ deletedPacks: 1, leftPacks: 0 })
    expect(await there()).toBe(false)
    expect(await readFile(at('dados', 'settings.json'), 'utf8')).not.toContain(`${owners.port}`)
    await day.close()
  } finally {
    await owners.stop()
    await append.stop()
  }
})
