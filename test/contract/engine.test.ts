import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fact } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { filesBelowHolding } from '../files-below.ts'

let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
const at = (...names: string[]) => path.join(root, ...names)
const request = () => ({
  clinicName: 'Clínica Boa Vista',
  sources: [
    { kind: 'folder' as const, path: at('Clínica'), label: 'Prontuários' },
    { kind: 'sqlite' as const, path: at('Clínica', 'Sistema', 'clinica.db'), label: 'Sistema' },
  ],
  destinationPath: at('HD externo'),
})
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host })
}
const restart = async () => {
  await running.close()
  await start()
}
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const factsSoFar = async () => {
  const facts: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  await running.client.overview({})
  stop()
  return facts
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'salvaguarda motor é '))
  await mkdir(at('Clínica', 'Sistema'), { recursive: true })
  await mkdir(at('Clínica', 'Pacientes', 'Ana'), { recursive: true })
  await mkdir(at('HD externo'))
  await writeFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'), 'Laudo de Ana, primeira versão')
  const db = new Database(at('Clínica', 'Sistema', 'clinica.db'))
  db.pragma('journal_mode = WAL')
  db.exec(
    "create table paciente(id integer primary key, nome text); insert into paciente(nome) values ('Ana'), ('Bia')",
  )
  db.close()
  host = memoryHost()
  await start()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

describe('the engine, asked as the window asks', () => {
  it('sets up, copies, finds a lost file and brings it back with the same bytes', async () => {
    const { client, engine } = running
    expect((await client.overview({})).state).toEqual({ kind: 'fresh' })
    await setUpClinic(client, request())
    await engine.idle()
    const before = await readFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'))
    await rm(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'))
    await client.copyNow({})
    await engine.idle()

    const found = await client.searchFiles({ text: 'LAÚDO ana', limit: 10 })
    expect(found.map(({ name, versions, isInNewestCopy }) => ({ name, versions, isInNewestCopy }))).toEqual([
      { name: 'laudo.txt', versions: 1, isInNewestCopy: false },
    ])
    const [version] = await client.listVersions({ fileKey: found[0]?.fileKey ?? -1 })
    const result = await client.recoverVersion({
      versionKey: version?.versionKey ?? -1,
      targetFolder: at('Recuperados'),
    })
    expect(await readdir(result.folder)).toEqual(['laudo.txt'])
    expect(await readFile(at('Recuperados', 'laudo.txt'))).toEqual(before)

    const overview = await client.overview({})
    expect(overview).toMatchObject({ state: { kind: 'ready' }, copies: 2, openFailure: null, running: [] })
    expect(overview.lastCopy).toMatchObject({ databases: 1, skips: {} })
    expect((await factsSoFar()).map((fact) => fact.kind)).toEqual([
      'set-up-finished',
      'job-started',
      'copy-finished',
      'job-started',
      'copy-finished',
      'job-started',
      'recover-finished',
    ])
  })

  it('keeps names and words of patients out of every fact', async () => {
    await setUpClinic(running.client, request())
    await running.engine.idle()
    const told = JSON.stringify(await factsSoFar())
    for (const secret of ['Ana', 'laudo', 'Clínica', root]) expect(told).not.toContain(secret)
  })

  it('brings back the database as one file that opens and counts', async () => {
    await setUpClinic(running.client, request())
    await running.engine.idle()
    const [found] = await running.client.searchFiles({ text: 'clinica.db', limit: 5 })
    expect(found?.kind).toBe('database')
    const [version] = await running.client.listVersions({ fileKey: found?.fileKey ?? -1 })
    await running.client.recoverVersion({ versionKey: version?.versionKey ?? -1, targetFolder: at('Recuperados') })
    const db = new Database(at('Recuperados', 'clinica.db'), { readonly: true })
    expect(db.prepare('select count(*) as n from paciente').get()).toEqual({ n: 2 })
    db.close()
  })

  it('checks the vault and finds a flipped bit', async () => {
    const { client, engine } = running
    await setUpClinic(client, request())
    await engine.idle()
    await client.checkNow({ readData: true })
    await engine.idle()
    expect((await client.overview({})).lastCheck).toMatchObject({ problems: 0, readData: true })
    await flipOneBitInAPack(at('HD externo', 'Salvaguarda', 'cofre', 'data'))
    await client.checkNow({ readData: true })
    await engine.idle()
    expect((await client.overview({})).lastCheck?.problems).toBeGreaterThan(0)
  })

  it('refuses to finish with a wrong word, and writes nothing until the kit is proven', async () => {
    const { client } = running
    const { kitWords, proofPositions } = await client.beginSetup(request())
    const proof = proofPositions.map((position) => ({ position, word: kitWords[position % 24] ?? '' }))
    expect(await codeFrom(client.finishSetup({ proof, withoutKeychain: false }))).toBe('KEY_105')
    expect(await readdir(at('HD externo'))).toEqual([])
    expect(host.secrets.size).toBe(0)
    const right = proofPositions.map((position) => ({ position, word: ` ${kitWords[position - 1]?.toUpperCase()} ` }))
    expect(await codeFrom(client.finishSetup({ proof: right, withoutKeychain: false }))).toBe('ok')
  })

  it('stays set up after a restart, and refuses a second set-up', async () => {
    await setUpClinic(running.client, request())
    await running.engine.idle()
    await restart()
    expect((await running.client.overview({})).state).toEqual({ kind: 'ready', clinicName: 'Clínica Boa Vista' })
    expect(await codeFrom(running.client.beginSetup(request()))).toBe('SET_102')
  })

  it('refuses set-up without a keychain until the person accepts typing the kit, then asks at each start', async () => {
    host.isAvailable = false
    const { client } = running
    const { kitWords, proofPositions } = await client.beginSetup(request())
    const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] ?? '' }))
    expect(await codeFrom(client.finishSetup({ proof, withoutKeychain: false }))).toBe('KEY_103')
    expect(await readdir(at('HD externo'))).toEqual([])
    await client.finishSetup({ proof, withoutKeychain: true })
    await running.engine.idle()
    await restart()
    expect((await running.client.overview({})).state).toMatchObject({ kind: 'locked', error: { code: 'KEY_103' } })
    expect(await codeFrom(running.client.copyNow({}))).toBe('KEY_103')
    let told: readonly string[] = []
    running.client.notices({}, (notices) => {
      told = notices.map(({ subject }) => subject)
    })
    await expect.poll(() => told).toContain('key-missing')
    expect(await codeFrom(running.client.unlockWithKit({ words: 'isto não é um kit' }))).toBe('KEY_102')
    await running.client.unlockWithKit({ words: kitWords.join(' ') })
    // Well before the keeper's next turn, a minute later.
    await expect.poll(() => told, { timeout: 40_000 }).not.toContain('key-missing')
    expect(await codeFrom(running.client.copyNow({}))).toBe('ok')
    await running.engine.idle()
    expect(await filesBelowHolding(at('dados'), kitWords.join(' '))).toEqual([])
  })

  it('opens with the kit when the keychain lost the key, and gives the computer a new one', async () => {
    const { kitWords } = await setUpClinic(running.client, request())
    await running.engine.idle()
    const [old] = host.secrets.values()
    host.secrets.clear()
    await restart()
    expect((await running.client.overview({})).state).toMatchObject({ kind: 'locked', error: { code: 'KEY_104' } })
    await running.client.unlockWithKit({ words: kitWords.join('\n') })
    expect([...host.secrets.values()]).toHaveLength(1)
    expect([...host.secrets.values()]).not.toEqual([old])
    await restart()
    expect((await running.client.overview({})).state.kind).toBe('ready')
    expect(await codeFrom(running.client.copyNow({}))).toBe('ok')
    await running.engine.idle()
    expect(await readdir(at('HD externo', 'Salvaguarda', 'cofre', 'keys'))).toHaveLength(2)
  })

  it("refuses another vault's kit and changes nothing", async () => {
    await setUpClinic(running.client, request())
    await running.engine.idle()
    host.secrets.clear()
    await restart()
    const stranger = (await import('#engine/kit/index.ts')).makeKit()
    expect(await codeFrom(running.client.unlockWithKit({ words: stranger.password }))).toBe('KEY_101')
    expect(host.secrets.size).toBe(0)
  })

  it('says the disk is away, keeps the promise open, and is well again when it is back', async () => {
    const { client, engine } = running
    await setUpClinic(client, request())
    await engine.idle()
    const { rename } = await import('node:fs/promises')
    await rename(at('HD externo'), at('gaveta'))
    await client.copyNow({})
    await engine.idle()
    expect(await client.overview({})).toMatchObject({
      vault: { isReachable: false },
      openFailure: { error: { code: 'DEST_101' } },
    })
    expect((await readdir(root)).includes('HD externo')).toBe(false)
    await rename(at('gaveta'), at('HD externo'))
    await client.copyNow({})
    await engine.idle()
    expect(await client.overview({})).toMatchObject({ vault: { isReachable: true }, openFailure: null })
  })

  it('does not write into another vault that lies where ours was', async () => {
    const { client, engine } = running
    await setUpClinic(client, request())
    await engine.idle()
    const stranger = await runEngine({ dataFolder: at('outra clínica'), host: memoryHost() })
    await mkdir(at('outro HD'))
    await setUpClinic(stranger.client, { ...request(), destinationPath: at('outro HD') })
    await stranger.engine.idle()
    await stranger.close()
    await rm(at('HD externo'), { recursive: true })
    const { rename } = await import('node:fs/promises')
    await rename(at('outro HD'), at('HD externo'))
    const before = await treeHash(at('HD externo'))
    await client.copyNow({})
    await engine.idle()
    expect((await client.overview({})).openFailure).not.toBeNull()
    expect(await treeHash(at('HD externo'))).toBe(before)
  })

  it('resumes a copy that a crash interrupted', async () => {
    await setUpClinic(running.client, request())
    await running.close()
    await start()
    await running.engine.idle()
    const facts = await factsSoFar()
    expect(facts.some((fact) => fact.kind === 'job-started' && fact.isResumed)).toBe(true)
    expect(facts.at(-1)?.kind).toBe('copy-finished')
  })

  it('keeps room on the disk of the copies, so that it can be cleaned once it is full', async () => {
    await setUpClinic(running.client, request())
    await running.engine.idle()
    const reserve = await stat(at('HD externo', 'Salvaguarda', 'cofre', 'reserve'))
    expect(reserve.blocks * 512).toBeGreaterThanOrEqual(64 * 1024 ** 2)
  })

  it('finds every copy again when its memory was lost', async () => {
    await setUpClinic(running.client, request())
    await running.engine.idle()
    await writeFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'), 'Laudo de Ana, segunda versão')
    await running.client.copyNow({})
    await running.engine.idle()
    await running.close()
    for (const ending of ['', '-wal', '-shm']) await rm(at('dados', `catalog.db${ending}`), { force: true })
    await start()
    await running.engine.idle()
    const [found] = await running.client.searchFiles({ text: 'laudo', limit: 5 })
    expect(found).toMatchObject({ name: 'laudo.txt', versions: 2, isInNewestCopy: true })
    expect(await running.client.overview({})).toMatchObject({ copies: 2, lastCopy: { databases: 1, files: 2 } })
  })

  it('says what a chosen place is before anything is written', async () => {
    const { client } = running
    const sourcePaths = [at('Clínica')]
    expect(await client.inspectDestination({ path: at('HD externo'), sourcePaths })).toMatchObject({
      kind: 'empty',
      sameDiskAsSources: true,
    })
    expect(await client.inspectDestination({ path: at('Clínica', 'Pacientes'), sourcePaths })).toEqual({
      kind: 'refused',
      code: 'SET_104',
    })
    expect(await client.inspectDestination({ path: at('não existe'), sourcePaths })).toEqual({
      kind: 'refused',
      code: 'DEST_101',
    })
    const findings = await client.inspectFolder({ path: at('Clínica') })
    expect(findings).toMatchObject({
      files: 2,
      isPartial: false,
      databases: [{ path: at('Clínica', 'Sistema', 'clinica.db') }],
    })
    expect(await readdir(at('HD externo'))).toEqual([])
    await setUpClinic(client, request())
    await running.engine.idle()
    expect(await client.inspectDestination({ path: at('HD externo'), sourcePaths })).toMatchObject({ kind: 'vault' })
  })
})

async function flipOneBitInAPack(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = await readFile(file)
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await rm(file, { force: true })
    await writeFile(file, bytes)
    return
  }
}

async function treeHash(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.sort((a, b) => `${a.parentPath}/${a.name}`.localeCompare(`${b.parentPath}/${b.name}`)))
    if (entry.isFile()) hash.update(entry.name).update(await readFile(path.join(entry.parentPath, entry.name)))
  return hash.digest('hex')
}
