import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Fact, Place } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { httpFront } from '../network/http-front.ts'
import { type NetworkServer, PASSWORD, serveRestic, serveWebdav, USER } from '../network/rclone.ts'
import { type ToxicProxy, toxicProxy } from '../network/toxic-proxy.ts'

let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let cloud: NetworkServer
let wire: ToxicProxy
const PATIENT = { timeout: 60_000, interval: 100 }
const at = (...names: string[]) => path.join(root, ...names)
const factsSoFar = async () => {
  const facts: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  await running.client.overview({})
  stop()
  return facts
}
const all = async <K extends Fact['kind']>(kind: K) =>
  (await factsSoFar()).filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
const last = async <K extends Fact['kind']>(kind: K) => (await all(kind)).at(-1)
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const replicas = async () => (await running.client.overview({})).replicas
const copyWith = async (text: string) => {
  await writeFile(at('Clínica', 'laudo.txt'), text)
  await running.client.copyNow({})
}
const restPlace = (port: number, folder = 'cofre'): Place => ({
  kind: 'rest',
  url: `http://127.0.0.1:${port}/${folder}/`,
  user: USER,
  secretRef: 'new',
})
const addCloud = (secret = PASSWORD, place = restPlace(wire.port)) =>
  running.client.addPlace({ place, secret, name: 'Nuvem da clínica', outside: true })
const request = (destination: string) => ({
  clinicName: 'Clínica Boa Vista',
  sources: [{ kind: 'folder' as const, path: at('Clínica'), label: 'Prontuários' }],
  destinationPath: destination,
})

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'salvaguarda lugares é '))
  for (const name of ['Clínica', 'HD externo', 'NAS', 'servidor']) await mkdir(at(name))
  await writeFile(at('Clínica', 'laudo.txt'), 'primeira versão')
  cloud = await serveRestic({ folder: at('servidor') })
  wire = await toxicProxy(cloud.port)
  host = memoryHost()
  running = await runEngine({ dataFolder: at('dados'), host })
  await setUpClinic(running.client, request(at('HD externo')))
  await running.engine.idle()
})
afterEach(async () => {
  await wire.stop()
  await running.close()
  await cloud.stop()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

describe('a place on a network', () => {
  it('is tried, gets the whole vault, and its secret is in the keychain only', async () => {
    const { replicaId } = await addCloud()
    await running.engine.idle()
    expect(await last('replica-updated')).toMatchObject({ replicaId, copies: 1, heldBack: 0 })
    expect((await replicas())[1]).toMatchObject({
      replicaId,
      name: 'Nuvem da clínica',
      isOutside: true,
      isReachable: true,
      copies: 1,
      newestCopyAtMs: (await last('copy-finished'))?.copy.takenAtMs,
      trouble: null,
    })
    const account = [...host.secrets.keys()].find((name) => name.startsWith('place:'))
    expect(host.secrets.get(account ?? '')).toBe(PASSWORD)
    const settings = await readFile(at('dados', 'settings.json'), 'utf8')
    expect(settings).toContain(account)
    expect(settings).not.toContain('senha')
    expect(JSON.stringify(await factsSoFar())).not.toContain('127.0.0.1')
    const names = (folder: string) => readdir(path.join(folder, 'snapshots'))
    expect(await names(at('servidor', 'cofre'))).toEqual(await names(at('HD externo', 'Salvaguarda', 'cofre')))
  })

  it('says what is wrong, changes nothing, and works with the right secret after', async () => {
    const settings = () => readFile(at('dados', 'settings.json'), 'utf8')
    const before = await settings()
    expect(await codeFrom(addCloud('outra senha'))).toBe('DEST_105')
    wire.infect({ kind: 'says', text: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nLogin' })
    expect(await codeFrom(addCloud())).toBe('DEST_108')
    wire.infect({ kind: 'clean' })
    await mkdir(at('servidor', 'fotos'))
    await writeFile(at('servidor', 'fotos', 'config'), 'nada disso')
    expect(await codeFrom(addCloud(PASSWORD, restPlace(wire.port, 'fotos')))).not.toBe('ok')
    expect(await readFile(at('servidor', 'fotos', 'config'), 'utf8')).toBe('nada disso')
    expect(await settings()).toBe(before)
    expect([...host.secrets.keys()].filter((name) => name.startsWith('place:'))).toEqual([])
    expect(await replicas()).toHaveLength(1)

    const { replicaId } = await addCloud()
    await running.engine.idle()
    expect(await codeFrom(addCloud())).toBe('VAULT_108')
    expect(await codeFrom(running.client.placeSecretChanged({ replicaId, secret: 'errada' }))).toBe('DEST_105')
    expect(await codeFrom(running.client.placeSecretChanged({ replicaId, secret: PASSWORD }))).toBe('ok')
    await running.client.replicateNow({ replicaId })
    await running.engine.idle()
    expect((await replicas())[1]).toMatchObject({ isReachable: true, trouble: null })
  })

  it('is never made over the vault of another clinic', async () => {
    const stranger = await runEngine({ dataFolder: at('outra clínica'), host: memoryHost() })
    await setUpClinic(stranger.client, { ...request(at('NAS')), clinicName: 'Outra' })
    await stranger.engine.idle()
    await stranger.client.addPlace({ place: restPlace(cloud.port), secret: PASSWORD })
    await stranger.engine.idle()
    await stranger.close()
    const before = await readdir(at('servidor', 'cofre'), { recursive: true })
    expect(await codeFrom(addCloud())).toBe('VAULT_108')
    expect(await readdir(at('servidor', 'cofre'), { recursive: true })).toEqual(before)
    expect(await replicas()).toHaveLength(1)
  })

  it('that is full says so, holds up nothing else, and goes on when there is room again', async () => {
    await using front = await httpFront(cloud.port)
    const { replicaId } = await addCloud(PASSWORD, restPlace(front.port))
    await running.engine.idle()
    front.meddle(({ method, url }) =>
      method === 'POST' && url?.includes('/data/') ? { kind: 'answers', status: 507 } : undefined,
    )
    await copyWith('não cabe na nuvem')
    await running.engine.idle()
    expect(await last('copy-finished')).not.toMatchObject({ replicaId })
    await running.client.replicateNow({ replicaId })
    await running.engine.idle()
    expect(await last('job-failed')).toMatchObject({ jobKind: 'replicate', replicaId, code: 'DEST_102' })
    expect((await running.client.overview({})).openFailure).toBeNull()
    expect((await replicas())[1]).toMatchObject({ copies: 1, trouble: { code: 'DEST_102' } })
    front.meddle(() => undefined)
    await running.client.replicateNow({ replicaId })
    await running.engine.idle()
    expect((await replicas())[1]).toMatchObject({ copies: 2, trouble: null })
  })

  it('is not used any more once it is taken out; what lies there stays, and it can come back', async () => {
    const { replicaId } = await addCloud()
    await running.engine.idle()
    const [main] = await replicas()
    const before = await readdir(at('servidor', 'cofre'), { recursive: true })
    await running.client.removePlace({ replicaId })
    expect(await replicas()).toHaveLength(1)
    expect(await readdir(at('servidor', 'cofre'), { recursive: true })).toEqual(before)
    expect(await codeFrom(running.client.removePlace({ replicaId: main?.replicaId ?? '' }))).toBe('SET_105')
    expect((await addCloud()).replicaId).toBe(replicaId)
    await running.engine.idle()
    // The next place takes the part of the first.
    await running.client.removePlace({ replicaId: main?.replicaId ?? '' })
    await copyWith('depois de tirar o HD')
    await running.engine.idle()
    expect(await last('copy-finished')).toMatchObject({ replicaId })
    expect((await replicas())[0]).toMatchObject({ replicaId, isMain: true, copies: 2 })
  })
})

describe('one plan, several places', () => {
  it('a copy of the HD begins and ends while a slow cloud is brought up to date', async () => {
    const { replicaId } = await addCloud()
    await running.engine.idle()
    await copyWith('segunda versão')
    await running.engine.idle()
    // From now on the cloud swallows what is sent, and says nothing.
    wire.cutAll()
    wire.infect({ kind: 'swallow', direction: 'up', afterBytes: 0 })
    const { jobId } = await running.client.replicateNow({ replicaId })
    await vi.waitFor(async () => {
      expect((await all('job-started')).some((fact) => fact.jobId === jobId)).toBe(true)
    }, PATIENT)
    await copyWith('terceira versão')
    await vi.waitFor(async () => expect(await all('copy-finished')).toHaveLength(3), PATIENT)
    await vi.waitFor(async () => {
      expect((await running.client.overview({})).running).toEqual([{ jobId, jobKind: 'replicate' }])
    }, PATIENT)
    // The cloud answers again: it gets both copies.
    wire.infect({ kind: 'clean' })
    wire.cutAll()
    await running.engine.idle()
    if ((await replicas())[1]?.copies !== 3) await running.client.replicateNow({ replicaId })
    await running.engine.idle()
    expect((await replicas())[1]).toMatchObject({ copies: 3, trouble: null })
  })

  it('the HD away: the NAS gets the copy; the HD, back, is given it; then it lies in both and everything is found', async () => {
    const { client, engine } = running
    const { replicaId: nasId } = await client.addReplica({ destinationPath: at('NAS') })
    await engine.idle()
    const [main] = await replicas()
    const hdId = main?.replicaId ?? ''
    await rename(at('HD externo'), at('gaveta'))
    await copyWith('feita sem o HD')
    await engine.idle()
    expect(await last('copy-finished')).toMatchObject({ replicaId: nasId })
    expect(await last('place-passed-over')).toMatchObject({ replicaId: hdId, code: 'DEST_101' })
    expect(await all('job-failed')).toEqual([])
    const [hd, nas] = await replicas()
    expect(hd).toMatchObject({ isReachable: false, copies: 1, trouble: { code: 'DEST_101' } })
    expect(nas).toMatchObject({
      isReachable: true,
      copies: 2,
      newestCopyAtMs: (await last('copy-finished'))?.copy.takenAtMs,
    })

    // A file is brought back from where it is.
    const [found] = await client.searchFiles({ text: 'laudo', limit: 5 })
    const [version] = await client.listVersions({ fileKey: found?.fileKey ?? -1 })
    await client.recoverVersion({ versionKey: version?.versionKey ?? -1, targetFolder: at('Recuperados') })
    expect(await readFile(at('Recuperados', 'laudo.txt'), 'utf8')).toBe('feita sem o HD')

    // Told once, however often it is passed over.
    await copyWith('outra sem o HD')
    await engine.idle()
    expect(await all('place-passed-over')).toHaveLength(1)

    await rename(at('gaveta'), at('HD externo'))
    await client.replicateNow({ replicaId: hdId })
    await engine.idle()
    expect(await last('replica-updated')).toMatchObject({ replicaId: hdId, copies: 2 })
    expect((await replicas())[0]).toMatchObject({ isReachable: true, copies: 3, trouble: null })
    await copyWith('de volta ao HD')
    await engine.idle()
    expect(await last('copy-finished')).toMatchObject({ replicaId: hdId })
    // The NAS away for good: nothing was only there.
    await rename(at('NAS'), at('roubado'))
    expect((await client.overview({})).copies).toBe(4)
    const snapshots = await readdir(at('HD externo', 'Salvaguarda', 'cofre', 'snapshots'))
    expect(snapshots).toHaveLength(4)
  })

  it('copies go where the clinic says first; the others are brought up all the same, also after a restart', async () => {
    const { replicaId: nasId } = await running.client.addReplica({ destinationPath: at('NAS') })
    await running.engine.idle()
    const hdId = (await replicas())[0]?.replicaId ?? ''
    const unknown = [hdId, 'f'.repeat(64)]
    expect(await codeFrom(running.client.orderPlaces({ replicaIds: unknown }))).toBe('VAULT_113')
    await running.client.orderPlaces({ replicaIds: [nasId, hdId] })
    expect(await replicas()).toMatchObject([
      { replicaId: nasId, isMain: false },
      { replicaId: hdId, isMain: true },
    ])
    await running.close()
    running = await runEngine({ dataFolder: at('dados'), host })
    await copyWith('primeiro no NAS')
    await running.engine.idle()
    expect(await last('copy-finished')).toMatchObject({ replicaId: nasId })
    await running.client.replicateNow({ replicaId: hdId })
    await running.engine.idle()
    expect(await replicas()).toMatchObject([{ copies: 2 }, { copies: 2, trouble: null }])
    // Taken out, it takes its turn along.
    await running.client.removePlace({ replicaId: nasId })
    await copyWith('só há o HD')
    await running.engine.idle()
    expect(await last('copy-finished')).toMatchObject({ replicaId: hdId })
  })

  it('a restart with the HD behind forgets no copy that only the NAS has', async () => {
    const { replicaId: nasId } = await running.client.addReplica({ destinationPath: at('NAS') })
    await running.engine.idle()
    await rename(at('HD externo'), at('gaveta'))
    await copyWith('feita sem o HD')
    await running.engine.idle()
    await rename(at('gaveta'), at('HD externo'))
    await running.close()
    running = await runEngine({ dataFolder: at('dados'), host })
    await running.engine.idle()
    expect((await running.client.overview({})).copies).toBe(2)
    // Also when the catalogue itself is lost: what the NAS has comes back with its copies.
    await running.close()
    for (const name of await readdir(at('dados'))) if (name.startsWith('catalog.db')) await rm(at('dados', name))
    running = await runEngine({ dataFolder: at('dados'), host })
    await running.engine.idle()
    const hdId = (await replicas())[0]?.replicaId ?? ''
    await vi.waitFor(async () => {
      await running.client.replicateNow({ replicaId: nasId }).catch(() => undefined)
      await running.client.replicateNow({ replicaId: hdId }).catch(() => undefined)
      await running.engine.idle()
      expect((await running.client.overview({})).copies).toBe(2)
    }, PATIENT)
    expect(await replicas()).toMatchObject([{ copies: 2 }, { copies: 2 }])
  })

  it('what was removed from a place by two people is not brought back to it by another place', async () => {
    const { client, engine } = running
    await client.addReplica({ destinationPath: at('NAS') })
    await engine.idle()
    const hdId = (await replicas())[0]?.replicaId ?? ''
    const vault = at('HD externo', 'Salvaguarda', 'cofre')
    const [only] = await readdir(path.join(vault, 'snapshots'))
    await rm(path.join(vault, 'snapshots', only ?? ''))
    await client.replicateNow({ replicaId: hdId })
    await engine.idle()
    expect(await last('replica-updated')).toMatchObject({ replicaId: hdId, copies: 0 })
    expect(await readdir(path.join(vault, 'snapshots'))).toEqual([])
  })
})

it('mends damage of one place from another, and is proven again', async () => {
  const { client, engine } = running
  await client.addReplica({ destinationPath: at('NAS') })
  await engine.idle()
  const replicaId = (await replicas())[0]?.replicaId ?? ''
  const data = at('HD externo', 'Salvaguarda', 'cofre', 'data')
  const packs = (await readdir(data, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  await rm(path.join(packs[0]?.parentPath ?? '', packs[0]?.name ?? ''))
  await client.proveNow({ replicaId })
  await engine.idle()
  expect((await replicas())[0]?.proof.kind).toBe('damaged')
  await client.healReplica({ replicaId })
  await engine.idle()
  expect(await last('healed')).toMatchObject({ replicaId, packs: 1, lost: 0 })
  expect((await client.overview({})).running).toEqual([])
  expect((await replicas())[0]?.proof.kind).toBe('current')
})

it('speaks WebDAV as well', async () => {
  const nas = await serveWebdav()
  try {
    const place: Place = { kind: 'webdav', url: new URL('cofre/', nas.url).href, user: USER, secretRef: 'new' }
    const { replicaId } = await running.client.addPlace({ place, secret: PASSWORD })
    await running.engine.idle()
    expect(await last('replica-updated')).toMatchObject({ replicaId, copies: 1 })
    await rename(at('HD externo'), at('gaveta'))
    await copyWith('direto no NAS')
    await running.engine.idle()
    expect(await last('copy-finished')).toMatchObject({ replicaId })
  } finally {
    await nas.remove()
  }
})
