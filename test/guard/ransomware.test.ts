import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Guard, planCanaries, QUARANTINE_TAG } from '#engine/guard/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { run } from '../cli.ts'
import { compareTrees } from '../demo/compare-trees.ts'
import { makeClinic } from '../fixtures/clinic/index.ts'
import { type GuardedClinic, guardClinic, type Since } from './guarded-clinic.ts'

const MODES = ['in-place', 'same-ending', 'unknown-names'] as const

/** One folder for all tests, one after the other: a copy knows its files by their whole paths. */
let place: string
let model: string
let since: Since
let junk: readonly string[]
const root = () => join(place, 'clínica')

/** The demo clinic after three ordinary days, made once. */
beforeAll(async () => {
  const base = await mkdtemp(join(tmpdir(), 'modelo ção '))
  afterAll(() => rm(base, { recursive: true, force: true }))
  place = join(base, 'hoje')
  model = join(base, 'depois de três dias')
  await mkdir(place)
  const made = await makeClinic({ into: place, preset: 'tiny', hostile: false, sparseBytes: 0 })
  await rename(made.root, root())
  junk = made.junkPaths
  const guarded = await guardClinic(join(place, 'guarda'), root())
  await guarded.cycle()
  for (const day of [1, 2, 3]) {
    await writeFile(join(root(), `recado do dia ${day}.txt`), 'Confirmar as consultas de amanhã.\r\n'.repeat(20))
    await appendFile(join(root(), 'recado do dia 1.txt'), `dia ${day}\r\n`)
    expect((await guarded.cycle()).seen?.kind).toBe('ok')
  }
  since = guarded.now()
  await guarded.vault.close()
  await cp(place, model, { recursive: true, preserveTimestamps: true })
})

/** That clinic, as it was then, whatever a test did to it before. */
async function demoClinic() {
  await rm(place, { recursive: true })
  await cp(model, place, { recursive: true, preserveTimestamps: true })
  const made = await guardClinic(join(place, 'guarda'), root(), { since })
  onTestFinished(() => made.vault.close())
  return { ...made, place, root: root(), junk }
}

async function attack(folder: string, mode: string, part: number): Promise<void> {
  const { exitCode, stderr } = await run(
    process.execPath,
    [join(import.meta.dirname, 'ransomware.ts'), folder, mode, `${part}`, '7'],
    { env: { PATH: process.env.PATH } },
  )
  if (exitCode !== 0) throw new Error(stderr)
}

/** Copies go on until the brake is on; how many it took. */
async function cyclesUntilBrake({ cycle, guard }: GuardedClinic, strike: () => Promise<void>): Promise<number> {
  for (let cycles = 1; cycles <= 10; cycles += 1) {
    await strike()
    await cycle()
    if (guard.brake) return cycles
  }
  return Number.POSITIVE_INFINITY
}

describe.each(MODES)('files encrypted %s', (mode) => {
  it.each([
    ['all at once', 1, 1],
    ['a tenth of them a cycle', 0.1, 2],
  ] as const)(
    '%s: the brake is on within two cycles, and yesterday comes back to the byte',
    async (_name, part, within) => {
      const clinic = await demoClinic()
      const before = join(model, 'clínica')
      const { snapshot } = await clinic.cycle()

      expect(await cyclesUntilBrake(clinic, () => attack(clinic.root, mode, part))).toBeLessThanOrEqual(within)
      expect(clinic.guard.brakes()).toEqual(['guard'])

      const next = await clinic.cycle()
      expect(next.snapshot.tags).toContain(QUARANTINE_TAG)
      const targetFolder = join(clinic.place, 'de volta')
      const request = { snapshot, include: [clinic.root], targetFolder, layout: 'flat', onConflict: 'rename' } as const
      const { skips, landed } = await applyRestore(clinic.vault, await planRestore(clinic.vault, request))
      expect(skips).toEqual([])
      const rules = {
        leftOut: (path: string) => clinic.junk.includes(path),
        unsettled: () => false,
        timeToleranceNs: 1_000n,
      }
      expect(
        compareTrees(before, landed[0] ?? '', rules).differences.filter((what) => !what.startsWith('time')),
      ).toEqual([])
    },
  )
})

describe('the brake', () => {
  it('stays on over a restart, goes only by a manager who says why, and then copies are ordinary again', async () => {
    const clinic = await demoClinic()
    await attack(clinic.root, 'in-place', 1)
    await clinic.cycle()
    const again = await Guard.open(clinic.stateFile, clinic.clock)
    expect(again.brake?.signs.length).toBeGreaterThanOrEqual(2)

    const why = 'Foi o técnico que criptografou o disco a nosso pedido.'
    for (const wrong of [
      { person: 'Marina', role: 'reception', reason: why },
      { person: 'Marina', role: 'manager', reason: 'ok' },
      { person: ' ', role: 'manager', reason: why },
    ] as const)
      await expect(again.release(wrong)).rejects.toMatchObject({ code: 'GUARD_101' })
    expect(again.brake).not.toBeNull()
    await again.release({ person: 'Dra. Ana', role: 'manager', reason: why })
    expect([again.brake, again.brakes(), again.copyTags()]).toEqual([null, [], []])
    expect((await Guard.open(clinic.stateFile, clinic.clock)).brake).toBeNull()
  })

  it('comes on when what it remembered is damaged', async () => {
    const clinic = await demoClinic()
    await writeFile(clinic.stateFile, '{"version":1,"brake":')
    expect((await Guard.open(clinic.stateFile, clinic.clock)).brake?.signs).toEqual(['memory-lost'])
  })

  it('comes on when a source suddenly shrinks, and names nothing of the clinic', async () => {
    const clinic = await demoClinic()
    for (const name of await readdir(clinic.root))
      if (!name.startsWith('recado')) await rm(join(clinic.root, name), { recursive: true })
    const { seen } = await clinic.cycle()
    expect(seen).toMatchObject({ kind: 'brake', signs: expect.arrayContaining(['source-shrunk']) as unknown })
    expect(JSON.stringify(seen)).not.toMatch(/recado|clínica|\//)
  })
})

describe('canaries', () => {
  async function withCanaries() {
    const clinic = await demoClinic()
    const plan = await planCanaries(clinic.root, systemRandom)
    await clinic.guard.plantCanaries(plan)
    return { ...clinic, alarms: plan.files.map(({ path }) => path) }
  }

  it('are in no copy and in no count', async () => {
    const clinic = await withCanaries()
    const { snapshot, seen } = await clinic.cycle()
    expect(seen).toMatchObject({ kind: 'ok', lostCanaries: 0 })
    const targetFolder = join(clinic.place, 'de volta')
    const request = { snapshot, include: [clinic.root], targetFolder, layout: 'flat', onConflict: 'rename' } as const
    const { landed } = await applyRestore(clinic.vault, await planRestore(clinic.vault, request))
    const back = await readdir(landed[0] ?? '', { recursive: true })
    for (const path of clinic.alarms) expect(back).not.toContain(path.slice(clinic.root.length + 1))
  })

  it.each([
    ['changed', (path: string) => appendFile(path, '!')],
    ['renamed', (path: string) => rename(path, `${path}.x`)],
    ['removed', (path: string) => rm(path)],
  ])('one that is %s warns alone, and brakes with any other sign', async (_name, harm) => {
    const clinic = await withCanaries()
    await harm(clinic.alarms[0] ?? '')
    expect((await clinic.cycle()).seen).toMatchObject({ kind: 'warn', signs: ['canary'], lostCanaries: 1 })
    await attack(clinic.root, 'in-place', 0.1)
    const { seen } = await clinic.cycle()
    expect(seen).toMatchObject({ kind: 'brake', signs: expect.arrayContaining(['canary', 'form-lost']) as unknown })
  })

  it('tell when one is gone and nothing else changed, once', async () => {
    const clinic = await withCanaries()
    const { snapshot } = await clinic.cycle()
    expect(await clinic.guard.examineUnchanged(snapshot)).toMatchObject({ kind: 'ok', isNews: false })
    await rm(clinic.alarms[0] ?? '')
    expect(await clinic.guard.examineUnchanged(snapshot)).toMatchObject({
      kind: 'warn',
      signs: ['canary'],
      isNews: true,
    })
    expect(await clinic.guard.examineUnchanged(snapshot)).toMatchObject({
      kind: 'warn',
      signs: ['canary'],
      isNews: false,
    })
  })

  it('are neither lost nor found while their folder is away', async () => {
    const clinic = await withCanaries()
    await rename(clinic.root, `${clinic.root} longe`)
    expect(await clinic.guard.checkCanaries()).toBe(0)
    await rename(`${clinic.root} longe`, clinic.root)
    expect(await clinic.guard.checkCanaries()).toBe(0)
  })

  it('never take the place of a file of the clinic', async () => {
    const clinic = await demoClinic()
    const plan = await planCanaries(clinic.root, systemRandom)
    await clinic.guard.plantCanaries(plan)
    const [first] = plan.files
    await writeFile(first?.path ?? '', 'da clínica')
    await clinic.guard.plantCanaries(plan)
    expect(await readFile(first?.path ?? '', 'utf8')).toBe('da clínica')
  })
})
