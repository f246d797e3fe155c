import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import { accountIdSchema, type DrillId, type DrillKind, drillKindSchema, type Fact } from '#shared/domain/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import type { EngineClient } from '../engine-client.ts'
import { type DrillClinic, drillClinic } from './clinic.ts'

// Guided drills on a clinic with real copies: every scenario from its first step to its report.

let clinic: DrillClinic | undefined
afterEach(async () => {
  await clinic?.wipe()
  clinic = undefined
})

const begin = (client: EngineClient, kind: DrillKind) =>
  client.beginDrill({ kind, leader: 'Marina', participants: ['Dr. Paulo'] })

/** Does whatever step is next. */
async function step(client: EngineClient, words: string) {
  const { running } = await client.drills({})
  const { record } = running ?? expect.fail('no drill under way')
  const next = record.steps.find(({ state }) => state !== 'done')
  if (!next) return undefined
  const asked = { drillId: record.id, stepId: next.id }
  if (next.points > 0) return client.endDrillStep({ ...asked, ticked: next.points, note: '' })
  return client.runDrillStep({ ...asked, ...(next.id === 'open-with-kit' && { words }) })
}

async function all(client: EngineClient, words: string) {
  for (let now = await step(client, words); now; now = await step(client, words)) {
    const failed = now.record.steps.filter(({ state }) => state === 'failed')
    expect(failed.map(({ id, code }) => `${id} ${code}`)).toEqual([])
  }
}

async function facts(client: EngineClient): Promise<Fact[]> {
  const told: Fact[] = []
  const stop = client.facts({ afterSeq: 0 }, (fact) => told.push(fact))
  await client.overview({})
  stop()
  return told
}
/** One byte of every part of the copies is another one. */
async function damage(here: DrillClinic): Promise<void> {
  const packs = here.at('HD externo', 'Salvaguarda', 'cofre', 'data')
  for (const entry of await readdir(packs, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = `${entry.parentPath}/${entry.name}`
    const bytes = await readFile(file)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    await chmod(file, 0o600)
    await writeFile(file, bytes)
  }
}
/** What is told, once it is so. */
const noticed = (client: EngineClient, isSo: (subjects: readonly string[]) => boolean) =>
  new Promise<readonly string[]>((resolve) => {
    const stop = client.notices({}, (all) => {
      const subjects = all.map(({ subject }) => subject)
      if (!isSo(subjects)) return
      queueMicrotask(() => stop())
      resolve(subjects)
    })
  })
const codeFrom = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (isAppError(error) ? error.code : 'APP_000'),
  )

it('every scenario that this clinic can do goes from its first step to a report, for real, and leaves nothing behind', async () => {
  const here = await drillClinic()
  clinic = here
  const { client } = here.running
  const { cards } = await client.drills({})
  expect(cards.map(({ kind }) => kind)).toEqual(drillKindSchema.options)
  expect(Object.fromEntries(cards.map(({ kind, missing }) => [kind, missing]))).toMatchObject({
    theft: ['outside-place'],
    'burned-computer': [],
    'corrupt-database': [],
  })
  const able = cards.filter(({ missing }) => missing.length === 0)
  for (const { kind, goalMs } of able) {
    const { record } = await begin(client, kind)
    expect(await codeFrom(begin(client, kind))).toBe('DRILL_101')
    here.times.pass(60_000)
    await all(client, here.words)
    const ended = await client.endDrill({ drillId: record.id })
    expect(ended).toMatchObject({ kind, goalMs, end: { outcome: 'in-time' }, leader: 'Marina' })
    expect(ended.elapsedMs).toBeGreaterThanOrEqual(60_000)
    for (const { finding } of ended.steps)
      if (finding?.kind === 'database')
        expect(finding).toMatchObject({ databases: 1, tables: 2, rows: 41, unopened: 0 })
      else if (finding?.kind === 'files')
        expect(finding).toMatchObject({ different: 0, unreadable: 0, brokenPictures: 0 })
    const sample = ended.steps.find(({ id }) => id === 'bring-sample' || id === 'bring-before')
    if (sample) expect(sample.finding).toMatchObject({ pictures: 1, signed: 1, signedMatching: 1 })
    const report = await client.drillReport({ drillId: record.id })
    expect(createHash('sha256').update(report.text).digest('hex')).toBe(report.sha256)
    expect(report.text).toContain('Clínica Boa Vista')
    expect(report.text).not.toMatch(/Ana|laudo|anamnese/)
  }
  const told = (await facts(client)).filter(({ kind }) => kind === 'drill-finished')
  expect(told.map((fact) => fact.kind === 'drill-finished' && fact.outcome)).toEqual(able.map(() => 'in-time'))
  expect(await readFile(here.at('dados', 'drills.json'), 'utf8')).not.toMatch(/laudo|anamnese|foto\.png/)
})

it('a window gets the pictures that came back, as they are, and what it saw of them stands in the report', async () => {
  const here = await drillClinic()
  clinic = here
  const { client } = here.running
  const { record } = await begin(client, 'ransomware')
  const drillId = record.id
  const stepId =
    record.steps.find(({ id }) => id === 'bring-before' || id === 'bring-sample')?.id ?? expect.fail('none')
  expect(await codeFrom(client.drillPictures({ drillId, stepId }))).toBe('DRILL_102')
  let now = await step(client, here.words)
  while (now && now.record.steps.find(({ id }) => id === stepId)?.state !== 'done') now = await step(client, here.words)
  const pictures = await client.drillPictures({ drillId, stepId })
  expect(pictures.map(({ type }) => type)).toEqual(['image/png'])
  const own = await readFile(here.at('Clínica', 'Pacientes', 'Ana', 'foto.png'))
  expect(Buffer.from(pictures[0]?.bytes ?? []).equals(own)).toBe(true)

  const found = async (seen: { at: number; width: number; height: number }[]) => {
    const { record: after } = await client.drillPicturesSeen({ drillId, stepId, seen })
    return after.steps.find(({ id }) => id === stepId)
  }
  const at = pictures[0]?.at ?? -1
  expect(await found([])).toMatchObject({ finding: { opened: { pictures: 0, broken: 0, left: 1, points: 0 } } })
  const broken = await found([{ at, width: 0, height: 0 }])
  expect(broken).toMatchObject({ state: 'done', finding: { opened: { pictures: 0, broken: 1, left: 0 } } })
  expect(await found([{ at, width: 40, height: 30 }])).toMatchObject({
    finding: { opened: { pictures: 1, broken: 0, left: 0, points: 1200 } },
  })
  await client.endDrill({ drillId })
  const { text } = await client.drillReport({ drillId })
  expect(text).toContain('"points": 1200')
  expect(text).not.toContain('foto')
})

it('is measured by the goal of what it brings back, and the plan tells which goal it contradicts', async () => {
  const here = await drillClinic()
  clinic = here
  const { client } = here.running
  const policy = await client.schedulePolicy({})
  const agenda = (await client.overview({})).sources.find(({ kind }) => kind === 'sqlite')?.id ?? expect.fail('none')
  await client.describeSource({ sourceId: agenda, category: 'agenda', owner: '' })
  await client.setSchedulePolicy({ ...policy, backMinutes: { records: 30, agenda: 20 } })
  const goals = (await client.drills({})).cards.map(({ kind, goalMs }) => [kind, goalMs / 60_000])
  const wanted = { 'random-record': 30, 'corrupt-database': 20, ransomware: 60, 'no-internet': 30 }
  expect(Object.fromEntries(goals)).toMatchObject(wanted)
  const paula = await client.registerFirst({ name: 'Paula Prado', title: 'owner', secret: '739201' })
  const people = [paula.kind === 'signed-in' ? paula.person.accountId : expect.fail()]
  const asked = { kind: 'random-record' as const, leader: 'Marina', participants: ['Dr. Paulo', 'Paula Prado'] }
  const stranger = accountIdSchema.parse('00000000-0000-4000-8000-000000000001')
  expect(await codeFrom(client.beginDrill({ ...asked, people: [stranger] }))).toBe('PEOPLE_113')
  const { record } = await client.beginDrill({ ...asked, people })
  expect(record).toMatchObject({ participants: ['Paula Prado', 'Dr. Paulo'], people })
  here.times.pass(40 * 60_000)
  await client.signIn({ accountId: people[0] ?? expect.fail(), secret: '739201' })
  await all(client, here.words)
  const ended = await client.endDrill({ drillId: record.id })
  expect(ended.end?.outcome).toBe('late')
  const drillMinutes = Math.ceil(ended.elapsedMs / 60_000)
  expect(drillMinutes).toBeGreaterThan(40)
  const { conflicts, drills } = await client.plan({})
  expect(conflicts).toEqual([{ kind: 'records-below-drill', goalMinutes: 30, drillMinutes }])
  expect(drills).toMatchObject([{ kind: 'random-record', outcome: 'late', goalMs: 30 * 60_000 }])
  await client.setSchedulePolicy({ ...policy, backMinutes: { records: 120 } })
  expect((await client.plan({})).conflicts).toEqual([])
})

it('a power cut in the middle is told, and the drill goes on without losing time, also when the clock went back', async () => {
  const here = await drillClinic()
  clinic = here
  const { client } = here.running
  const { record } = await begin(client, 'burned-computer')
  await step(client, here.words)
  await step(client, here.words)
  here.times.pass(5 * 60_000)
  const opened = await step(client, here.words)
  expect(opened?.record.steps.find(({ id }) => id === 'open-with-kit')).toMatchObject({ state: 'done' })
  const atCut = opened?.elapsedMs ?? 0
  expect(atCut).toBeGreaterThanOrEqual(5 * 60_000)

  const book = await readFile(here.at('dados', 'drills.json'))
  await here.running.close()
  await writeFile(here.at('dados', 'drills.json'), book)
  here.times.setClockBy(-3 * 86_400_000)
  const { client: after } = await here.again()
  const { running } = await after.drills({})
  expect(running).toMatchObject({
    state: 'interrupted',
    record: { id: record.id, pauses: [{ reason: 'interrupted' }] },
  })
  expect(running?.record.pauses[0]?.fromMs).toBe(opened?.record.beatAtMs)
  expect(running?.elapsedMs).toBeGreaterThanOrEqual(atCut)
  expect(await codeFrom(step(after, here.words))).toBe('DRILL_102')
  // Paused or not: what the paper opened, and the time that counts, would be lost.
  expect(await codeFrom(after.installUpdate({}))).toBe('UPD_105')

  const again = await after.goOnWithDrill({ drillId: record.id })
  expect(again.state).toBe('running')
  expect(again.record.pauses[0]?.untilMs).toBeGreaterThanOrEqual(again.record.pauses[0]?.fromMs ?? 0)
  // What the paper opened was in memory only: it is typed again.
  expect(again.record.steps.find(({ state }) => state !== 'done')?.id).toBe('open-with-kit')
  await all(after, here.words)
  const ended = await after.endDrill({ drillId: record.id })
  expect(ended.end?.outcome).toBe('in-time')
  expect(ended.elapsedMs).toBeGreaterThanOrEqual(atCut)
  expect(here.host.installed).toBe(0)
  await after.installUpdate({})
  expect(here.host.installed).toBe(1)
  expect(await readdir(here.at('dados', 'temporary'))).toEqual([])
})

it('an engine that is killed in the midst of a drill has it again: stopped, with no time lost, and nothing left lying about', async () => {
  const here = await drillClinic()
  clinic = here
  await here.running.close()
  await writeFile(here.at('segredos.json'), JSON.stringify([...here.host.secrets]))
  const program = path.join(import.meta.dirname, 'drill-until-killed.ts')
  const child = spawn(process.execPath, [program, here.at('dados'), here.at('segredos.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const over = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const said = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it began`)))
  })
  child.kill('SIGKILL')
  expect(await over).toBe('SIGKILL')
  const { drillId, elapsedMs } = JSON.parse(said) as { drillId: DrillId; elapsedMs: number }
  const { client } = await here.again()
  const { running } = await client.drills({})
  expect(running).toMatchObject({ state: 'interrupted', record: { id: drillId, pauses: [{ reason: 'interrupted' }] } })
  expect(running?.elapsedMs).toBeGreaterThanOrEqual(elapsedMs)
  expect(await readdir(here.at('dados', 'temporary'))).toEqual([])
  await client.goOnWithDrill({ drillId })
  await all(client, here.words)
  expect((await client.endDrill({ drillId })).steps.every(({ state }) => state === 'done')).toBe(true)
})

it('a copy that was damaged fails the step with the code of damage, and the drill ends as one that did not finish', async () => {
  const here = await drillClinic()
  clinic = here
  const { client } = here.running
  await damage(here)
  const { record } = await begin(client, 'random-record')
  await step(client, here.words)
  const failed = await step(client, here.words)
  expect(failed?.record.steps[1]).toMatchObject({ id: 'bring-record', state: 'failed', code: 'VAULT_105', tries: 1 })
  expect(failed?.error).toMatchObject({ code: 'VAULT_105' })
  await client.stuckInDrill({ drillId: record.id, note: 'Não achamos o outro HD.' })
  const ended = await client.endDrill({ drillId: record.id })
  expect(ended.end?.outcome).toBe('not-finished')
  expect(ended.obstacles.map(({ kind }) => kind)).toEqual(['failed', 'stuck'])
  const improvement = { text: 'Comprar outro HD', owner: 'Marina', dueDay: '2026-12-10' }
  const better = await client.addImprovement({ drillId: record.id, improvement })
  const [todo] = better.improvements
  expect(todo).toMatchObject({ ...improvement, doneAtMs: null })
  const done = await client.tickImprovement({ drillId: record.id, improvementId: todo?.id ?? '', isDone: true })
  expect(done.improvements[0]?.doneAtMs).toBeGreaterThan(0)
})

it('once a week, after the daily check, something comes back without people and is counted; not again within the week', async () => {
  const here = await drillClinic(undefined, true)
  clinic = here
  const { client, engine } = here.running
  const { replicas } = await client.overview({})
  const replicaId = replicas[0]?.replicaId ?? expect.fail('no place')
  for (let night = 0; night < 2; night++) {
    await client.proveNow({ replicaId })
    await engine.idle()
  }
  const { silent } = await client.drills({})
  expect(silent).toMatchObject([{ replicaId, source: 'disk', files: 1, rows: 41, problems: 0, code: null }])
  const told = (await facts(client)).filter(({ kind }) => kind === 'silent-drill-finished')
  expect(told).toHaveLength(1)
  expect(await readdir(here.at('dados', 'temporary'))).toEqual([])
})

it('says when the quarterly one is due, and when the one without people found something', async () => {
  const here = await drillClinic(undefined, true)
  clinic = here
  const { client, engine } = here.running
  const { replicas } = await client.overview({})
  const replicaId = replicas[0]?.replicaId ?? expect.fail('no place')
  expect(await noticed(client, () => true)).not.toContain('drill-due')
  const due = async () => [(await client.plan({})).drillDueAtMs, (await client.drills({})).dueAtMs]
  const [first, ...same] = await due()
  expect(first).toBeGreaterThan(here.times.clock.nowMs() + 29 * 86_400_000)
  expect(same).toEqual([first])
  here.times.pass(31 * 86_400_000)
  await client.proveNow({ replicaId })
  await engine.idle()
  expect(await noticed(client, (told) => told.includes('drill-due'))).not.toContain('drill-found')
  // Whoever does it is asked for it no more.
  await begin(client, 'random-record')
  await all(client, here.words)
  await client.endDrill({ drillId: (await client.drills({})).running?.record.id ?? expect.fail('none under way') })
  await noticed(client, (told) => !told.includes('drill-due'))
  const [next, ...agreed] = await due()
  expect(agreed).toEqual([next])
  expect(next).toBeGreaterThan(here.times.clock.nowMs() + 90 * 86_400_000)
  await damage(here)
  here.times.pass(8 * 86_400_000)
  await client.proveNow({ replicaId })
  await engine.idle()
  await noticed(client, (told) => told.includes('drill-found'))
  expect((await client.drills({})).silent[0]).toMatchObject({ replicaId, code: expect.stringMatching(/^VAULT_/) })
})
