import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#engine/kernel/index.ts'
import type { DiskSetView } from '#shared/contracts/index.ts'
import type { DiskId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { noLoopDisks } from '../faults/machine.ts'
import { stockRestic } from '../interop/stock-restic.ts'
import { type DiskFormat, LoopDisk } from '../volumes/loop-disk.ts'

// A year of a clinic with three disks of the month, on real file systems, by a clock that is set ahead. `npm run test:long` takes three
// years and larger photos.
const isLong = process.env.FAULT_MINUTES !== undefined
const YEARS = isLong ? 3 : 1
const PHOTO_BYTES = isLong ? 6_000_000 : 200_000
const MEBIBYTES = isLong ? 700 : 160
const FORMATS: Readonly<Record<string, DiskFormat>> = {
  'Disco A': 'ext4',
  'Disco B': 'exfat',
  'Disco C': 'ntfs',
}
/** What months cost besides their photos: trees, index, snapshots. */
const OVERHEAD_BYTES = 250_000
const LABELS = Object.keys(FORMATS)
/** Swaps after the disks were added: one a month, from February on. */
const SWAPS = Array.from({ length: 12 * YEARS - 1 }, (_, index) => index + 2)
const WRONG_IN = 4
/** One of each format. */
const PULLED_IN = [5, 6, 7]

let root: string
let running: RunningEngine
let password: string
let nowMs = new Date(2026, 0, 2, 9).getTime()
const disks = new Map<string, LoopDisk>()
const ids = new Map<string, DiskId>()
/** What the clinic held when each disk was swapped last. */
const held = new Map<string, string>()
const at = (...names: string[]) => path.join(root, ...names)
const clock = { ...systemClock, nowMs: () => nowMs, nowNs: () => BigInt(nowMs) * 1_000_000n }
const client = () => running.client
const idOf = (label: string) => ids.get(label) ?? expect.fail(`no ${label}`)
const diskOf = (label: string) => disks.get(label) ?? expect.fail(`no ${label}`)
const labelOf = (view: DiskSetView, diskId: DiskId) => view.disks.find((disk) => disk.diskId === diskId)?.label
const stateOf = async (label: string) => (await client().diskSet({})).disks.find((disk) => disk.label === label)?.state

/** Waits until the app says so of its disks; what it says last is in the failure. */
async function until(isIt: (view: DiskSetView) => boolean): Promise<DiskSetView> {
  let view = await client().diskSet({})
  for (let tries = 0; tries < 2400 && !isIt(view); tries += 1) {
    await systemClock.sleep(50)
    view = await client().diskSet({})
  }
  if (!isIt(view)) expect.fail(`never came: ${JSON.stringify({ swap: view.swap, promise: view.promise })}`)
  return view
}
const isReady = ({ swap }: DiskSetView) => swap.kind === 'ready' && swap.isEjected
const isGone = (label: string) => (view: DiskSetView) =>
  view.disks.find((disk) => disk.label === label)?.present === null

/** Written, read back, let go of by the app. */
async function untilGone(label: string): Promise<void> {
  await until(isReady)
  await until(isGone(label))
  await diskOf(label).wasEjected()
}

async function month(number: number): Promise<void> {
  nowMs = new Date(2026, number - 1, 5, 9).getTime()
  await writeFile(at('Clínica', `foto ${number}.jpg`), randomBytes(PHOTO_BYTES))
  await client().copyNow({})
  await running.engine.idle()
}

const plug = (label: string) => diskOf(label).plugIn(at('cabo', label))

async function swap(label: string): Promise<void> {
  await plug(label)
  await untilGone(label)
  held.set(label, await fingerprint(at('Clínica')))
}

const sign = (label: string, takenBy = 'Sr. João') =>
  client().handOver({ diskId: idOf(label), takenBy, place: 'Casa do Sr. João', note: '' })

async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).sort()) hash.update(name).update(await readFile(path.join(folder, name)))
  return hash.digest('hex')
}

async function begin(): Promise<void> {
  root = await mkdtemp(path.join(tmpdir(), 'ano de discos é '))
  for (const name of ['Clínica', 'HD externo', 'imagens', 'cabo']) await mkdir(at(name))
  await writeFile(at('Clínica', 'foto 0.jpg'), randomBytes(PHOTO_BYTES))
  running = await runEngine({ dataFolder: at('dados'), host: memoryHost(), clock })
  const { kitWords } = await setUpClinic(client(), {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Fotos' }],
    destinationPath: at('HD externo'),
  })
  password = kitWords.join(' ')
  await running.engine.idle()
  for (const label of LABELS)
    disks.set(label, await LoopDisk.make(at('imagens'), label, FORMATS[label] ?? 'ext4', MEBIBYTES))
}

async function end(): Promise<void> {
  await running.close()
  for (const disk of disks.values()) await disk.destroy()
  await rm(root, { recursive: true, force: true })
}

describe.skipIf(noLoopDisks !== undefined)(
  `a year with three disks${noLoopDisks ? ` (skipped: ${noLoopDisks})` : ''}`,
  { timeout: 300_000 },
  () => {
    beforeAll(begin)
    afterAll(end)

    it('begins: a scheme is chosen, and each disk gets everything as soon as it is added', async () => {
      expect((await client().diskSet({})).policy).toBeNull()
      await client().decideDisks({ swapDays: { kind: 'month-day', day: 5 } })
      // A folder of this computer is no disk that leaves it.
      expect(
        await client()
          .addDisk({ destinationPath: at('imagens'), label: 'x', month: null })
          .catch(codeOf),
      ).toBe('DISK_103')
      for (const label of LABELS) {
        await plug(label)
        const { diskId } = await client().addDisk({ destinationPath: at('cabo', label), label, month: null })
        ids.set(label, diskId)
        await untilGone(label)
        expect(await stateOf(label)).toBe('in-use')
        await sign(label)
        expect(await stateOf(label)).toBe('away')
      }
      expect((await client().diskSet({})).promise.kind).toBe('kept')
    })

    it.each(SWAPS)('month %i: the disk whose turn it is gets what is new, and nothing else', async (number) => {
      await month(number)
      const before = await client().diskSet({})
      if (before.promise.kind !== 'today') return expect.fail(before.promise.kind)
      const label = labelOf(before, before.promise.diskId) ?? ''
      expect(label).toBe(LABELS[(number - 2) % 3])
      expect(await stateOf(label)).toBe('due-back')
      const months = number <= 4 ? number - 1 : 3
      if (number === WRONG_IN) await wrongOne()
      if (PULLED_IN.includes(number)) await pulledOut(label)
      await swap(label)
      const copied = (await client().diskBook({ diskId: idOf(label) })).flatMap(({ entry }) =>
        entry.kind === 'copied' ? entry : [],
      )
      const bytes = copied
        .slice(1)
        .filter(({ atMs }) => atMs === nowMs)
        .reduce((sum, entry) => sum + entry.bytes, 0)
      expect(bytes).toBeLessThan(months * PHOTO_BYTES + OVERHEAD_BYTES)
      expect(bytes).toBeGreaterThan(months * PHOTO_BYTES)
      await sign(label, number % 2 ? 'Sr. João' : 'Dra. Paula')
      expect(await stateOf(label)).toBe('away')
      expect((await client().diskSet({})).promise).toMatchObject({ kind: 'kept' })
    })

    it('has a book without a gap: who had which disk, from the first day to the last', async () => {
      let lines = 0
      for (const label of LABELS) {
        const book = await client().diskBook({ diskId: idOf(label) })
        lines += book.length
        const custody = book.flatMap(({ entry }) =>
          entry.kind === 'came' || entry.kind === 'handed-over'
            ? [entry.kind === 'came' ? `came ${entry.verdict}` : entry.takenBy]
            : [],
        )
        // Whenever it came as the right one somebody signed for it before it came again; the cable of one was pulled in between.
        const right = custody.filter((step) => step !== 'came wrong')
        const unsigned = right.filter((step, index) => step === 'came right' && right[index + 1] === 'came right')
        expect(unsigned).toHaveLength(PULLED_IN.some((pulled) => label === LABELS[(pulled - 2) % 3]) ? 1 : 0)
        expect(right.at(-1)).not.toBe('came right')
        expect(book.every(({ seal }) => /^[0-9a-f]{12}$/.test(seal))).toBe(true)
      }
      const file = JSON.parse(await readFile(at('dados', 'disks.json'), 'utf8')) as { entries: { number: number }[] }
      expect(file.entries.map(({ number }) => number)).toEqual(Array.from({ length: lines }, (_, index) => index + 1))
    })

    it('ends with three disks that stock restic checks and restores without us, each as the clinic was on its day', async () => {
      await running.close()
      for (const label of LABELS) {
        const disk = diskOf(label)
        await disk.plugIn(at('cabo', label), 'ro')
        const restic = await stockRestic(
          'restic-current',
          root,
          path.join(at('cabo', label), 'Salvaguarda', 'cofre'),
          password,
        )
        await restic.ok('check', '--read-data', '--no-lock')
        const target = at(`de volta de ${label}`)
        await restic.ok('restore', 'latest', '--no-lock', '--target', target)
        expect(await fingerprint(path.join(target, at('Clínica')))).toBe(held.get(label))
        expect(await readFile(at('cabo', label, 'Salvaguarda', 'LEIA-ME.html'), 'utf8')).toContain('restic -r cofre')
        await disk.unplug()
      }
    })
  },
)

/** Somebody brings another disk first: it is named, and stays as it is. */
async function wrongOne(): Promise<void> {
  const wrong = 'Disco A'
  await plug(wrong)
  const before = await filesOn(wrong)
  const view = await until(({ swap }) => swap.kind === 'wrong')
  expect(view.swap).toEqual({ kind: 'wrong', diskId: idOf(wrong), verdict: 'wrong' })
  await running.engine.idle()
  expect(await filesOn(wrong)).toEqual(before)
  await diskOf(wrong).unplug()
  await until(isGone(wrong))
  expect(await stateOf(wrong)).toBe('away')
}

const filesOn = async (label: string) => (await readdir(at('cabo', label), { recursive: true })).sort()

/** The cable is pulled while it is written to: nothing goes into the empty folder, and the next try goes on. */
async function pulledOut(label: string): Promise<void> {
  await plug(label)
  // Somebody has a window open on it, so that it is not let go of before.
  const inUse = await open(at('cabo', label, 'Salvaguarda', 'disco.json'))
  await until(({ swap }) => swap.kind === 'working' || swap.kind === 'ready')
  await diskOf(label).pull()
  await inUse.close().catch(() => undefined)
  await until(isGone(label))
  await running.engine.idle()
  expect(await readdir(at('cabo', label))).toEqual([])
}
