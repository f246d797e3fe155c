import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  applyRefreshes,
  type Backend,
  conformanceCases,
  dueRefreshes,
  emptyBook,
  type FileRef,
  lockedPlace,
  mayRemove,
  openBackend,
  protectedUntilMs,
  proveImmutability,
  s3Backend,
} from '#engine/backends/index.ts'
import { systemClock } from '#engine/kernel/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { checkVault, createVault, openVault } from '#engine/vault/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { differences, makeHostileFolder, makePlace } from '../interop/hostile-folder.ts'
import { stockRestic } from '../interop/stock-restic.ts'
import { peers } from '../peers.ts'
import { type Ceph, DAY, endProtection, OWNER, startCeph, twoKeys } from './ceph.ts'

const DAY_MS = 86_400_000
const PREFIX = 'clínica/cofre'
const PASSWORD = 'senha da clínica ção'
const COMPLIANCE = { mode: 'compliance', days: 30 } as const
const GOVERNANCE = { mode: 'governance', days: 30 } as const

let ceph: Ceph
let bucket = ''
beforeAll(async () => {
  ceph = await startCeph()
  bucket = await lockedBucket()
})
afterAll(() => ceph?.[Symbol.asyncDispose]())

const lockedBucket = () => ceph.makeBucket({ isLockable: true, policy: (name) => twoKeys(name, PREFIX) })
const dayPlace = (more: Partial<PlaceOf<'s3'>> = {}) =>
  ceph.place({ bucket, prefix: PREFIX, accessKeyId: DAY.accessKeyId, lock: COMPLIANCE, ...more })
const ownerPlace = (more: Partial<PlaceOf<'s3'>> = {}) => dayPlace({ accessKeyId: OWNER.accessKeyId, ...more })
const pack = (n: number): FileRef => ({ kind: 'pack', name: n.toString(16).padStart(64, '0') })
const CONFIG: FileRef = { kind: 'config', name: '' }
const bytes = Uint8Array.from({ length: 5000 }, (_, n) => n & 0xff)
const code = (step: Promise<unknown>) => step.then(() => 'none', codeOf)
/** As if so many days had passed here, which the server does not believe. */
const days = (count: number) => ({ ...systemClock, nowMs: () => Date.now() + count * DAY_MS })
const seen = new Set<Backend>()
const opened = (backend: Backend) => {
  seen.add(backend)
  return backend
}
afterAll(() => Promise.all([...seen].map((backend) => backend.close())))

test('what the daily key writes can be removed by nobody: not with its key, not with the owner’s; and nothing is hidden', async () => {
  const place = { ...dayPlace(), prefix: `${PREFIX}` }
  const day = opened(s3Backend(place, DAY))
  await day.create()
  for (const file of [CONFIG, pack(1), pack(2)]) await day.write(file, bytes)
  const cleaning = opened(openBackend(ownerPlace(), OWNER))
  for (const backend of [day, cleaning]) {
    const failure = await backend.remove(pack(1)).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ code: 'DEST_112' })
    const { untilMs } = (failure as { params: { untilMs: number } }).params
    expect(Math.abs(untilMs - Date.now() - 30 * DAY_MS)).toBeLessThan(DAY_MS)
  }
  expect(await day.read(pack(1))).toEqual(bytes)
  expect((await day.list('pack')).length).toBe(2)
  // the server says the same to who does not ask first
  const versions = await ceph.ask('GET', bucket, `?versions=&prefix=${encodeURIComponent(`${PREFIX}/data`)}`)
  const ids = [...versions.matchAll(/<VersionId>([^<]+)/g)].map(([, id]) => id)
  const path = `/${[...PREFIX.split('/'), 'data', '00', pack(1).name].map(encodeURIComponent).join('/')}`
  expect(ids.length).toBe(2)
  for (const id of ids)
    await ceph.ask('DELETE', bucket, `${path}?versionId=${id}`).catch((error: Error) => {
      expect(error.message).toMatch(/forbidden by object lock|NoSuchVersion/)
    })
  expect(await day.read(pack(1))).toEqual(bytes)
})

test('locks are not protected: they go, with all their versions', async () => {
  const day = opened(s3Backend(dayPlace(), DAY))
  const lock: FileRef = { kind: 'lock', name: pack(9).name }
  await day.write(lock, bytes)
  await day.write(lock, bytes)
  await day.remove(lock)
  expect(await day.list('lock')).toEqual([])
  const left = await ceph.ask('GET', bucket, `?versions=&prefix=${encodeURIComponent(`${PREFIX}/locks`)}`)
  expect(left).not.toContain('<VersionId>')
})

test('in a bucket that protects all by itself, locks go out of sight all the same', async () => {
  const all = await lockedBucket()
  const rule = '<Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>7</Days></DefaultRetention></Rule>'
  const enabled = '<ObjectLockEnabled>Enabled</ObjectLockEnabled>'
  const configuration = `<ObjectLockConfiguration>${enabled}${rule}</ObjectLockConfiguration>`
  await ceph.ask('PUT', all, '?object-lock=', configuration)
  const day = opened(s3Backend(dayPlace({ bucket: all }), DAY))
  await day.create()
  await day.write(CONFIG, bytes)
  const lock: FileRef = { kind: 'lock', name: pack(9).name }
  await day.write(lock, bytes)
  await day.remove(lock)
  expect(await day.list('lock')).toEqual([])
  await day.write(lock, bytes)
  expect(await day.read(lock)).toEqual(bytes)
})

test('what is no longer needed runs out and goes, with the cleaning key only', async () => {
  // written without protection, as what has run out
  const unprotected = opened(s3Backend(ownerPlace({ lock: undefined }), OWNER))
  await unprotected.write(pack(3), bytes)
  const day = opened(s3Backend(dayPlace(), DAY))
  expect(await code(day.remove(pack(3)))).toBe('DEST_103')
  expect(await day.read(pack(3))).toEqual(bytes)
  const cleaning = opened(s3Backend(ownerPlace(), OWNER))
  await cleaning.remove(pack(3))
  expect(await day.read(pack(3))).toBeUndefined()
  const left = await ceph.ask(
    'GET',
    bucket,
    `?versions=&prefix=${encodeURIComponent(`${PREFIX}/data/00/${pack(3).name}`)}`,
  )
  expect(left).not.toContain('<VersionId>')
})

test('with the owner’s key copies and index files leave the list before their time, packs do not; then nothing of them is left', async () => {
  const cleaned = await lockedBucket()
  const place = { bucket: cleaned, lock: GOVERNANCE }
  const day = opened(s3Backend(dayPlace(place), DAY))
  const [copy, index]: FileRef[] = [
    { kind: 'snapshot', name: pack(5).name },
    { kind: 'index', name: pack(6).name },
  ]
  await day.create()
  const files = [CONFIG, pack(1), copy as FileRef, index as FileRef]
  for (const file of files) await day.write(file, bytes)
  const cleaning = opened(s3Backend(ownerPlace(place), { ...OWNER, isCleaning: true }))
  expect(await cleaning.protectedUntilMs?.(pack(1))).toBeGreaterThan(Date.now() + 29 * DAY_MS)
  expect(await code(cleaning.remove(CONFIG))).toBe('DEST_112')
  expect(await code(cleaning.remove(pack(1)))).toBe('DEST_112')
  for (const kind of ['snapshot', 'index'] as const) {
    // once more does no harm
    for (const _ of [1, 2]) await cleaning.remove({ kind, name: (await day.list(kind))[0]?.name ?? pack(5).name })
    expect(await day.list(kind)).toEqual([])
  }
  await cleaning.clearLeftovers()
  const versions = () => ceph.ask('GET', cleaned, `?versions=&prefix=${encodeURIComponent(PREFIX)}`)
  const idsOf = (text: string, folder: string) =>
    [...text.matchAll(/<Key>([^<]+)<\/Key><VersionId>([^<]+)/g)].filter(([, key]) => key?.includes(`/${folder}/`))
  // still there behind their markers: nobody can erase them yet
  expect(idsOf(await versions(), 'snapshots').length).toBe(2)

  await endProtection(ceph, cleaned, PREFIX)
  await expect
    .poll(async () => {
      await cleaning.clearLeftovers()
      return /<Key>[^<]*\/(snapshots|index)\//.test(await versions())
    })
    .toBe(false)
  expect((await day.list('pack')).length).toBe(1)
  expect(await day.stat(CONFIG)).toBeDefined()
})

test('whether a key may erase is found out without leaving anything', async () => {
  const before = await ceph.ask('GET', bucket, '?versions=')
  expect(await mayRemove(dayPlace(), DAY)).toBe(false)
  expect(await mayRemove(ownerPlace(), OWNER)).toBe(true)
  expect(await code(mayRemove(ownerPlace(), { secret: 'outro' }))).toBe('DEST_105')
  expect(await ceph.ask('GET', bucket, '?versions=')).toBe(before)
})

test('a place without object lock of ours on a bucket that keeps versions frees the room', async () => {
  const prefix = 'outro cofre'
  const owner = opened(s3Backend(ownerPlace({ prefix, lock: undefined }), OWNER))
  await owner.create()
  await owner.write(CONFIG, bytes)
  await owner.write(pack(1), bytes)
  await owner.remove(pack(1))
  const left = await ceph.ask('GET', bucket, `?versions=&prefix=${encodeURIComponent(`${prefix}/data`)}`)
  expect(left).not.toContain('<VersionId>')
})

test('the proof says what is so', async () => {
  const until = expect.closeTo(Date.now() + 30 * DAY_MS, -8)
  expect(await proveImmutability(dayPlace(), DAY)).toEqual({
    kind: 'nobody-can-erase',
    untilMs: until,
    mode: 'compliance',
    canHide: false,
  })
  expect(await proveImmutability(dayPlace({ lock: GOVERNANCE }), DAY)).toMatchObject({
    kind: 'nobody-can-erase',
    mode: 'governance',
  })
  // the owner's key used every day: it can put out of sight, and break governance
  expect(await proveImmutability(ownerPlace(), OWNER)).toMatchObject({ kind: 'nobody-can-erase', canHide: true })
  expect(await proveImmutability(ownerPlace({ lock: GOVERNANCE }), OWNER)).toEqual({
    kind: 'somebody-can-erase',
    how: 'shorten',
  })
  expect(await proveImmutability(dayPlace({ lock: undefined }), DAY)).toEqual({ kind: 'not-locked' })
  const plain = await ceph.makeBucket()
  expect(await proveImmutability(ownerPlace({ bucket: plain }), OWNER)).toEqual({ kind: 'not-locked' })
  expect(await code(proveImmutability(dayPlace(), { secret: 'outro' }))).toBe('DEST_105')
  // what the attempts left is gone but for the objects that nobody can remove
  const left = await ceph.ask('GET', bucket, `?versions=&prefix=${encodeURIComponent(`${PREFIX}/salvaguarda`)}`)
  expect(left).not.toContain('written over')
  expect(await opened(s3Backend(dayPlace(), DAY)).holdsForeignThings()).toBe(false)
})

test('protection is prolonged with the daily key, for what is in use only, and never shortened', async () => {
  const locked = lockedPlace(dayPlace(), DAY)
  const inUse = [CONFIG, pack(1)]
  const left = (await locked.retentionOf(pack(2)))?.untilMs
  const later = days(20)
  const plan = dueRefreshes(inUse, emptyBook, COMPLIANCE, later.nowMs())
  const missing = pack(77)
  const { book, ...outcome } = await applyRefreshes(locked, plan, emptyBook)
  expect(outcome).toEqual({ prolonged: 2, missing: [] })
  const inFiftyDays = expect.closeTo(Date.now() + 50 * DAY_MS, -8)
  expect(protectedUntilMs(inUse, book)).toEqual(inFiftyDays)
  for (const file of inUse) expect((await locked.retentionOf(file))?.untilMs).toEqual(inFiftyDays)
  expect((await locked.retentionOf(pack(2)))?.untilMs).toBe(left)
  expect(await code(locked.extend(pack(1), Date.now() + DAY_MS))).toBe('DEST_103')
  expect((await locked.retentionOf(pack(1)))?.untilMs).toEqual(inFiftyDays)
  expect(await locked.extend(missing, later.nowMs())).toBe(false)
  await locked.requireLockable()
  await locked.close()
  const plain = lockedPlace(ownerPlace({ bucket: await ceph.makeBucket() }), OWNER)
  expect(await code(plain.requireLockable())).toBe('DEST_110')
  expect(await code(s3Backend(ownerPlace({ bucket: await ceph.makeBucket() }), OWNER).create())).toBe('DEST_110')
  await plain.close()
})

test('a vault under object lock is stock restic’s as well: it locks, checks and recovers with the daily key', async () => {
  const folder = await makePlace()
  const source = join(folder, 'clínica')
  await makeHostileFolder(source)
  const vaults = await lockedBucket()
  const place = dayPlace({ bucket: vaults })
  const vault = await createVault(openBackend(place, DAY), {
    secrets: [{ secret: PASSWORD, label: { username: 'ana', hostname: 'recepção' } }],
    scryptCost: { N: 1024, r: 8, p: 1 },
  })
  const copy = { hostname: 'recepção', username: 'ana', programVersion: 'salvaguarda' }
  await takeSnapshot(vault, { ...copy, targets: [{ kind: 'folder', path: source }] })
  await vault.close()
  const keys = { AWS_ACCESS_KEY_ID: DAY.accessKeyId, AWS_SECRET_ACCESS_KEY: DAY.secret }
  const repository = `s3:${ceph.endpoint}/${vaults}/${PREFIX}`
  for (const peer of peers) {
    const restic = await stockRestic(peer, folder, repository, PASSWORD, keys)
    expect(await restic.ok('check', '--read-data')).toContain('no errors were found')
    await restic.ok('restore', 'latest', '--target', join(folder, `de ${peer}`))
    expect(await differences(source, join(folder, `de ${peer}`, source), 'restic')).toEqual([])
    await restic.ok('unlock')
  }
  const again = await openVault(openBackend(place, DAY), PASSWORD)
  expect(await checkVault(again, { readData: true })).toMatchObject({ problems: [] })
  await again.close()
})

test('the contract holds also where everything written is protected', async () => {
  const contract = conformanceCases.filter(({ id }) => ['read-back', 'removed', 'same-again'].includes(id))
  for (const [n, { run }] of contract.entries())
    await run(opened(s3Backend(ownerPlace({ prefix: `contrato ${n}` }), OWNER)))
})
