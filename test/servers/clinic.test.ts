import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { storedDump } from '#engine/snapshot/index.ts'
import { openVault } from '#engine/vault/index.ts'
import { type DatabaseServer, type Fact, NO_SECRET_YET, personIdSchema, secretRefOf } from '#shared/domain/index.ts'
import { type MemoryHost, memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { binaries, startPostgres } from './postgresql.ts'
import type { TestServer } from './server.ts'

// What a clinic does with the database of its server, through the real engine, against a real PostgreSQL.

type PostgresSource = Extract<DatabaseServer, { kind: 'postgresql' }>
const PLACE = '/Bancos de dados (Salvaguarda)/PostgreSQL'
let server: TestServer<PostgresSource>
let clinics = 0
let clinic: PostgresSource
let typed: PostgresSource
let password: string
let root: string
let host: MemoryHost
let running: RunningEngine
const at = (...names: string[]) => path.join(root, ...names)

beforeAll(async () => {
  server = await startPostgres()
  password = (await server.secrets.read('copia')) ?? ''
}, 300_000)
afterAll(() => server?.stop(), 300_000)

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'clínica com servidor '))
  for (const name of ['Imagens', 'Configuração', 'HD externo']) await mkdir(at(name))
  await writeFile(at('Imagens', 'antes.jpg'), 'uma foto')
  await writeFile(at('Configuração', 'sistema.ini'), 'porta=5432')
  await writeFile(at('certificado.pfx'), 'um certificado')
  host = memoryHost()
  clinic = await server.createClinic(`clinica_${++clinics}`, 300)
  typed = { ...clinic, secretRef: NO_SECRET_YET }
})
afterEach(async () => {
  await running?.close()
  await rm(root, { recursive: true, force: true })
})

async function start(clock?: Clock) {
  running = await runEngine({ dataFolder: at('dados'), host, ...(clock && { clock, isAutomatic: true }) })
  return running.client
}

/** What a person does in the first steps: type, try, choose. */
async function setUp(clock?: Clock) {
  const client = await start(clock)
  const { server: tried } = await client.tryDatabase({ server: typed, password })
  await setUpClinic(client, {
    clinicName: 'Clínica Boa Vista',
    sources: [
      { kind: 'folder', path: at('Imagens'), label: 'Imagens' },
      {
        kind: 'server',
        label: 'Banco do sistema',
        server: tried,
        beside: [at('Configuração'), at('certificado.pfx')],
        category: 'records',
      },
    ],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
  return client
}

const copy = async () => {
  await running.client.copyNow({})
  await running.engine.idle()
  return running.client.overview({})
}

/** The database's source and its freshness, as the screens see them. */
const ofDatabase = async () => {
  const { sources, freshness } = await running.client.overview({})
  const source = sources.find(({ kind }) => kind === 'server')
  return { source, item: freshness.items.find(({ sourceId }) => sourceId === source?.id) }
}

/** The newest copy's dump, restored to a new database of the same server; what it holds. */
async function restored() {
  const secret = [...host.secrets].find(([account]) => account.startsWith('vault:'))?.[1] ?? ''
  const vault = await openVault(localBackend(at('HD externo', 'Salvaguarda', 'cofre')), secret)
  try {
    const [newest] = await vault.listSnapshots()
    await vault.loadIndex()
    const place = `${PLACE} ${clinic.database} em 127.0.0.1 ${clinic.port}`
    const dump = await storedDump(vault, newest ?? expect.fail('no copy'), place)
    const scratch = server.asAdmin(clinic, server.scratchName(1000 + ++clinics))
    const context = { secrets: server.secrets, temporaryFolder: at('privada') }
    const report = await server.connector.restoreInto(dump, scratch, context)
    const held = await server.invariant(scratch)
    await server.connector.dropScratch(scratch, context)
    return { report, held }
  } finally {
    await vault.close()
  }
}

describe('the database of a server', () => {
  it('is found, tried, protected and copied; what changed is in the next copy, which restores with equal counts', async () => {
    const client = await start()
    const found = await client.findDatabases({})
    expect(found).toContainEqual(expect.objectContaining({ kind: 'postgresql', port: clinic.port, isRunning: true }))
    await running.close()
    await setUp()
    const first = await running.client.overview({})
    expect(first.lastCopy).toMatchObject({ databases: 1, skips: {} })
    expect((await restored()).held).toEqual(await server.invariant(clinic))
    expect((await running.client.findDatabases({})).map(({ port }) => port)).not.toContain(clinic.port)

    const writer = server.write(clinic)
    await writer.reach(100)
    await writer.stop()
    expect((await copy()).lastCopy).toMatchObject({ databases: 1, skips: {} })
    const { report, held } = await restored()
    expect(held).toEqual(await server.invariant(clinic))
    expect(held.atendimento).toBeGreaterThan(300)
    expect(report.checksums).toBe(report.tables)
    expect((await ofDatabase()).item).toMatchObject({ isWithinGoal: true })
  })

  it('keeps its password in the keychain alone, brings along what the system needs beside it, and is recovered under its own name', async () => {
    let client = await setUp()
    const { source } = await ofDatabase()
    const sourceId = source?.id ?? expect.fail('no source')
    expect(JSON.stringify(source)).not.toContain(password)
    const kept = [...host.secrets].filter(([, secret]) => secret === password).map(([account]) => account)
    expect(kept).toEqual([source?.kind === 'server' ? secretRefOf(source.server) : ''])
    await running.close()
    for (const name of await readdir(at('dados'), { recursive: true })) {
      const bytes = await readFile(at('dados', name)).catch(() => Buffer.alloc(0))
      expect(bytes.includes(password), name).toBe(false)
    }

    // Another start has nothing but the keychain.
    client = await start()
    await rm(at('certificado.pfx'))
    expect((await copy()).lastCopy).toMatchObject({ databases: 1, skips: { SRC_107: 1 } })
    expect((await ofDatabase()).item).toMatchObject({ trouble: 'SRC_107', isWithinGoal: true })
    expect(await client.searchFiles({ text: 'sistema.ini', limit: 5 })).toMatchObject([{ isInNewestCopy: true }])
    expect(await client.searchFiles({ text: 'certificado', limit: 5 })).toMatchObject([{ isInNewestCopy: false }])
    await client.setBeside({ sourceId, beside: [at('Configuração')] })
    expect((await copy()).lastCopy?.skips).toEqual({})
    expect((await ofDatabase()).item?.trouble).toBeUndefined()

    const [hit] = await client.searchFiles({ text: `${clinic.database}.sql`, limit: 5 })
    expect(hit).toMatchObject({ name: `${clinic.database}.sql`, kind: 'database', isInNewestCopy: true })
    expect(hit?.folder).toContain(`PostgreSQL ${clinic.database} em 127.0.0.1`)
    const [version] = await client.listVersions({ fileKey: hit?.fileKey ?? 0 })
    const targetFolder = at('Recuperados')
    await client.recoverVersion({ versionKey: version?.versionKey ?? 0, targetFolder })
    const recovered = await readFile(path.join(targetFolder, `${clinic.database}.sql`), 'utf8')
    expect(recovered).toContain('PostgreSQL database dump complete')
  })

  it('comes back by a manager and the server’s administrator, whose password a restart forgets', async () => {
    let client = await setUp()
    await server.sql(clinic, "update paciente set nome = 'Zoé' where id = 7")
    const admin = { user: 'postgres', password: (await server.secrets.read('mestre')) ?? '' }
    const [database] = await client.recoverableDatabases({})
    expect(database).toMatchObject({ kind: 'postgresql', needsAdmin: true, isProven: true })
    const { sourceId, copies } = database ?? expect.fail('no database')
    const asked = { sourceId, copyId: copies[0]?.copyId ?? expect.fail('no copy') }
    const latest = async () => (await client.databaseRecoveries({}))[0] ?? expect.fail('none')
    const work = async (begun: Promise<unknown>) => {
      await begun
      await running.engine.idle()
      return (await latest()).state
    }
    // The copy's own user may read, and no more.
    const refused = await work(client.planDatabaseRecovery({ ...asked, admin: null }))
    expect(refused).toMatchObject({ kind: 'failed', error: { code: 'DB_109' } })
    const ready = await work(client.planDatabaseRecovery({ ...asked, admin }))
    expect(ready).toMatchObject({
      kind: 'ready',
      findings: { isCounted: true, tables: 6, checksums: 6, hasLive: true },
    })
    const { recoveryId, fingerprint } = await latest()
    const person = personIdSchema.parse('Dra. Paula')
    const agreed = {
      recoveryId,
      approval: { fingerprint, person, role: 'manager' as const, clinicName: 'Clínica Boa Vista' },
    }
    expect(await work(client.applyDatabaseRecovery({ ...agreed, admin: null }))).toMatchObject({ kind: 'live' })
    const named = () => server.sql(clinic, 'select nome from paciente where id = 7')
    expect(await named()).not.toContain('Zoé')
    await running.close()
    for (const name of await readdir(at('dados'), { recursive: true })) {
      const bytes = await readFile(at('dados', name)).catch(() => Buffer.alloc(0))
      expect(bytes.includes(admin.password), name).toBe(false)
    }
    client = await start()
    const stopped = await work(client.undoDatabaseRecovery({ ...agreed, admin: null }))
    expect(stopped).toMatchObject({ kind: 'live', stopped: { code: 'DB_107' } })
    expect(await named()).not.toContain('Zoé')
    expect(await work(client.undoDatabaseRecovery({ ...agreed, admin }))).toMatchObject({ kind: 'undone' })
    expect(await named()).toContain('Zoé')
    // What was there all the time is copied as before.
    expect((await copy()).lastCopy).toMatchObject({ databases: 1, skips: {} })
  })

  it('is added to a clinic that is set up, once, without reading anything else again', async () => {
    const client = await start()
    await setUpClinic(client, {
      clinicName: 'Clínica Boa Vista',
      sources: [{ kind: 'folder', path: at('Imagens'), label: 'Imagens' }],
      destinationPath: at('HD externo'),
    })
    await running.engine.idle()
    await expect(client.addDatabase({ label: 'Banco', server: typed, beside: [] })).rejects.toMatchObject({
      code: 'DB_107',
    })
    const { server: tried } = await client.tryDatabase({ server: typed, password })
    const before = await ofDatabase()
    expect(before.source).toBeUndefined()
    await server.halt()
    await client.addDatabase({ label: 'Banco', server: tried, beside: [] })
    await running.engine.idle()
    // Protected, but no copy holds it yet: nothing may say that it is safe.
    expect((await ofDatabase()).item).toMatchObject({
      savedAtMs: null,
      trouble: 'DB_106',
      mayLose: { kind: 'everything' },
    })
    await server.resume()
    expect((await copy()).lastCopy).toMatchObject({ databases: 1, unchangedFiles: 1, skips: {} })
    expect((await ofDatabase()).item?.savedAtMs).not.toBeNull()
    await expect(client.addDatabase({ label: 'Outra vez', server: tried, beside: [] })).rejects.toMatchObject({
      code: 'DB_113',
    })
  })
})

describe('a trial tells in plain words what is wrong, and keeps nothing', () => {
  const codeOf = async (change: Partial<PostgresSource>, word = password) =>
    running.client.tryDatabase({ server: { ...typed, ...change }, password: word }).then(
      () => 'fine',
      (error: { code?: string }) => error.code,
    )

  it('DB_105 to DB_109', async () => {
    const client = await start()
    expect(await codeOf({})).toBe('fine')
    expect(await codeOf({ database: 'não existe' })).toBe('DB_105')
    expect(await codeOf({}, 'errada')).toBe('DB_107')
    expect(await codeOf({ toolsFolder: root })).toBe('DB_108')
    const old = at('ferramentas velhas')
    await mkdir(old)
    await symlink(path.join(binaries(), 'psql'), path.join(old, 'psql'))
    await writeFile(path.join(old, 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.13"\n')
    await chmod(path.join(old, 'pg_dump'), 0o755)
    expect(await codeOf({ toolsFolder: old })).toBe('DB_108')
    await server.sql(clinic, 'revoke pg_read_all_data from copia')
    expect(await codeOf({})).toBe('DB_109')
    const script = await client.databaseScript({ server: typed })
    expect(script?.text).toContain('GRANT pg_read_all_data TO "copia"')
    await server.sql(clinic, 'grant pg_read_all_data to copia')
    await server.halt()
    expect(await codeOf({})).toBe('DB_106')
    await server.resume()
    expect(host.secrets.size).toBe(0)
  })

  it('no other secret of the keychain goes to a server that somebody names', async () => {
    const client = await start()
    host.secrets.set(`vault:${'a'.repeat(64)}`, password)
    const stolen = { ...typed, secretRef: `vault:${'a'.repeat(64)}` }
    await expect(client.tryDatabase({ server: stolen, password: null })).rejects.toMatchObject({ code: 'DB_107' })
    await expect(client.addDatabase({ label: 'x', server: stolen, beside: [] })).rejects.toMatchObject({
      code: 'SET_101',
    })
  })
})

it('trouble at the time of a copy is told with its code, keeps nothing else out, and ends when its cause does', async () => {
  const client = await setUp()
  const { source } = await ofDatabase()
  const sourceId = source?.id ?? expect.fail('no source')

  await server.halt()
  await appendFile(at('Imagens', 'antes.jpg'), ' retocada')
  expect((await copy()).lastCopy).toMatchObject({ databases: 0, changedFiles: 1, skips: { DB_106: 1 } })
  expect((await ofDatabase()).item).toMatchObject({ trouble: 'DB_106', isHeard: false })
  const [hit] = await client.searchFiles({ text: `${clinic.database}.sql`, limit: 5 })
  expect(hit).toMatchObject({ isInNewestCopy: false, versions: 1 })
  await server.resume()

  await server.sql(clinic, "alter role copia password 'outra-senha-8'")
  const change = (word: string) => client.changeDatabasePassword({ sourceId, password: word })
  try {
    expect((await copy()).lastCopy).toMatchObject({ skips: { DB_107: 1 } })
    await expect(change('errada')).rejects.toMatchObject({ code: 'DB_107' })
    expect([...host.secrets.values()]).toContain(password)
    await change('outra-senha-8')
    await running.engine.idle()
    expect((await client.overview({})).lastCopy).toMatchObject({ databases: 1, skips: {} })
    expect([...host.secrets.values()]).not.toContain(password)
  } finally {
    await server.sql(clinic, `alter role copia password '${password.replaceAll("'", "''")}'`)
  }
  await change(password)
  await running.engine.idle()

  // It shrank: nothing is published until a person says that it is right.
  await server.sql(clinic, 'truncate evolucao')
  expect((await copy()).lastCopy).toMatchObject({ databases: 0, skips: { DB_111: 1 } })
  await client.acceptSmaller({ sourceId })
  await running.engine.idle()
  expect((await client.overview({})).lastCopy).toMatchObject({ databases: 1, skips: {} })
})

it('alone in a clinic without a keychain: the password lives as long as the app, and its loss is told with the way out', async () => {
  host.isAvailable = false
  let client = await start()
  const { server: tried } = await client.tryDatabase({ server: typed, password })
  const request = {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'server' as const, label: 'Banco do sistema', server: tried, beside: [] }],
    destinationPath: at('HD externo'),
  }
  const { kitWords } = await setUpClinic(client, request, true)
  await running.engine.idle()
  expect((await client.overview({})).lastCopy).toMatchObject({ databases: 1, skips: {} })
  expect(host.secrets.size).toBe(0)

  await running.close()
  client = await start()
  await client.unlockWithKit({ words: kitWords.join(' ') })
  await running.engine.idle()
  await copy()
  const { source, item } = await ofDatabase()
  expect(item).toMatchObject({ trouble: 'DB_107' })
  await client.changeDatabasePassword({ sourceId: source?.id ?? expect.fail('no source'), password })
  await running.engine.idle()
  expect((await ofDatabase()).item?.trouble).toBeUndefined()
  expect((await client.overview({})).openFailure).toBeNull()
})

describe('by itself', () => {
  const facts: Fact[] = []
  const all = <K extends Fact['kind']>(kind: K) =>
    facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
  /** Minutes go by in a second. */
  const fastClock = (): Clock => {
    const beganMs = Date.now()
    const wednesdayMs = new Date(2026, 10, 18, 10).getTime()
    const nowMs = () => wednesdayMs + (Date.now() - beganMs) * 300
    return {
      nowMs,
      nowNs: () => BigInt(Math.round(nowMs())) * 1_000_000n,
      sleep: (durationMs, signal) => systemClock.sleep(durationMs / 300, signal),
    }
  }

  it('an unchanged one is not dumped again, a written row is noticed and copied, and a server that comes back is copied at once', async () => {
    const client = await setUp(fastClock())
    client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
    const isHeard = async () => (await ofDatabase()).item?.isHeard
    await expect.poll(isHeard).toBe(true)
    // A dump made anew would be another copy.
    await expect.poll(() => all('copy-unchanged').length, { timeout: 60_000 }).toBeGreaterThan(0)
    const copies = all('copy-finished').length
    // Everything is looked at once a day now: only the question of every minute can notice the row.
    const policy = await client.schedulePolicy({})
    await client.setSchedulePolicy({ ...policy, standardGoalMinutes: 1440 })
    await server.sql(clinic, "update paciente set nome = 'Zoé' where id = 7")
    await expect.poll(() => all('copy-finished').length, { timeout: 60_000 }).toBeGreaterThan(copies)
    expect(all('copy-finished').at(-1)?.copy).toMatchObject({ databases: 1, skips: {} })
    expect((await restored()).held).toEqual(await server.invariant(clinic))

    await client.setSchedulePolicy(policy)
    await server.halt()
    await expect
      .poll(() => all('watch-changed').at(-1), { timeout: 60_000 })
      .toMatchObject({ how: 'looks', code: 'DB_106' })
    await expect.poll(() => all('copy-finished').at(-1)?.copy.skips, { timeout: 60_000 }).toEqual({ DB_106: 1 })
    await server.resume()
    await expect
      .poll(() => all('copy-finished').at(-1)?.copy, { timeout: 60_000 })
      .toMatchObject({ databases: 1, skips: {} })
    await expect.poll(async () => (await ofDatabase()).item, { timeout: 60_000 }).toMatchObject({ isHeard: true })
  })
})
