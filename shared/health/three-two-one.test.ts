import { expect, it } from 'vitest'
import type { ReplicaOverview } from '../contracts/index.ts'
import type { DiskId, Place } from '../domain/index.ts'
import { threeTwoOneOf } from './three-two-one.ts'

const DAY = 86_400_000
const NOW = 1_800_000_000_000
const cloud: Place = {
  kind: 's3',
  endpoint: 'https://s3.example',
  region: 'x',
  bucket: 'clinica',
  prefix: '',
  style: 'path',
  accessKeyId: 'a',
  secretRef: 'place:1',
}
const replica = (change: Partial<ReplicaOverview> = {}): ReplicaOverview => ({
  replicaId: 'a'.repeat(64),
  place: { kind: 'local', path: '/hd' },
  isMain: true,
  isReachable: true,
  isOutside: false,
  copies: 3,
  newestCopyAtMs: NOW - DAY,
  trouble: null,
  protection: null,
  freeBytes: null,
  proof: { kind: 'none' },
  lastUpdate: null,
  ...change,
})
const proven: ReplicaOverview['protection'] = {
  atMs: NOW,
  proof: { kind: 'nobody-can-erase', untilMs: NOW + DAY, mode: 'compliance', canHide: false },
  protectedUntilMs: NOW + DAY,
}
const of = (...replicas: ReplicaOverview[]) => threeTwoOneOf({ replicas }, NOW)

it('this computer alone is one copy of one kind', () => {
  expect(of()).toEqual({ copies: 1, media: 1, outside: 0, safe: 0 })
})

it('HD, NAS and a cloud that cannot be erased make four copies of four kinds, one outside, one safe', () => {
  const nas: Place = { kind: 'webdav', url: 'https://nas.example/', user: 'a', secretRef: 'place:2' }
  const locked: Place = { ...cloud, lock: { mode: 'compliance', days: 30 } }
  const found = of(replica(), replica({ place: nas }), replica({ place: locked, isOutside: true, protection: proven }))
  expect(found).toEqual({ copies: 4, media: 4, outside: 1, safe: 1 })
})

it('copies on the disk of the originals are no copy more and no second kind of place', () => {
  expect(of(replica({ isOnSourceDisk: true }))).toEqual({ copies: 1, media: 1, outside: 0, safe: 0 })
  expect(of(replica({ isOnSourceDisk: false }))).toMatchObject({ copies: 2, media: 2 })
  expect(of(replica({ isOnSourceDisk: true }), replica({ place: cloud }))).toMatchObject({ copies: 2, media: 2 })
})

it('an unplugged HD is safe; a disk of the month that is away is outside as well, for longer', () => {
  expect(of(replica({ isReachable: false }))).toEqual({ copies: 2, media: 2, outside: 0, safe: 1 })
  const diskId = 'd' as DiskId
  const away = replica({ isReachable: false, diskId, newestCopyAtMs: NOW - 40 * DAY })
  expect(of(away)).toEqual({ copies: 2, media: 2, outside: 1, safe: 1 })
  expect(of({ ...away, isReachable: true })).toMatchObject({ outside: 0, safe: 0 })
})

it.each([
  ['holds nothing', { newestCopyAtMs: null }],
  ['is ten days behind', { newestCopyAtMs: NOW - 10 * DAY }],
  ['is damaged', { proof: { kind: 'damaged' as const, atMs: NOW, problems: 1 } }],
])('a place that %s counts for nothing', (_name, change) => {
  expect(of(replica({ place: cloud, isOutside: true, ...change }))).toEqual({
    copies: 1,
    media: 1,
    outside: 0,
    safe: 0,
  })
})
