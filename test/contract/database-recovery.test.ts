import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Fact, personIdSchema, type RecoveryId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

// The clinic's database comes back, asked as the window asks: planned, agreed to by a manager, exchanged, and exchanged back.

const CLINIC = 'Clínica Boa Vista'
let root: string
let running: RunningEngine
let host: ReturnType<typeof memoryHost>
const at = (...names: string[]) => path.join(root, ...names)
const file = () => at('Sistema', 'clinica.db')
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host })
}
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)

function sql<T>(work: (db: Database.Database) => T, from = file()): T {
  const db = new Database(from)
  try {
    return work(db)
  } finally {
    db.close()
  }
}
const patients = (from = file()) =>
  sql((db) => db.prepare<[], string>('select nome from paciente order by id').pluck().all(), from)
const recovery = async () => (await running.client.databaseRecoveries({}))[0] ?? expect.fail('none')
const database = async () => (await running.client.recoverableDatabases({}))[0] ?? expect.fail('none')

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'banco de volta é '))
  for (const name of ['Sistema', 'HD externo']) await mkdir(at(name))
  sql((db) => {
    db.pragma('journal_mode = WAL')
    db.exec(`create table paciente (id integer primary key, nome text, criado text);
      insert into paciente (nome, criado) values ('Ana', '2026-03-12 17:52:10'), ('Bia', '2026-03-12 09:00:00'), ('Agenda', '2999-01-01 08:00:00')`)
  })
  host = memoryHost()
  await start()
  await setUpClinic(running.client, {
    clinicName: CLINIC,
    sources: [{ kind: 'sqlite', path: file(), label: 'Prontuário' }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
  sql((db) => db.exec("insert into paciente (nome, criado) values ('Depois da cópia', '2026-04-01 10:00:00')"))
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

async function plan(): Promise<RecoveryId> {
  const { sourceId, copies } = await database()
  const copyId = copies[0]?.copyId ?? expect.fail('no copy')
  const { recoveryId } = await running.client.planDatabaseRecovery({ sourceId, copyId, admin: null })
  await running.engine.idle()
  return recoveryId
}
const approval = async (clinicName = CLINIC, role: 'manager' | 'reception' = 'manager') => ({
  ...{ fingerprint: (await recovery()).fingerprint, role, clinicName },
  person: personIdSchema.parse('Dra. Paula'),
})

it('is restored beside, shown, exchanged in one step and exchanged back', async () => {
  const recoveryId = await plan()
  const ready = await recovery()
  expect(ready.state).toEqual({
    kind: 'ready',
    stopped: null,
    findings: {
      ...{ tables: 1, rows: 3, checksums: 0, isCounted: false, hasLive: true },
      newestAtMs: new Date(2026, 2, 12, 17, 52, 10).getTime(),
      liveNewestAtMs: new Date(2026, 3, 1, 10).getTime(),
    },
  })
  expect(patients()).toContain('Depois da cópia')

  await running.client.applyDatabaseRecovery({
    recoveryId,
    approval: await approval(' clínica  BOA vista '),
    admin: null,
  })
  await running.engine.idle()
  const live = await recovery()
  expect(patients()).toEqual(['Ana', 'Bia', 'Agenda'])
  const keptAs = live.state.kind === 'live' ? live.state.keptAs : expect.fail(live.state.kind)
  expect(patients(keptAs ?? '')).toContain('Depois da cópia')

  await running.client.undoDatabaseRecovery({ recoveryId, approval: await approval(), admin: null })
  await running.engine.idle()
  expect((await recovery()).state.kind).toBe('undone')
  expect(patients()).toContain('Depois da cópia')

  const facts: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  await running.client.overview({})
  stop()
  const told = facts.filter((fact) => fact.kind === 'database-recovery-finished')
  expect(told.map(({ step, rows }) => [step, rows])).toEqual([
    ['prepare', 3],
    ['swap', 3],
    ['undo', 3],
  ])
  expect(JSON.stringify(facts)).not.toMatch(/Prontuário|clinica\.db|Ana|Paula/)
})

it('the engine itself refuses who is no manager, another name, and another plan; nothing changes', async () => {
  const recoveryId = await plan()
  const apply = async (change: object) =>
    codeFrom(
      running.client.applyDatabaseRecovery({ recoveryId, approval: { ...(await approval()), ...change }, admin: null }),
    )
  expect(await apply({ role: 'reception' })).toBe('DB_114')
  expect(await apply({ clinicName: 'Clínica Boa Vista 2' })).toBe('DB_114')
  expect(await apply({ clinicName: 'Clinica Boa Vista' })).toBe('DB_114')
  expect(await apply({ clinicName: '' })).toBe('DB_114')
  expect(await apply({ fingerprint: 'f'.repeat(64) })).toBe('DB_117')
  expect(
    await codeFrom(running.client.undoDatabaseRecovery({ recoveryId, approval: await approval(), admin: null })),
  ).toBe('DB_117')
  expect(patients()).toContain('Depois da cópia')
  await running.client.discardDatabaseRecovery({ recoveryId })
  expect((await recovery()).state.kind).toBe('discarded')
  expect(await readdir(at('Sistema'))).toEqual(['clinica.db'])
  expect(await apply({})).toBe('DB_117')
})

it('a database that is gone, or is none any more, comes back all the same', async () => {
  await rm(file())
  await plan()
  const { state, recoveryId } = await recovery()
  expect(state).toMatchObject({ kind: 'ready', findings: { hasLive: false, liveNewestAtMs: null } })
  await running.client.applyDatabaseRecovery({ recoveryId, approval: await approval(), admin: null })
  await running.engine.idle()
  expect((await recovery()).state).toMatchObject({ kind: 'live', keptAs: null })
  expect(patients()).toEqual(['Ana', 'Bia', 'Agenda'])
})

it('a copy that does not hold the database, and one that was damaged, are told and leave nothing behind', async () => {
  const { sourceId } = await database()
  const unknown = 'a'.repeat(64) as Awaited<ReturnType<typeof database>>['copies'][number]['copyId']
  expect(await codeFrom(running.client.planDatabaseRecovery({ sourceId, copyId: unknown, admin: null }))).toBe(
    'VAULT_109',
  )
  for (const folder of await readdir(at('HD externo', 'Salvaguarda', 'cofre', 'data')))
    await rm(at('HD externo', 'Salvaguarda', 'cofre', 'data', folder), { recursive: true })
  await plan()
  expect((await recovery()).state).toMatchObject({ kind: 'failed' })
  expect(await readdir(at('Sistema'))).toEqual(['clinica.db'])
  expect(await readFile(file())).not.toHaveLength(0)
})

it('after a crash it says which of the two is in use, and nobody is taken at the word of before', async () => {
  const recoveryId = await plan()
  const approved = await approval()
  /** What the disk holds when the computer goes off during the exchange. */
  const crash = async (leave: () => Promise<void>) => {
    await running.close()
    const book = at('dados', 'database-recoveries.json')
    const kept = JSON.parse(await readFile(book, 'utf8'))
    const [{ recovery: known, fresh, aside }] = kept.entries
    known.state = { kind: 'swapping', findings: known.state.findings }
    await writeFile(book, JSON.stringify(kept))
    sql(
      (db) =>
        db
          .prepare("insert into jobs (id, kind, input, state, added_at_ms) values (?, 'database', ?, 'running', 1)")
          .run(crypto.randomUUID(), JSON.stringify({ kind: 'database', recoveryId, step: 'swap' })),
      at('dados', 'catalog.db'),
    )
    await link(file(), aside.path)
    await leave()
    await start()
    await running.engine.idle()
    return { fresh, aside }
  }
  const { fresh, aside } = await crash(async () => {})
  expect((await recovery()).state).toMatchObject({ kind: 'ready', stopped: { code: 'DB_118' } })
  expect(patients()).toContain('Depois da cópia')

  await rm(aside.path)
  await crash(() => rename(fresh.path, file()))
  expect((await recovery()).state).toMatchObject({ kind: 'live', keptAs: aside.path })
  expect(patients()).toEqual(['Ana', 'Bia', 'Agenda'])
  await running.client.undoDatabaseRecovery({ recoveryId, approval: approved, admin: null })
  await running.engine.idle()
  expect(patients()).toContain('Depois da cópia')
})
