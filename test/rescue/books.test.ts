import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { usualItem } from '#shared/domain/index.ts'
import { type EngineClient, memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { stockRestic } from '../interop/stock-restic.ts'

// What the clinic wrote into the app (people, plan, incidents, inventory) is there after the computer and everything on it is gone.

const PIN = '739154'
let root: string
let running: RunningEngine
const at = (...names: string[]) => path.join(root, ...names)
const vault = () => at('HD da clínica', 'Salvaguarda', 'cofre')

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'livros da clínica é '))
  for (const name of ['Clínica', 'HD da clínica']) await mkdir(at(name))
  await writeFile(at('Clínica', 'Ana Souza.txt'), 'anamnese')
})
afterAll(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

/** A drill that brought a file back and was ended before its last step. */
async function closeToTheEnd(client: EngineClient): Promise<number> {
  const { record } = await client.beginDrill({ kind: 'no-internet', leader: 'Marina Prado', participants: [] })
  const { id: drillId } = record
  await client.endDrillStep({ drillId, stepId: 'unplug-internet', ticked: 2, note: '' })
  await client.runDrillStep({ drillId, stepId: 'bring-file' })
  return (await client.endDrill({ drillId })).elapsedMs
}

it('people, plan, incidents, inventory and goals are back on a new computer, and are no document of the clinic', async () => {
  running = await runEngine({ dataFolder: at('dados'), host: memoryHost() })
  const { client, engine } = running
  const { kitWords } = await setUpClinic(client, {
    clinicName: 'Clínica Sorriso Vivo',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Clínica' }],
    destinationPath: at('HD da clínica'),
  })
  await engine.idle()
  const schedule = { ...(await client.schedulePolicy({})), standardGoalMinutes: 240 }
  await client.setSchedulePolicy(schedule)
  const [source] = (await client.overview({})).sources
  await client.saveInventoryItem({
    itemId: null,
    item: { ...usualItem('records', [{ kind: 'source', sourceId: source?.id ?? expect.fail() }]), name: 'Sistema' },
  })
  await client.registerFirst({ name: 'Marina Prado', title: 'owner', secret: PIN })
  const { number } = await client.openIncident({
    ...{ by: 'Marina Prado', kind: 'leak', knownAtMs: Date.now() - 3_600_000 },
    words: 'E-mail mandado a quem não devia',
  })
  const drillMs = await closeToTheEnd(client)
  await writeFile(at('Clínica', 'Rui Lima.txt'), 'evolução')
  await client.copyNow({})
  await engine.idle()
  const { drillDueAtMs } = await client.plan({})
  await running.close()

  const restic = await stockRestic('restic-current', root, vault(), kitWords.join(' '))
  await restic.ok('check')
  const listed = await restic.ok('ls', 'latest')
  expect(listed).toContain('/Registro (Salvaguarda)/pessoas.json')
  expect(await restic.ok('dump', 'latest', '/Registro (Salvaguarda)/pessoas.json')).not.toContain(PIN)
  await rm(at('dados'), { recursive: true })

  running = await runEngine({ dataFolder: at('dados novos'), host: memoryHost() })
  const next = running.client
  const { computers } = await next.openRescue({ place: { kind: 'local', path: vault() }, words: kitWords.join(' ') })
  const copyId = computers[0]?.newest.copyId ?? expect.fail()
  expect(await next.findInRescue({ copyId, text: 'json', limit: 9 })).toEqual([])
  await next.recoverRescue({ copyId, include: [], targetFolder: at('de volta') })
  expect((await readdir(at('de volta'))).filter((name) => name.startsWith('Registro'))).toEqual([])
  await next.takeOver({
    computer: computers[0]?.name ?? '?',
    clinicName: 'Clínica Sorriso Vivo',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Clínica' }],
    withoutKeychain: false,
  })
  await running.engine.idle()
  // Whoever was registered is asked for their PIN, as on the computer before.
  await expect(next.incidents({})).rejects.toMatchObject({ code: 'PEOPLE_101' })
  const [marina] = await next.signInNames({})
  expect(marina).toMatchObject({ name: 'Marina Prado', role: 'manager' })
  await next.signIn({ accountId: marina?.accountId ?? expect.fail(), secret: PIN })
  const { incidents } = await next.incidents({})
  expect(incidents).toMatchObject([{ number, kind: 'leak', openedBy: 'Marina Prado', closedAtMs: null }])
  const { items } = await next.inventory({})
  expect(items).toMatchObject([{ item: { name: 'Sistema', places: [{ kind: 'folder', path: at('Clínica') }] } }])
  expect(items[0]?.state).toBe('protected')
  expect((await next.schedulePolicy({})).standardGoalMinutes).toBe(240)
  // What was rehearsed before the fire is known to the plan and to the month's evidence.
  const plan = await next.plan({})
  expect(plan.drills).toMatchObject([{ kind: 'no-internet', elapsedMs: drillMs, outcome: 'not-finished' }])
  expect(plan.drillDueAtMs).toBe(drillDueAtMs)
  const [month] = (await next.evidenceMonths({})).months
  const { evidence } = await next.evidence({ month: month ?? '?', by: 'Marina Prado' })
  expect(evidence.drills).toMatchObject([{ kind: 'no-internet', elapsedMs: drillMs }])
  const { entries } = await next.auditEntries({ limit: 50 })
  expect(entries.find(({ type }) => type === 'book-brought')?.extra).toEqual({ books: 5 })
  expect(entries.filter(({ type }) => type === 'book-passed-over')).toEqual([])
  expect(await readFile(at('dados novos', 'people.json'), 'utf8')).not.toContain(PIN)
})
