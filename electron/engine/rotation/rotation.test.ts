import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Catalog, openCatalog } from '#engine/catalog/index.ts'
import { silentLog, systemClock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import type { Volume } from '#engine/volumes/index.ts'
import { type DiskId, diskPolicyOf, type JobId } from '#shared/domain/index.ts'
import { DiskBook } from './book.ts'
import { Rotation } from './rotation.ts'

const diskId = '00000000-0000-4000-8000-000000000001' as DiskId
const replicaId = '1'.repeat(64)
const START_MS = new Date(2026, 2, 5, 9).getTime()
/** A folder that is a mount point on every system; there is no marker in it, as on a disk from before there were markers. */
const ROOT = path.parse(process.cwd()).root
const HD: Volume = {
  ...{ id: 'f00d', label: 'HD', mountPath: ROOT, fileSystem: 'ext4', isRemovable: true, isReadOnly: false },
  ...{ sizeBytes: 1, freeBytes: 1, device: '/dev/sdb1' },
}

let folder: string
let catalog: Catalog
let book: DiskBook
let rotation: Rotation
let nowMs: number
let attached: Volume[]
/** Work on the disk as the queue has it: at most one piece, which the test ends. */
let work: JobId | null
let begun: number

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rodízio é '))
  nowMs = START_MS
  attached = []
  work = null
  begun = 0
  const clock = { ...systemClock, nowMs: () => nowMs }
  catalog = openCatalog(path.join(folder, 'catalog.db'), { clock })
  book = await DiskBook.open({ file: path.join(folder, 'disks.json'), clock, log: silentLog, tell: () => undefined })
  await book.write({ kind: 'added', diskId })
  const place = { kind: 'local', path: path.join(ROOT, 'cofre'), volume: { id: HD.id, diskId, folder: 'cofre' } }
  const settings = {
    vault: { id: '0'.repeat(64), place: { kind: 'local', path: path.join(folder, 'cofre') } },
    replicas: [{ id: replicaId, place }],
    diskSet: {
      policy: diskPolicyOf({ kind: 'month-day', day: 5 }, START_MS),
      disks: [{ diskId, replicaId, number: 1, label: 'Disco A' }],
    },
  } as unknown as Settings
  const session = { settings, requireSettings: () => settings } as unknown as Session
  const volumes = { current: async () => attached, onLook: () => () => undefined, hint: () => undefined }
  rotation = new Rotation({
    ...{ session, catalog, book, volumes, clock, log: silentLog, programs: folder },
    eject: async () => undefined,
    startSwap: () => {
      if (work) return
      begun += 1
      work = `00000000-0000-4000-8000-${String(begun).padStart(12, '0')}` as JobId
      catalog.commitFact({ kind: 'job-started', jobId: work, jobKind: 'swap', isResumed: false })
    },
    workNow: () => (work ? { diskId, jobId: work } : null),
    isHeld: () => false,
  })
})
afterEach(async () => {
  catalog.close()
  await rm(folder, { recursive: true })
})

/** Cable in or out, a second later. */
async function cable(isIn: boolean): Promise<void> {
  nowMs += 1000
  attached = isIn ? [HD] : []
  await rotation.look()
}

async function workFails(): Promise<void> {
  nowMs += 1000
  if (!work) return expect.fail('no work')
  catalog.commitFact({ kind: 'job-failed', jobId: work, jobKind: 'swap', code: 'DEST_101', params: {} })
  work = null
  await rotation.look()
}

it('begins anew on a disk that is back before the work it was pulled out of has noticed', async () => {
  await cable(true)
  expect(begun).toBe(1)
  await cable(false)
  await cable(true)
  // A dead disk may take minutes to fail.
  expect([begun, rotation.view().swap.kind]).toEqual([1, 'working'])
  await workFails()
  expect([begun, rotation.view().swap.kind]).toEqual([2, 'working'])
})

it('waits for a person once work has stopped on the disk as it is now', async () => {
  await cable(true)
  await workFails()
  await rotation.look()
  expect(rotation.view().swap).toEqual({ kind: 'stopped', diskId, error: { code: 'DEST_101', params: {} } })
  expect(begun).toBe(1)
  await rotation.retry(diskId)
  expect(begun).toBe(2)
  expect(book.entries.map(({ kind }) => kind)).toEqual(['added', 'came'])
})
