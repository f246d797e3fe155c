import { closeSync, openSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#engine/kernel/index.ts'
import {
  type BoundPlace,
  judgeVolume,
  MARKER_FILE,
  requireHere,
  resolvePlace,
  systemVolumes,
  type Volume,
  type VolumeWatch,
  volumeWatch,
  writeMarker,
} from '#engine/volumes/index.ts'
import { diskIdSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { noLoopDisks } from '../faults/machine.ts'
import { DISK_FORMATS, type DiskFormat, LoopDisk } from './loop-disk.ts'

const KEY = new Uint8Array(32).fill(1)
const OTHER_KEY = new Uint8Array(32).fill(2)
const DISK_ID = diskIdSchema.parse('4f0c6a57-9d0e-4c5b-8a55-2f7a3f3f1a10')
const OTHER_DISK_ID = diskIdSchema.parse('4f0c6a57-9d0e-4c5b-8a55-2f7a3f3f1a11')
const REPLICA_ID = 'ab'.repeat(32)

let folder: string
let watch: VolumeWatch
const made: LoopDisk[] = []
const adapter = systemVolumes(systemClock)
const at = (...names: string[]) => join(folder, ...names)

async function disk(name: string, format: DiskFormat = 'ext4'): Promise<LoopDisk> {
  const one = await LoopDisk.make(folder, name, format, 16)
  made.push(one)
  return one
}

/** The disk mounted there whose coming or going is told next; resolves as soon as it is. */
const told = (what: 'attached' | 'detached', mountPath: string) =>
  new Promise<Volume>((resolve) => {
    const stop = watch.onLook((change) => {
      const volume = change[what].find((one) => one.mountPath === mountPath)
      if (!volume) return
      stop()
      resolve(volume)
    })
  })

async function volumeAt(mountPath: string): Promise<Volume> {
  const found = (await adapter.list()).find((volume) => volume.mountPath === mountPath)
  if (!found) throw new TypeError('not mounted')
  return found
}

async function mark(volume: Volume, { key = KEY, diskId = DISK_ID, label = 'Disco de março' } = {}): Promise<void> {
  const facts = {
    diskId,
    replicaId: REPLICA_ID,
    volumeId: volume.id,
    fileSystem: volume.fileSystem,
    label,
    madeAtMs: 0,
  }
  await writeMarker(volume.mountPath, facts, key)
}

const placeOn = ({ id, mountPath }: Volume): BoundPlace => ({
  path: join(mountPath, 'Salvaguarda', 'cofre'),
  volume: { id, diskId: DISK_ID, folder: 'Salvaguarda/cofre' },
})

/** What the settings' place is today, with the vault's key at hand. */
async function resolved(place: BoundPlace, key: Uint8Array | undefined = KEY) {
  const found = await resolvePlace(place, { attached: await adapter.list(), key })
  let code = 'ok'
  try {
    requireHere(found)
  } catch (error) {
    code = codeOf(error)
  }
  return { ...found, code }
}

describe.skipIf(noLoopDisks !== undefined)(
  `real disks${noLoopDisks ? ` (skipped: ${noLoopDisks})` : ''}`,
  { timeout: 300_000 },
  () => {
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'discos é '))
      watch = volumeWatch(adapter, systemClock)
      await watch.current()
    })
    afterEach(async () => {
      await watch.stop()
      for (const one of made.splice(0)) await one.destroy()
      await rm(folder, { recursive: true, force: true })
    })

    test.each(DISK_FORMATS)('%s: plugged in, found elsewhere, busy, ejected: all is noticed', async (format) => {
      const hd = await disk('HDAZUL', format)
      const coming = told('attached', at('gaveta 1'))
      await hd.plugIn(at('gaveta 1'))
      const volume = await coming
      expect(volume).toMatchObject({ label: 'HDAZUL', fileSystem: format, isReadOnly: false })
      expect(volume.freeBytes).toBeGreaterThan(8 * 1024 ** 2)
      const going = told('detached', at('gaveta 1'))
      await hd.unplug()
      expect((await going).id).toBe(volume.id)

      const back = told('attached', at('gaveta 2'))
      await hd.plugIn(at('gaveta 2'), 'ro')
      const again = await back
      expect(again).toMatchObject({ id: volume.id, isReadOnly: true })
      const open = openSync(at('gaveta 2'), 'r')
      await expect(adapter.eject(again)).rejects.toMatchObject({ code: 'DEST_113' })
      closeSync(open)
      const ejected = told('detached', at('gaveta 2'))
      await adapter.eject(again)
      expect((await ejected).id).toBe(volume.id)
      await hd.wasEjected()
    })

    test('the right disk is right wherever it is mounted, and read-only is told', async () => {
      const hd = await disk('HDAZUL')
      await hd.plugIn(at('gaveta 1'))
      const place = placeOn(await volumeAt(at('gaveta 1')))
      expect(await resolved(place)).toMatchObject({ kind: 'here', verdict: { kind: 'no-marker', isExpected: true } })
      await mark(await volumeAt(at('gaveta 1')))
      await hd.unplug()
      // The folder is still there, and empty.
      expect(await resolved(place)).toMatchObject({ kind: 'away', code: 'DEST_101' })
      await hd.plugIn(at('gaveta 2'))
      expect(await resolved(place)).toMatchObject({
        kind: 'here',
        path: at('gaveta 2', 'Salvaguarda', 'cofre'),
        verdict: { kind: 'right' },
      })
      await hd.unplug()
      await hd.plugIn(at('gaveta 2'), 'ro')
      expect(await resolved(place)).toMatchObject({ kind: 'here', verdict: { kind: 'read-only' } })
    })

    test('a disk that went between two looks is an empty mount point', async () => {
      const hd = await disk('HDAZUL')
      await hd.plugIn(at('gaveta 1'))
      const volume = await volumeAt(at('gaveta 1'))
      await mark(volume)
      await hd.unplug()
      const expected = { diskId: DISK_ID, volumeId: volume.id }
      expect(await judgeVolume(volume, expected, { attached: [volume], key: KEY })).toEqual({
        kind: 'empty-mount-point',
      })
    })

    test('another disk of the clinic, a stranger, and one without a name, in the place of the right one', async () => {
      const [hd, other] = [await disk('HDAZUL'), await disk('HDVERDE')]
      await hd.plugIn(at('gaveta'))
      await mark(await volumeAt(at('gaveta')))
      const place = placeOn(await volumeAt(at('gaveta')))
      await hd.unplug()
      await other.plugIn(at('gaveta'))
      const volume = await volumeAt(at('gaveta'))
      expect(await resolved(place)).toMatchObject({
        ...{ kind: 'other', verdict: { kind: 'no-marker', isExpected: false }, code: 'DEST_111' },
      })
      await mark(volume, { diskId: OTHER_DISK_ID, label: 'Disco de abril' })
      expect(await resolved(place)).toMatchObject({
        ...{ kind: 'other', verdict: { kind: 'wrong-disk', marker: { label: 'Disco de abril' } }, code: 'DEST_111' },
      })
      await mark(volume, { key: OTHER_KEY, diskId: DISK_ID })
      expect(await resolved(place)).toMatchObject({ kind: 'other', verdict: { kind: 'foreign' }, code: 'DEST_111' })
      await rm(join(volume.mountPath, MARKER_FILE))
      await mkdir(join(volume.mountPath, MARKER_FILE))
      expect(await resolved(place)).toMatchObject({ kind: 'other', verdict: { kind: 'foreign' }, code: 'DEST_111' })
    })

    test.each(DISK_FORMATS)(
      '%s: two disks with the same identity: neither is used, and alone each is right',
      async (format) => {
        const hd = await disk('HDAZUL', format)
        await hd.plugIn(at('gaveta 1'))
        await mark(await volumeAt(at('gaveta 1')))
        const place = placeOn(await volumeAt(at('gaveta 1')))
        await hd.unplug()
        const twin = await hd.clone(at('gêmeo.img'))
        made.push(twin)
        await hd.plugIn(at('gaveta 1'))
        await twin.plugIn(at('gaveta 2'))
        const verdict = { kind: 'cloned', how: 'two-attached', marker: { label: 'Disco de março' } }
        expect(await resolved(place)).toMatchObject({ kind: 'other', verdict, code: 'DEST_111' })
        await twin.unplug()
        expect(await resolved(place)).toMatchObject({ kind: 'here', verdict: { kind: 'right' } })
      },
    )

    test('the files of the disk copied to another one are a copy, not the disk', async () => {
      const [hd, other] = [await disk('HDAZUL'), await disk('HDVERDE', 'exfat')]
      await hd.plugIn(at('gaveta 1'))
      const volume = await volumeAt(at('gaveta 1'))
      await mark(volume)
      await other.plugIn(at('gaveta 2'))
      await cp(at('gaveta 1', 'Salvaguarda'), at('gaveta 2', 'Salvaguarda'), { recursive: true })
      await hd.unplug()
      const verdict = { kind: 'cloned', how: 'copied-files', marker: { label: 'Disco de março' } }
      expect(await resolved(placeOn(volume))).toMatchObject({ kind: 'other', verdict, code: 'DEST_111' })
      expect(await resolved(placeOn(volume), undefined)).toMatchObject({ kind: 'other', verdict, code: 'DEST_111' })
    })
  },
)
