import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { goalsSchema, type SetupDraft, usualItem } from '#shared/domain/index.ts'
import { memoryHost, type RunningEngine, runEngine } from '../engine-client.ts'

let root: string
let running: RunningEngine
const host = memoryHost()
const at = (...names: string[]) => path.join(root, ...names)
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host })
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'inventário do motor é '))
  for (const name of ['Clínica/Prontuários', 'Fotos', 'Financeiro', 'HD externo'])
    await mkdir(at(name), { recursive: true })
  for (const name of ['Clínica/Prontuários', 'Fotos', 'Financeiro'])
    await writeFile(at(name, 'a.txt'), `conteúdo de ${name}`)
  await start()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

const draft = (change: Partial<SetupDraft> = {}): SetupDraft => ({
  version: 1,
  step: 'place',
  clinicName: 'Clínica Boa Vista',
  folders: [{ path: at('Clínica'), databasesOff: [] }],
  databaseLabels: [],
  placePath: null,
  goals: goalsSchema.parse({}),
  pilot: null,
  ...change,
})

/** Set-up as the window does it, beginning with one area. */
async function setUpWith(pilot?: number[], goals?: SetupDraft['goals']): Promise<void> {
  const { client } = running
  const { kitWords, proofPositions } = await client.beginSetup({
    clinicName: 'Clínica Boa Vista',
    sources: ['Clínica', 'Fotos'].map((label) => ({ kind: 'folder', path: at(label), label })),
    destinationPath: at('HD externo'),
  })
  const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] ?? '' }))
  await client.finishSetup({ proof, withoutKeychain: false, ...(pilot && { pilot }), ...(goals && { goals }) })
  await running.engine.idle()
}

it('set-up goes on where it was after a crash, without a word of the kit on any disk', async () => {
  await running.client.saveSetupDraft(draft())
  await running.client.saveInventoryItem({
    itemId: null,
    item: usualItem('agenda', [{ kind: 'cloud', words: 'Agenda Já' }]),
  })
  await running.client.setTeam({ team: [{ name: 'Ana Lima', role: 'manager' }] })
  const { kitWords } = await running.client.beginSetup({
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Clínica' }],
    destinationPath: at('HD externo'),
  })
  await running.client.saveSetupDraft(draft({ step: 'kit', placePath: at('HD externo') }))
  await running.close()
  await start()
  expect(await running.client.setupDraft({})).toMatchObject({ step: 'kit', placePath: at('HD externo') })
  const view = await running.client.inventory({})
  expect(view.items.map(({ item, state }) => [item.kind, state])).toEqual([['agenda', 'unprotected']])
  expect(view.team).toEqual([{ name: 'Ana Lima', role: 'manager' }])
  for (const file of ['setup-draft.json', 'inventory.json']) {
    const text = await readFile(at('dados', file), 'utf8')
    expect(kitWords.slice(0, 3).filter((word) => text.includes(`"${word}"`))).toEqual([])
  }
})

it('a damaged draft is set aside, and set-up begins anew', async () => {
  await running.client.saveSetupDraft(draft())
  await running.close()
  await writeFile(at('dados', 'setup-draft.json'), '{"step":"pl')
  await start()
  expect(await running.client.setupDraft({})).toBeNull()
})

it('begins with one area, and protects the rest once that one is proven', async () => {
  await running.client.saveSetupDraft(draft())
  await setUpWith([0], goalsSchema.parse({ goalMinutes: { records: 30 }, standardBackMinutes: 120 }))
  const { client } = running
  expect((await client.overview({})).sources.map(({ label }) => label)).toEqual(['Clínica'])
  expect(await client.schedulePolicy({})).toMatchObject({ goalMinutes: { records: 30 }, standardBackMinutes: 120 })
  expect(await client.setupDraft({})).toBeNull()
  await expect(client.saveSetupDraft(draft())).rejects.toMatchObject({ code: 'SET_102' })
  expect(await client.inventory({})).toMatchObject({
    later: ['Fotos'],
    proven: { isReadBack: false, isRecovered: false },
  })
  await client.checkNow({ readData: true })
  await running.engine.idle()
  const proven = { isCopied: true, isReadBack: true, isRecovered: false }
  expect(await client.inventory({})).toMatchObject({ later: ['Fotos'], proven })
  const [found] = await client.searchFiles({ text: 'a.txt', limit: 5 })
  const [version] = await client.listVersions({ fileKey: found?.fileKey ?? -1 })
  await client.recoverVersion({ versionKey: version?.versionKey ?? -1, targetFolder: at('Recuperados') })
  expect(await client.inventory({})).toMatchObject({ proven: { ...proven, isRecovered: true }, isPilotProven: true })
  await client.widenProtection({})
  await running.engine.idle()
  expect((await client.overview({})).sources.map(({ label }) => label)).toEqual(['Clínica', 'Fotos'])
  // What joined has not been read back.
  expect(await client.inventory({})).toMatchObject({ later: [], proven: { isReadBack: false } })
  expect(await client.widenProtection({})).toMatchObject({ later: [] })
})

it('says of each thing whether copies hold it, by what they hold', async () => {
  await setUpWith()
  const { client } = running
  const folder = (name: string) => [{ kind: 'folder', path: at(name) }] as const
  await client.saveInventoryItem({ itemId: null, item: usualItem('evolution', folder('Clínica/Prontuários')) })
  await client.saveInventoryItem({ itemId: null, item: usualItem('finance', folder('Financeiro')) })
  const states = async () => (await client.inventory({})).items.map(({ item, state }) => [item.kind, state])
  expect(await states()).toEqual([
    ['evolution', 'protected'],
    ['finance', 'unprotected'],
  ])
  const finance = { path: at('Financeiro'), label: 'Financeiro', category: 'finance' } as const
  const first = await client.protectFolder(finance)
  expect(await client.protectFolder(finance)).toEqual(first)
  await running.engine.idle()
  expect(await states()).toEqual([
    ['evolution', 'protected'],
    ['finance', 'protected'],
  ])
  await expect(client.protectFolder({ ...finance, path: at('HD externo') })).rejects.toMatchObject({ code: 'SET_104' })
  await expect(client.protectFolder({ ...finance, path: at('não há') })).rejects.toMatchObject({ code: 'SRC_101' })
})

it('refuses to write down fewer than 20 years for a record, and to begin with nothing', async () => {
  const item = { ...usualItem('records', [{ kind: 'unknown' }]), keepFor: { kind: 'years', years: 10 } as const }
  await expect(running.client.saveInventoryItem({ itemId: null, item })).rejects.toMatchObject({ code: 'IPC_001' })
  await expect(setUpWith([7])).rejects.toMatchObject({ code: 'SET_103' })
})

it('tells of goals that contradict each other', async () => {
  await setUpWith()
  const { client } = running
  const database = { ...usualItem('records', [{ kind: 'folder', path: at('Clínica') }]), refreshed: 'daily' as const }
  await client.saveInventoryItem({ itemId: null, item: database })
  expect((await client.inventory({})).conflicts).toMatchObject([
    { kind: 'written-rarely', category: 'records', goalMinutes: 15, everyMinutes: 1440 },
  ])
})

it('keeps who answered which lesson, and judges the answer itself', async () => {
  const { client } = running
  const wrong = await client.answerLesson({ lessonId: 'copy', option: 'a', name: 'Bia' })
  const right = await client.answerLesson({ lessonId: 'copy', option: 'b', name: 'Bia' })
  expect([wrong.isRight, right.isRight]).toEqual([false, true])
  await running.close()
  await start()
  expect(await running.client.training({})).toMatchObject({
    answers: [
      { number: 1, name: 'Bia', isRight: false },
      { number: 2, name: 'Bia', isRight: true },
    ],
    learner: null,
  })
})
