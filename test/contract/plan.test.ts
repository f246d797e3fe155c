import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#engine/kernel/index.ts'
import { dayOf, reviewQuestionSchema, usualItem } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

// The clinic's plan, its month, its incidents and how long its records are guarded: the real engine, asked as the window asks.

let root: string
let running: RunningEngine
const host = memoryHost()
/** 18 November 2026, a Wednesday: Friday is Consciência Negra. */
let nowMs = new Date(2026, 10, 18, 10).getTime()
const clock = { ...systemClock, nowMs: () => nowMs, nowNs: () => BigInt(nowMs) * 1_000_000n }
const at = (...names: string[]) => path.join(root, ...names)
const by = 'Dra. Paula'
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host, clock })
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'plano é '))
  await mkdir(at('Clínica'))
  await mkdir(at('HD externo'))
  await writeFile(at('Clínica', 'laudo.txt'), 'Laudo, primeira versão')
  await start()
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Prontuários' }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
})
afterAll(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

it('the plan is what facts say, and a paper knows what changed since it was printed', async () => {
  const { client } = running
  const plan = await client.plan({})
  expect(plan).toMatchObject({
    clinicName: 'Clínica Boa Vista',
    lossMinutes: 15,
    backMinutes: 60,
    printed: null,
    things: [{ label: 'Prontuários' }],
    places: [{ isMain: true, copies: 1 }],
    conflicts: [],
  })
  expect(plan.lastCopyAtMs).toEqual(expect.any(Number))
  expect((await client.planPrinted({ by })).printed).toMatchObject({ by, changed: [], isOld: false })
  const contact = { role: 'technician' as const, name: 'Carlos', phone: '(11) 98888-0001', note: '' }
  const { printed, contacts } = await client.setContacts({ contacts: [contact] })
  expect(contacts).toEqual([contact])
  expect(printed?.changed).toEqual(['contacts'])
  // A copy more and a day later change nothing on the paper.
  await client.copyNow({})
  await running.engine.idle()
  expect((await client.plan({})).printed?.changed).toEqual(['contacts'])
  nowMs += 200 * 86_400_000
  expect((await client.plan({})).printed?.isOld).toBe(true)
  nowMs -= 200 * 86_400_000
  expect((await client.planPrinted({ by })).printed).toMatchObject({ changed: [], isOld: false })
})

it('goals that facts contradict are told', async () => {
  const { client } = running
  const policy = await client.schedulePolicy({})
  await client.setSchedulePolicy({ ...policy, isEnabled: false })
  expect((await client.inventory({})).conflicts).toEqual([
    { kind: 'nothing-by-itself', category: null, goalMinutes: 15 },
  ])
  await client.setSchedulePolicy(policy)
  expect((await client.inventory({})).conflicts).toEqual([])
})

it('what the clinic cannot work without comes back first, what no copy holds is asked about, and a drill has its own goal', async () => {
  const { client } = running
  await mkdir(at('Recibos'))
  const { sourceId } = await client.protectFolder({ path: at('Recibos'), label: 'Recibos', category: 'finance' })
  const labels = async () => (await client.plan({})).things.map(({ label }) => label)
  const answer = async () => (await client.review({})).questions.find(({ question }) => question === 'inventory')
  expect(await labels()).toEqual(['Prontuários', 'Recibos'])
  expect(await answer()).toMatchObject({ verdict: 'unknown' })
  const [records] = (await client.overview({})).sources
  const save = (item: ReturnType<typeof usualItem>) => client.saveInventoryItem({ itemId: null, item })
  await save({ ...usualItem('finance', [{ kind: 'source', sourceId }]), weight: 'stops' })
  const place = { kind: 'source' as const, sourceId: records?.id ?? expect.fail('nothing protected') }
  await save({ ...usualItem('records', [place]), weight: 'waits' })
  expect((await client.plan({})).things).toMatchObject([
    { label: 'Recibos', weight: 'stops' },
    { label: 'Prontuários', weight: 'waits' },
  ])
  expect(await answer()).toMatchObject({ verdict: 'good', values: { count: 2 } })
  await save(usualItem('agenda', [{ kind: 'cloud', words: 'agenda na internet' }]))
  expect(await answer()).toMatchObject({ verdict: 'attention', values: { count: 1 } })
  const policy = await client.schedulePolicy({})
  await client.setSchedulePolicy({ ...policy, standardBackMinutes: 45 })
  const goals = (await client.drills({})).cards.map(({ kind, goalMs }) => [kind, goalMs / 60_000])
  expect(Object.fromEntries(goals)).toMatchObject({ 'random-record': 45, 'burned-computer': 45, 'no-internet': 30 })
  await client.setSchedulePolicy(policy)
})

it('whoever left is named with what bears their name, until somebody else has it', async () => {
  const { client } = running
  await client.setKeyHolders({ keyHolders: [{ what: 'kit', who: 'RITA', where: 'cofre de casa' }] })
  expect((await client.plan({})).leavers).toEqual([])
  await client.registerFirst({ name: 'Paula', title: 'owner', secret: '739201' })
  const { accountId } = await client.addPerson({ name: 'Rita', role: 'reception', title: null, rights: {} })
  expect((await client.plan({})).leavers).toEqual([])
  expect((await client.planPrinted({ by })).printed).toMatchObject({ changed: [] })
  await client.deactivatePerson({ accountId })
  expect((await client.plan({})).printed).toMatchObject({ changed: ['people'] })
  expect((await client.plan({})).leavers).toEqual([{ name: 'Rita', holds: [{ kind: 'key', label: 'cofre de casa' }] }])
  expect((await client.setKeyHolders({ keyHolders: [] })).leavers).toEqual([])
})

it('a review is kept once every question is ticked, under the name of who is signed in', async () => {
  const { client } = running
  const { month, questions, done } = await client.review({})
  expect([month, done]).toEqual(['2026-11', []])
  expect(questions.map(({ question }) => question).sort()).toEqual([...reviewQuestionSchema.options].sort())
  const ticks = questions.map(({ question }) => ({ question, note: '' }))
  expect(await codeFrom(client.saveReview({ by, ticks: ticks.slice(1) }))).toBe('PLAN_103')
  expect(await client.saveReview({ by: 'Outra pessoa', ticks })).toMatchObject({ month, by: 'Paula' })
  expect((await client.plan({})).reviewDue).toBe(false)
})

it("a month's evidence is made of its facts, and its seal is that of the data beside it", async () => {
  const { client } = running
  const { months } = await client.evidenceMonths({})
  expect(months[0]).toBe('2026-11')
  const { evidence, json, sha256 } = await client.evidence({ month: '2026-11', by })
  expect(createHash('sha256').update(json).digest('hex')).toBe(sha256)
  expect(JSON.parse(json)).toEqual(evidence)
  expect(evidence.days.find(({ day }) => day === dayOf(nowMs))?.copies).toBe(evidence.copies.made)
  expect(evidence.copies.made).toBeGreaterThan(0)
  expect(evidence.days).toHaveLength(18)
  expect(evidence.reviews).toHaveLength(1)
  expect(evidence.register?.lines['copy-finished']).toBe(evidence.copies.made)
  // Nothing of a patient or a document, whatever it is called.
  expect(json).not.toContain('laudo')
  const before = await client.evidence({ month: '2026-10', by })
  expect(before.evidence).toMatchObject({ copies: { made: 0 }, growth: [], reviews: [] })
  await client.evidenceSaved({ month: '2026-11', by, dataSha256: sha256, pdfSha256: 'a'.repeat(64) })
  expect((await client.evidenceMonths({})).saved).toMatchObject([{ month: '2026-11', by: 'Paula', dataSha256: sha256 }])
})

it('an incident keeps its clock and every line that was written, over a restart', async () => {
  const { client } = running
  const opened = await client.openIncident({
    by,
    kind: 'ransomware',
    knownAtMs: nowMs,
    words: 'Não abre',
  })
  const { incidentId } = opened
  expect(opened.number).toBe(1)
  expect(dayOf(opened.terms.tellByMs)).toBe('2026-11-24')
  expect(dayOf(opened.terms.completeByMs)).toBe('2026-12-17')
  await client.setOwnHolidays({ days: ['2026-11-23'] })
  const later = await client.tickIncident({ incidentId, by, task: 'contain', isDone: true })
  expect(dayOf(later.terms.tellByMs)).toBe('2026-11-25')
  expect(await codeFrom(client.closeIncident({ incidentId, by, isClosed: true }))).toBe('PLAN_104')
  await client.describeIncident({ incidentId, by, account: { risk: 'relevant', people: 120 } })
  expect(await codeFrom(client.closeIncident({ incidentId, by, isClosed: true }))).toBe('PLAN_104')
  await client.tellIncident({ incidentId, by, whom: 'authority', toldAtMs: nowMs, reference: '123' })
  expect((await client.closeIncident({ incidentId, by, isClosed: true })).closedAtMs).toBe(nowMs)
  await running.close()
  await start()
  await running.client.signIn({
    accountId: (await running.client.signInNames({}))[0]?.accountId as never,
    secret: '739201',
  })
  const { incidents, ownHolidays } = await running.client.incidents({})
  expect(ownHolidays).toEqual(['2026-11-23'])
  expect(incidents).toMatchObject([
    {
      incidentId,
      lines: 5,
      account: { what: 'Não abre', people: 120, risk: 'relevant' },
      tasks: { contain: { by: 'Paula' } },
    },
  ])
  const missing = '00000000-0000-4000-8000-000000000001' as typeof incidentId
  expect(await codeFrom(running.client.tickIncident({ incidentId: missing, by, task: 'risk', isDone: true }))).toBe(
    'PLAN_102',
  )
})

it('records are guarded twenty years from their last entry, and a decision before that is refused', async () => {
  const { client } = running
  const series = { name: 'Vistos em 2005', where: 'Arquivo morto', records: 40, guardYears: 20 }
  await client.setSeries({ seriesId: null, series: { ...series, lastEntryYear: 2005 } })
  const { series: known } = await client.setSeries({
    seriesId: null,
    series: { ...series, name: 'Vistos em 2006', lastEntryYear: 2006 },
  })
  const [over, running2006] = known
  const said = {
    ...{ by, records: 40, decidedOn: '2026-11-18', commission: ['Ana', 'Bia'] },
    ...{ decision: 'Eliminar', how: 'Picotados' },
  }
  // The last entry of 2006 may be of its last day: twenty years are over with 2026.
  expect(await codeFrom(client.addElimination({ ...said, seriesId: running2006?.seriesId as never }))).toBe('PLAN_101')
  const { eliminations } = await client.addElimination({ ...said, seriesId: over?.seriesId as never })
  expect(eliminations).toMatchObject([{ number: 1, by: 'Paula', series: { lastEntryYear: 2005 } }])
})

it('a damaged book is set aside and never written over', async () => {
  await running.close()
  await writeFile(at('dados', 'plan.json'), '{"version":1,"incidents":[{"kind":"opened"')
  await start()
  const aside = (await readdir(at('dados'))).find((name) => name.startsWith('plan.json.damaged')) ?? 'none'
  expect(await readFile(at('dados', aside), 'utf8')).toContain('opened')
})
