import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import {
  dayKeyPolicy,
  type Fact,
  type Place,
  type PlaceOf,
  type PlaceTestEvent,
  type ReplicaId,
} from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { type EngineClient, memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { type Ceph, DAY, OWNER, startCeph } from '../network/ceph.ts'
import { startOpenSsh } from '../network/openssh.ts'

// SFTP and a bucket as places of a clinic, against servers as they are found outside.

const DAY_MS = 86_400_000
const PATIENT = { timeout: 120_000, interval: 100 }
let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let ceph: Ceph
let kitWords: string[]
const at = (...names: string[]) => path.join(root, ...names)

beforeAll(async () => {
  ceph = await startCeph()
})
afterAll(() => ceph?.[Symbol.asyncDispose]())
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tipos de lugar é '))
  for (const name of ['Clínica', 'HD externo']) await mkdir(at(name))
  await writeFile(at('Clínica', 'laudo.txt'), 'primeira versão')
  host = memoryHost()
  running = await runEngine({ dataFolder: at('dados'), host })
  ;({ kitWords } = await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Prontuários' }],
    destinationPath: at('HD externo'),
  }))
  await running.engine.idle()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

async function all<K extends Fact['kind']>(client: EngineClient, kind: K) {
  const facts: Fact[] = []
  const stop = client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  await client.overview({})
  stop()
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
}
const replica = async (replicaId: ReplicaId) =>
  (await running.client.overview({})).replicas.find((one) => one.replicaId === replicaId)

/** The place gets what there is; and with the HD away the next copy goes straight there. */
async function holdsEverything(replicaId: ReplicaId): Promise<void> {
  await running.engine.idle()
  const [copy] = await all(running.client, 'copy-finished')
  expect(await replica(replicaId)).toMatchObject({
    isReachable: true,
    copies: 1,
    newestCopyAtMs: copy?.copy.takenAtMs,
    trouble: null,
  })
  await rename(at('HD externo'), at('gaveta'))
  await writeFile(at('Clínica', 'laudo.txt'), 'sem o HD')
  await running.client.copyNow({})
  await running.engine.idle()
  const last = (await all(running.client, 'copy-finished')).at(-1)
  expect(last).toMatchObject({ replicaId })
  expect(await replica(replicaId)).toMatchObject({ copies: 2, newestCopyAtMs: last?.copy.takenAtMs })
  const [found] = await running.client.searchFiles({ text: 'laudo', limit: 5 })
  const [version] = await running.client.listVersions({ fileKey: found?.fileKey ?? -1 })
  await running.client.recoverVersion({ versionKey: version?.versionKey ?? -1, targetFolder: at('Recuperados') })
  expect(await readFile(at('Recuperados', 'laudo.txt'), 'utf8')).toBe('sem o HD')
}

const tryOut = (place: Place, secret: string) =>
  new Promise<PlaceTestEvent[]>((resolve) => {
    const events: PlaceTestEvent[] = []
    const stop = running.client.testPlace({ place, secret }, (event) => {
      events.push(event)
      if (event.kind !== 'finished') return
      stop()
      resolve(events)
    })
  })

it('an SFTP server gets everything, once its key is accepted; under another key nothing goes there', async () => {
  await using server = await startOpenSsh()
  const shown = await running.client.readHostKey({ host: '127.0.0.1', port: server.port })
  const place = await server.place({ hostKey: shown.fingerprint })
  const { replicaId } = await running.client.addPlace({ place, secret: server.key, outside: true })
  await holdsEverything(replicaId)
  expect(await readFile(at('dados', 'settings.json'), 'utf8')).not.toContain('PRIVATE KEY')

  await server.changeHostKeys()
  await running.client.replicateNow({ replicaId })
  await running.engine.idle()
  expect((await replica(replicaId))?.trouble).toMatchObject({ code: 'DEST_106' })
})

it('a bucket gets everything, and counts as outside', async () => {
  const place = ceph.place({ bucket: await ceph.makeBucket() })
  const wrong = running.client.addPlace({ place, secret: 'outro' })
  expect(await wrong.then(() => 'ok', codeOf)).toBe('DEST_105')
  const { replicaId } = await running.client.addPlace({ place, secret: OWNER.secret })
  await holdsEverything(replicaId)
  expect(await replica(replicaId)).toMatchObject({ isOutside: true, protection: null })
  expect(await readFile(at('dados', 'settings.json'), 'utf8')).not.toContain(OWNER.secret)
})

it('from nothing out of a bucket: wrong keys are said, the right ones open it, and the new computer goes on there', async () => {
  const place = ceph.place({ bucket: await ceph.makeBucket() })
  await running.client.addPlace({ place, secret: OWNER.secret })
  await running.engine.idle()
  await running.close()
  for (const gone of ['dados', 'HD externo']) await rm(at(gone), { recursive: true })

  host = memoryHost()
  running = await runEngine({ dataFolder: at('computador novo'), host })
  const { client, engine } = running
  const words = kitWords.join(' ')
  const open = (more: Partial<PlaceOf<'s3'>>, secret: string) =>
    client.openRescue({ place: { ...place, ...more }, secret, words }).then(() => 'ok', codeOf)
  expect(await open({}, 'outro')).toBe('DEST_105')
  expect(await open({ bucket: 'nao-ha-este' }, OWNER.secret)).toBe('DEST_109')
  expect(await open({ prefix: 'outra pasta' }, OWNER.secret)).toBe('NEW_104')
  const { computers } = await client.openRescue({ place, secret: OWNER.secret, words })
  const [computer] = computers
  const copyId = computer?.newest.copyId ?? expect.fail('no copy')
  await client.recoverRescue({ copyId, include: [], targetFolder: at('de volta') })
  expect(await readFile(path.join(at('de volta'), at('Clínica'), 'laudo.txt'), 'utf8')).toBe('primeira versão')

  await writeFile(at('Clínica', 'laudo.txt'), 'no computador novo')
  await client.takeOver({
    computer: computer?.name ?? '',
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Prontuários' }],
    withoutKeychain: false,
  })
  await engine.idle()
  expect(await client.overview({})).toMatchObject({ copies: 2, openFailure: null })
  expect([...host.secrets.values()]).toContain(OWNER.secret)
  expect(await readFile(at('computador novo', 'settings.json'), 'utf8')).not.toContain(OWNER.secret)
})

/** A bucket that can lock; the key for every day may do there what the technician is told to allow it. */
const locked = async (): Promise<PlaceOf<'s3'>> => {
  const prefix = 'clínica/cofre'
  const policy = (bucket: string) => {
    const { Version, Statement } = dayKeyPolicy({ bucket, prefix })
    const Principal = { AWS: ['arn:aws:iam:::user/dia'] }
    return { Version, Statement: Statement.map((one) => ({ ...one, Principal })) }
  }
  const bucket = await ceph.makeBucket({ isLockable: true, policy })
  return ceph.place({ bucket, prefix, lock: { mode: 'compliance', days: 30 } })
}

it('a trial of a place that nobody may erase leaves nothing that stays', async () => {
  const place = await locked()
  const events = await tryOut(place, OWNER.secret)
  expect(events.at(-1)).toEqual({ kind: 'finished', isFit: true, isAsBefore: true, code: null })
  expect(await ceph.ask('GET', place.bucket, '?versions=')).not.toContain('<VersionId>')
})

it('a bucket that cannot lock is refused where a lock was asked for', async () => {
  const bucket = await ceph.makeBucket()
  const place = { ...(await locked()), bucket }
  const added = running.client.addPlace({ place, secret: OWNER.secret })
  expect(await added.then(() => 'ok', codeOf)).toBe('DEST_110')
  expect((await running.client.overview({})).replicas).toHaveLength(1)
  expect(await ceph.ask('GET', bucket, '?versions=')).not.toContain('<Key>')
  expect([...host.secrets.keys()].filter((name) => name.startsWith('place:'))).toEqual([])
})

/** From now on, twenty times as fast: an engine that was just started waits before it begins anything. */
function hurriedClock(times = 20): Clock {
  const beganMs = Date.now()
  const nowMs = () => beganMs + (Date.now() - beganMs) * times
  return {
    nowMs,
    nowNs: () => BigInt(nowMs()) * 1_000_000n,
    sleep: (durationMs, signal) => systemClock.sleep(durationMs / times, signal),
  }
}

it('every day it is kept up, and tried, that nobody can erase; Início knows until when', async () => {
  const place = { ...(await locked()), accessKeyId: DAY.accessKeyId }
  // The key for every day cannot take back what it tried with. That is told as what it is, not as a place that is not fit.
  expect(await tryOut(place, DAY.secret)).toEqual([
    { kind: 'finished', isFit: false, isAsBefore: false, code: 'DEST_112' },
  ])
  const { replicaId } = await running.client.addPlace({ place, secret: DAY.secret })
  await running.engine.idle()
  expect(await replica(replicaId)).toMatchObject({ copies: 1, protection: null })
  await running.close()
  running = await runEngine({ dataFolder: at('dados'), host, isAutomatic: true, clock: hurriedClock() })
  await vi.waitFor(async () => expect(await all(running.client, 'protection-checked')).toHaveLength(1), PATIENT)
  const untilMs = expect.closeTo(Date.now() + 30 * DAY_MS, -8)
  const [checked] = await all(running.client, 'protection-checked')
  const proof = { kind: 'nobody-can-erase', mode: 'compliance', canHide: false, untilMs }
  expect(checked).toMatchObject({ replicaId, proof, missing: 0, protectedUntilMs: untilMs })
  expect(checked?.prolonged).toBeGreaterThan(0)
  expect((await replica(replicaId))?.protection).toMatchObject({ proof, protectedUntilMs: untilMs })
  expect((await readdir(at('dados'))).some((name) => name.startsWith('protection-'))).toBe(true)
})
