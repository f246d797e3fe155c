import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import type { Fact } from '#shared/domain/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

const MINUTE_MS = 60_000
/** Short of what a test may take. */
const LONGEST_WAIT_MS = 200_000
let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let facts: Fact[]
let waiting: Set<() => void>
const at = (...names: string[]) => path.join(root, ...names)

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'salvaguarda sozinha é '))
  for (const name of ['Clínica/Pacientes/Ana', 'Clínica/Sistema', 'HD externo', 'NAS'])
    await mkdir(at(name), { recursive: true })
  await writeFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'), 'primeira versão')
  const db = new Database(at('Clínica', 'Sistema', 'clinica.db'))
  db.pragma('journal_mode = WAL')
  db.exec("create table paciente(nome text); insert into paciente values ('Ana')")
  db.close()
  host = memoryHost()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

/** An engine that works by itself, listened to from its first fact on. */
async function start(clock: Clock = systemClock) {
  running = await runEngine({ dataFolder: at('dados'), host, clock, isAutomatic: true })
  facts = []
  waiting = new Set()
  running.client.facts({ afterSeq: 0 }, (fact) => {
    facts.push(fact)
    for (const look of waiting) look()
  })
  return running
}

async function setUp(clock?: Clock) {
  await start(clock)
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [
      { kind: 'folder', path: at('Clínica'), label: 'Tudo' },
      { kind: 'sqlite', path: at('Clínica', 'Sistema', 'clinica.db'), label: 'Sistema' },
    ],
    destinationPath: at('HD externo'),
  })
  await until('copy-finished')
}

/** The n-th fact of a kind, whenever it comes; where it never comes, the failure says what came instead. */
function until<K extends Fact['kind']>(kind: K, count = 1): Promise<Extract<Fact, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      const came = facts.map((fact) => ('code' in fact ? `${fact.kind} ${fact.code}` : fact.kind))
      reject(new Error(`${kind} ${count} never came; what came: ${came.join(', ')}`))
    }, LONGEST_WAIT_MS)
    const look = () => {
      const found = all(kind)[count - 1]
      if (!found) return
      waiting.delete(look)
      clearTimeout(limit)
      resolve(found)
    }
    waiting.add(look)
    look()
  })
}
const all = <K extends Fact['kind']>(kind: K) =>
  facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)

/** A Wednesday that goes by so many times as fast: what takes a quarter of an hour takes seconds. */
function fastClock(times: number, hour = 10, minute = 0): Clock {
  const beganMs = Date.now()
  const wednesdayMs = new Date(2026, 10, 18, hour, minute).getTime()
  const nowMs = () => wednesdayMs + (Date.now() - beganMs) * times
  return {
    nowMs,
    nowNs: () => BigInt(Math.round(nowMs())) * 1_000_000n,
    sleep: (durationMs, signal) => systemClock.sleep(durationMs / times, signal),
  }
}

// A minute of theirs is twenty seconds here.
describe('at the settings a clinic begins with', () => {
  it('what is saved is in an acknowledged copy within a minute, and twenty changes in a row make one', async () => {
    await setUp(fastClock(3))
    const { client } = running
    const heard = async () => (await client.overview({})).freshness.items.every(({ isHeard }) => isHeard)
    while (!(await heard())) await systemClock.sleep(20)
    for (let change = 1; change <= 20; change += 1)
      await appendFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'), ` mudança ${change}`)
    await expect.poll(async () => (await client.overview({})).freshness.mayLose.kind, { interval: 5 }).toBe('since')
    const { copy } = await until('copy-finished', 2)
    expect(copy).toMatchObject({ changedFiles: 1, newFiles: 0 })
    expect((await client.overview({})).freshness.mayLose).toEqual({ kind: 'nothing' })
    expect(await client.schedulePlan({})).toMatchObject([{ kind: 'later', work: { kind: 'copy' } }, { kind: 'later' }])
    const found = await client.searchFiles({ text: 'laudo', limit: 5 })
    expect(found).toMatchObject([{ versions: 2 }])
    expect(all('copy-finished')).toHaveLength(2)
  })

  it('a row in the database is in a copy, too', async () => {
    await setUp(fastClock(3))
    while (!(await running.client.overview({})).freshness.items.every(({ isHeard }) => isHeard))
      await systemClock.sleep(20)
    const db = new Database(at('Clínica', 'Sistema', 'clinica.db'))
    db.exec("insert into paciente values ('Bia')")
    const { copy } = await until('copy-finished', 2)
    expect(copy).toMatchObject({ databases: 1, skips: {} })
    db.close()
  })
})

describe('as time goes by', () => {
  it('an unchanged clinic is looked at again and again, without a copy each time', async () => {
    await setUp(fastClock(500))
    await until('copy-unchanged', 3)
    expect((await running.client.overview({})).copies).toBeLessThanOrEqual(2)
    const { items } = (await running.client.overview({})).freshness
    expect(items.every(({ mayLose }) => mayLose.kind === 'nothing')).toBe(true)
  })

  it('a disk that is away is missed once, told of when it lasts, and taken up when it is back', async () => {
    await setUp(fastClock(300))
    await rename(at('HD externo'), at('gaveta'))
    await writeFile(at('Clínica', 'Pacientes', 'novo.txt'), 'novo')
    expect(await until('job-failed')).toMatchObject({ jobKind: 'copy', code: 'DEST_101' })
    const overdue = await until('copies-overdue')
    expect(overdue.goalMs).toBe(15 * MINUTE_MS)
    const { freshness } = await running.client.overview({})
    expect(freshness.overdueSinceMs).toBe(overdue.sinceMs)
    expect(freshness.items.some(({ isWithinGoal }) => !isWithinGoal)).toBe(true)
    expect(all('job-failed')).toHaveLength(1)
    const copies = all('copy-finished').length
    await rename(at('gaveta'), at('HD externo'))
    await until('copy-finished', copies + 1)
    expect((await running.client.overview({})).freshness.overdueSinceMs).toBeNull()
  })

  it('a second disk gets each copy, also after it was away', async () => {
    await setUp(fastClock(200))
    const { replicaId } = await running.client.addReplica({ destinationPath: at('NAS') })
    await until('replica-updated')
    await rename(at('NAS'), at('gaveta'))
    await writeFile(at('Clínica', 'Pacientes', 'novo.txt'), 'novo')
    await until('copy-finished', 2)
    await rename(at('gaveta'), at('NAS'))
    const updates = all('replica-updated').length
    const update = await until('replica-updated', updates + 1)
    expect(update).toMatchObject({ replicaId, heldBack: 0 })
    expect(update.copies).toBeGreaterThanOrEqual(1)
  })

  it('everything is proven at night, by itself', async () => {
    await setUp(fastClock(300, 19, 45))
    const { atMs } = await until('proof-finished')
    expect(new Date(atMs).getHours()).toBeGreaterThanOrEqual(20)
    expect((await running.client.overview({})).replicas).toMatchObject([{ proof: { kind: 'current' } }])
  })
})

describe('trouble with what is protected', () => {
  it('a database that its program keeps locked for hours is told with its code, grows old, and is copied when it is free', async () => {
    await setUp(fastClock(100))
    const file = at('Clínica', 'Sistema', 'clinica.db')
    const program = new Database(file)
    program.pragma('journal_mode = DELETE')
    program.exec("begin exclusive; insert into paciente values ('Bia')")
    const database = async () => {
      const { sources, freshness } = await running.client.overview({})
      const id = sources.find(({ kind }) => kind === 'sqlite')?.id
      return freshness.items.find(({ sourceId }) => sourceId === id)
    }
    await writeFile(at('Clínica', 'Pacientes', 'novo.txt'), 'novo')
    let copies = 2
    while (!(await until('copy-finished', copies)).copy.missed?.length) copies += 1
    const without = all('copy-finished')[copies - 1]
    expect(without?.copy.skips).toEqual({ DB_101: 1 })
    expect(await database()).toMatchObject({ isHeard: false, mayLose: { kind: 'since' } })
    program.exec('commit')
    while ((await until('copy-finished', copies)).copy.missed?.length) copies += 1
    expect(await database()).toMatchObject({ isHeard: true })
    program.close()
  })

  it('a folder replaced by a file is told with its code, what was copied stays, and all is well when it is back', async () => {
    await setUp(fastClock(200))
    await rename(at('Clínica'), at('guardada'))
    await writeFile(at('Clínica'), 'um arquivo')
    const told = await until('watch-changed')
    expect(told).toMatchObject({ how: 'looks', code: 'SRC_101' })
    expect(await until('job-failed')).toMatchObject({ jobKind: 'copy', code: 'SRC_101' })
    await rm(at('Clínica'))
    await rename(at('guardada'), at('Clínica'))
    await writeFile(at('Clínica', 'Pacientes', 'depois.txt'), 'x')
    const copies = all('copy-finished').length
    await until('copy-finished', copies + 1)
    expect((await running.client.overview({})).openFailure).toBeNull()
  })
})
