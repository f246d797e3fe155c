import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#engine/kernel/index.ts'
import type { DiskSetView } from '#shared/contracts/index.ts'
import type { DiskId, PersonId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { noLoopDisks } from '../faults/machine.ts'
import { LoopDisk } from '../volumes/loop-disk.ts'

// What may go otherwise than planned with a disk of the month: the brake, a lost one, a damaged one, a twin, a restart.

const DAY_MS = 86_400_000
const MEBIBYTE = 1024 ** 2
let root: string
let running: RunningEngine
let nowMs = new Date(2026, 0, 2, 9).getTime()
const host = memoryHost()
const disks = new Map<string, LoopDisk>()
const ids = new Map<string, DiskId>()
const at = (...names: string[]) => path.join(root, ...names)
const clock = { ...systemClock, nowMs: () => nowMs, nowNs: () => BigInt(nowMs) * 1_000_000n }
const client = () => running.client
const idOf = (label: string) => ids.get(label) ?? expect.fail(`no ${label}`)
const diskOf = (label: string) => disks.get(label) ?? expect.fail(`no ${label}`)
const plug = (label: string) => diskOf(label).plugIn(at('cabo', label))
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const viewOf = async (label: string) =>
  (await client().diskSet({})).disks.find((disk) => disk.label === label) ?? expect.fail(`no ${label}`)
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host, clock })
}

async function until(isIt: (view: DiskSetView) => boolean): Promise<DiskSetView> {
  let view = await client().diskSet({})
  for (let tries = 0; tries < 2400 && !isIt(view); tries += 1) {
    await systemClock.sleep(50)
    view = await client().diskSet({})
  }
  if (!isIt(view)) expect.fail(`never came: ${JSON.stringify({ swap: view.swap, promise: view.promise })}`)
  return view
}
const isGone = (label: string) => (view: DiskSetView) =>
  view.disks.find((disk) => disk.label === label)?.present === null
async function untilGone(label: string): Promise<void> {
  await until(({ swap }) => swap.kind === 'ready' && swap.isEjected)
  await until(isGone(label))
  await diskOf(label).wasEjected()
}
async function unplug(label: string): Promise<void> {
  await diskOf(label).unplug()
  await until(isGone(label))
}
const sign = (label: string) =>
  client().handOver({ diskId: idOf(label), takenBy: 'Ana', place: 'Casa da Ana', note: '' })
const linesOf = async (label: string) => (await client().diskBook({ diskId: idOf(label) })).map(({ entry }) => entry)

async function begin(): Promise<void> {
  root = await mkdtemp(path.join(tmpdir(), 'troca de disco é '))
  for (const name of ['Clínica', 'HD externo', 'cabo']) await mkdir(at(name))
  await writeFile(at('Clínica', 'laudo.txt'), 'primeira versão')
  await start()
  await setUpClinic(client(), {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Laudos' }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
  await client().decideDisks({ swapDays: { kind: 'month-day', day: 5 } })
  for (const label of ['Um', 'Dois']) {
    disks.set(label, await LoopDisk.make(root, label, 'ext4', 160))
    await plug(label)
    ids.set(label, (await client().addDisk({ destinationPath: at('cabo', label), label, month: null })).diskId)
    await untilGone(label)
    await sign(label)
  }
}

async function end(): Promise<void> {
  await running.close()
  for (const disk of disks.values()) await disk.destroy()
  await rm(root, { recursive: true, force: true })
}

describe.skipIf(noLoopDisks !== undefined)(
  `a disk of the month${noLoopDisks ? ` (skipped: ${noLoopDisks})` : ''}`,
  { timeout: 300_000 },
  () => {
    beforeAll(begin)
    afterAll(end)

    it('is left alone while the brake is on, also through a restart, and goes on once a manager lets go', async () => {
      nowMs += DAY_MS
      await running.close()
      const guard = at('dados', 'guard.json')
      const known = JSON.parse(await readFile(guard, 'utf8').catch(() => '{"version":1}')) as object
      const brake = { sinceMs: nowMs, firstCopyId: null, signs: ['mass-change'] }
      await writeFile(guard, JSON.stringify({ ...known, brake }))
      await start()
      await plug('Um')
      const view = await until(({ swap }) => swap.kind === 'held')
      expect(view.swap).toEqual({ kind: 'held', diskId: idOf('Um') })
      expect(await codeFrom(client().swapAnyway({ diskId: idOf('Um') }))).toBe('DISK_101')
      expect(await codeFrom(sign('Dois'))).toBe('DISK_101')
      expect((await linesOf('Um')).at(-1)).toMatchObject({ kind: 'came', verdict: 'held' })
      await client().releaseBrake({ person: 'Paula' as PersonId, role: 'manager', reason: 'mudança de sala' })
      await untilGone('Um')
      await sign('Um')
    })

    it('out of turn is used when somebody says so', async () => {
      await plug('Um')
      await until(({ swap }) => swap.kind === 'wrong')
      await client().swapAnyway({ diskId: idOf('Um') })
      await untilGone('Um')
      expect((await linesOf('Um')).filter(({ kind }) => kind === 'came').slice(-2)).toMatchObject([
        { verdict: 'wrong' },
        { verdict: 'right' },
      ])
      await sign('Um')
    })

    it('that was lost opens an incident with its evidence, is refused when it turns up, and is read whole once found', async () => {
      const lost = await client().reportLostDisk({
        diskId: idOf('Dois'),
        reportedBy: 'Marina',
        what: 'ficou no ônibus',
      })
      expect(lost.entry).toMatchObject({ kind: 'lost', incident: '2026-001' })
      await expect
        .poll(async () => (await client().incidents({})).incidents)
        .toMatchObject([
          {
            ...{ kind: 'lost-disk', number: 1, closedAtMs: null },
            disk: { diskId: idOf('Dois'), reference: '2026-001', keys: 2 },
          },
        ])
      expect(await codeFrom(sign('Dois'))).toBe('DISK_102')
      expect(await client().diskSet({})).toMatchObject({ promise: { diskId: idOf('Um') } })
      const evidence = await client().diskEvidence({ diskId: idOf('Dois') })
      expect(evidence.keys.map(({ kind }) => kind).sort()).toEqual(['computer', 'kit'])
      expect(evidence.lines.filter(({ entry }) => entry.kind === 'handed-over')).toHaveLength(1)
      await plug('Dois')
      expect((await until(({ swap }) => swap.kind === 'wrong')).swap).toMatchObject({ verdict: 'lost' })
      await client().reportFoundDisk({ diskId: idOf('Dois'), reportedBy: 'Marina' })
      await until(isGone('Dois'))
      await diskOf('Dois').wasEjected()
      const read = (await linesOf('Dois')).findLast(({ kind }) => kind === 'read-back')
      expect(read).toMatchObject({ scope: 'whole', problems: 0 })
      // It was its turn, so it got what is new as well.
      expect(await viewOf('Dois')).toMatchObject({ state: 'in-use', lost: null, readBackDueSinceMs: null })
      await sign('Dois')
    })

    it('is read as a whole after a year, also a retired one, and else stays as it is', async () => {
      nowMs += 370 * DAY_MS
      await client().retireDisk({ diskId: idOf('Dois'), decidedBy: 'Paula', reason: 'ficou pequeno' })
      expect(await viewOf('Dois')).toMatchObject({ state: 'retired' })
      await plug('Dois')
      const data = path.join(at('cabo', 'Dois'), 'Salvaguarda', 'cofre', 'data')
      const before = await readdir(data, { recursive: true })
      await until(({ disks: all }) =>
        all.some(({ label, wholeReadAtMs }) => label === 'Dois' && wholeReadAtMs === nowMs),
      )
      await until(isGone('Dois'))
      await diskOf('Dois').wasEjected()
      await plug('Dois')
      expect((await until(({ swap }) => swap.kind === 'wrong')).swap).toMatchObject({ verdict: 'retired' })
      expect(await readdir(data, { recursive: true })).toEqual(before)
      await unplug('Dois')
    })

    it('whose files were copied onto another disk is not taken for it', async () => {
      disks.set('Gêmeo', await diskOf('Um').clone(at('gêmeo.img')))
      await plug('Um')
      await untilGone('Um')
      await sign('Um')
      await plug('Gêmeo')
      await plug('Um')
      const view = await until(({ strangers }) => strangers.length > 0)
      expect(view.strangers).toEqual([{ kind: 'cloned', label: 'Um' }])
      await diskOf('Gêmeo').unplug()
      await diskOf('Um').unplug()
      await until(({ strangers }) => strangers.length === 0)
    })

    it('with a megabyte left stops for lack of room, and goes on once there is some', async () => {
      await sign('Um')
      await running.close()
      await plug('Um')
      await diskOf('Um').fill(MEBIBYTE)
      await diskOf('Um').unplug()
      await start()
      await copyPhoto('foto 1.jpg')
      await plug('Um')
      const view = await until(({ swap }) => swap.kind === 'stopped')
      expect(view.swap).toMatchObject({ diskId: idOf('Um'), error: { code: 'DEST_102' } })
      await rm(at('cabo', 'Um', 'filme.mp4'))
      await client().retrySwap({ diskId: idOf('Um') })
      await untilGone('Um')
      await sign('Um')
      expect(await viewOf('Um')).toMatchObject({ state: 'away', newestCopyAtMs: nowMs })
    })

    it('that is protected against writing is named and stays as it is, and goes on once its switch is turned', async () => {
      nowMs += 40 * DAY_MS
      await copyPhoto('foto 2.jpg')
      await diskOf('Um').plugIn(at('cabo', 'Um'), 'ro')
      const view = await until(({ swap }) => swap.kind === 'stopped')
      expect(view).toMatchObject({
        swap: { diskId: idOf('Um'), error: { code: 'DEST_103' } },
        strangers: [{ kind: 'read-only', label: 'Um' }],
      })
      await unplug('Um')
      await plug('Um')
      await untilGone('Um')
      await sign('Um')
      expect(await viewOf('Um')).toMatchObject({ state: 'away', newestCopyAtMs: nowMs })
    })
  },
)

/** More than a full disk takes, in the newest copy; ext4 keeps a twentieth of itself for root, whom tests run as. */
async function copyPhoto(name: string): Promise<void> {
  await writeFile(at('Clínica', name), randomBytes(16 * MEBIBYTE))
  await client().copyNow({})
  await running.engine.idle()
}
