import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RecoveryWish } from '#shared/contracts/index.ts'
import type { Fact } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

// What the wizard asks of the engine, on a real clinic, with real copies.

const PATIENTS = 60
let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let isMounted = false
const at = (...names: string[]) => path.join(root, ...names)
const patient = (number: number) => at('Clínica', 'Pacientes', `Paciente ${number}`, 'laudo.txt')
const words = (number: number) => `Laudo do paciente ${number}. `.repeat(200)
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host })
}
const copy = async () => {
  // One may have begun by itself: what a recovery changed is copied at once.
  const begun = await codeFrom(running.client.copyNow({}))
  expect(['ok', 'JOB_101']).toContain(begun)
  await running.engine.idle()
}
const ended = async (recoveryId: string) => {
  for (;;) {
    const view = await running.client.recovery({ recoveryId })
    if (view.state.kind !== 'running') return view
  }
}
const recover = async (wish: RecoveryWish) => ended((await running.client.startRecovery(wish)).recoveryId)
const newestCopy = async () => (await running.client.copiesToRecover({}))[0]?.copyId ?? '?'
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const factsSoFar = async () => {
  const facts: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  await running.client.overview({})
  stop()
  return facts
}
const folderInPlace = async (folder: string): Promise<RecoveryWish> => ({
  what: { kind: 'folder', copyId: await newestCopy(), folder } as RecoveryWish['what'],
  into: { kind: 'in-place' },
})

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'recuperações é '))
  await mkdir(at('Clínica', 'Sistema'), { recursive: true })
  await mkdir(at('HD externo'))
  for (let number = 0; number < PATIENTS; number++) {
    await mkdir(path.dirname(patient(number)), { recursive: true })
    await writeFile(patient(number), words(number))
  }
  const db = new Database(at('Clínica', 'Sistema', 'clinica.db'))
  db.exec("create table paciente(nome text); insert into paciente values ('Ana')")
  db.close()
  host = memoryHost()
  await start()
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [
      { kind: 'folder', path: at('Clínica'), label: 'Prontuários' },
      { kind: 'sqlite', path: at('Clínica', 'Sistema', 'clinica.db'), label: 'Sistema' },
    ],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
})
afterEach(async () => {
  await running.close()
  if (isMounted) execFileSync('umount', ['-l', at('pen drive')])
  isMounted = false
  await rm(root, { recursive: true, force: true })
})

it('a folder goes back to its place, the guard stays calm, and it is undone', async () => {
  const { client } = running
  const wish = await folderInPlace(at('Clínica', 'Pacientes'))
  expect(await client.planRecovery(wish)).toMatchObject({ files: PATIENTS, leftOutDatabases: 0, skips: 0 })
  for (let number = 0; number < 28; number++) await rm(path.dirname(patient(number)), { recursive: true })
  await writeFile(patient(40), 'escrito por cima')
  await copy()
  const before = (await factsSoFar()).filter(({ kind }) => kind === 'guard-signs').length

  const view = await recover(wish)
  expect(view).toMatchObject({
    isInPlace: true,
    name: 'Pacientes',
    state: { kind: 'done', files: PATIENTS, setAside: 1, unchanged: 31 },
  })
  for (let number = 0; number < PATIENTS; number++) expect(await readFile(patient(number), 'utf8')).toBe(words(number))
  expect(await readFile(path.join(view.asideFolder, 'Pacientes', 'Paciente 40', 'laudo.txt'), 'utf8')).toBe(
    'escrito por cima',
  )
  await copy()
  expect((await factsSoFar()).filter(({ kind }) => kind === 'guard-signs')).toHaveLength(before)

  await writeFile(patient(3), 'mudado depois')
  const { recoveryId } = view
  expect(await client.planUndo({ recoveryId })).toEqual({ remove: 28, putBack: 1, left: [patient(3)] })
  expect(await client.undoRecovery({ recoveryId })).toMatchObject({
    state: { kind: 'undone', removed: 28, putBack: 1, left: [patient(3)] },
  })
  expect(await readFile(patient(40), 'utf8')).toBe('escrito por cima')
  expect(await readdir(at('Clínica', 'Pacientes'))).toHaveLength(PATIENTS - 28 + 1)
  await copy()
  expect((await factsSoFar()).filter(({ kind }) => kind === 'guard-signs')).toHaveLength(before)
  expect((await factsSoFar()).filter(({ kind }) => kind === 'recovery-undone')).toHaveLength(1)
})

it('a database that somebody may work in never goes back this way', async () => {
  const { client } = running
  const [found] = await client.searchFiles({ text: 'clinica.db', limit: 5 })
  const [version] = await client.listVersions({ fileKey: found?.fileKey ?? -1 })
  const what = { kind: 'version', versionKey: version?.versionKey ?? -1 } as const
  expect(await codeFrom(client.startRecovery({ what, into: { kind: 'in-place' } }))).toBe('REST_107')
  const live = await readFile(at('Clínica', 'Sistema', 'clinica.db'))
  await rm(patient(0))
  const all = { what: { kind: 'everything', copyId: await newestCopy() }, into: { kind: 'in-place' } } as RecoveryWish
  expect(await client.planRecovery(all)).toMatchObject({ files: PATIENTS, leftOutDatabases: 1 })
  expect(await recover(all)).toMatchObject({ state: { kind: 'done', unchanged: PATIENTS - 1, setAside: 0 } })
  expect(await readFile(at('Clínica', 'Sistema', 'clinica.db'))).toEqual(live)
  expect(await readFile(patient(0), 'utf8')).toBe(words(0))
  expect(await client.checkVersion({ versionKey: what.versionKey })).toEqual({ kind: 'opens' })
  expect(
    await codeFrom(client.startRecovery({ what, into: { kind: 'folder', folder: at('HD externo', 'data') } })),
  ).toBe('ok')
})

it('two at once into one folder share nothing; each is undone by itself', async () => {
  const copyId = await newestCopy()
  const wish = {
    what: { kind: 'folder', copyId, folder: at('Clínica', 'Pacientes') },
    into: { kind: 'folder', folder: at('Recuperados') },
  } as RecoveryWish
  const [one, two] = await Promise.all([recover(wish), recover(wish)])
  expect([one?.state.kind, two?.state.kind]).toEqual(['done', 'done'])
  expect((await readdir(at('Recuperados'))).toSorted()).toEqual(['Pacientes', 'Pacientes (2)'])
  await running.client.undoRecovery({ recoveryId: one?.recoveryId ?? '?' })
  const [left] = await readdir(at('Recuperados'))
  expect(await readdir(at('Recuperados', left ?? '?'))).toHaveLength(PATIENTS)
  expect((await running.client.recoveries({})).map(({ state }) => state.kind).toSorted()).toEqual(['done', 'undone'])
})

it('one that the end of the app interrupts goes on at the next start, by itself', async () => {
  const wish = await folderInPlace(at('Clínica', 'Pacientes'))
  for (let number = 0; number < PATIENTS; number++) await rm(patient(number))
  const { recoveryId } = await running.client.startRecovery(wish)
  await running.close()
  await start()
  expect(await ended(recoveryId)).toMatchObject({ state: { kind: 'done', files: PATIENTS, setAside: 0 } })
  for (let number = 0; number < PATIENTS; number++) expect(await readFile(patient(number), 'utf8')).toBe(words(number))
})

it('folders are found by name, with the ways they were', async () => {
  await writeFile(patient(7), 'outro')
  await copy()
  const { client } = running
  const [folder] = await client.searchFolders({ text: 'pacientes' })
  expect(folder).toMatchObject({ name: 'Pacientes', isInNewestCopy: true })
  const states = await client.folderStates({ folder: folder?.folder ?? '?' })
  expect(states).toHaveLength(2)
  const wish = {
    what: { kind: 'folder', copyId: states[1]?.copyId, folder: folder?.folder },
    into: { kind: 'folder', folder: at('Antes') },
  } as RecoveryWish
  expect((await recover(wish)).state).toMatchObject({ kind: 'done', files: PATIENTS })
  expect(await readFile(at('Antes', 'Pacientes', 'Paciente 7', 'laudo.txt'), 'utf8')).toBe(words(7))
})

const canMount = (() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'montagem '))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
})()

it.runIf(canMount)('a disk that fills up on the way: what was done is counted, and with room it goes on', async () => {
  await mkdir(at('pen drive'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', at('pen drive')])
  isMounted = true
  const wish = {
    what: { kind: 'folder', copyId: await newestCopy(), folder: at('Clínica', 'Pacientes') },
    into: { kind: 'folder', folder: at('pen drive') },
  } as RecoveryWish
  const full = await recover(wish)
  expect(full.state).toMatchObject({ kind: 'stopped', error: { code: 'REST_102' } })
  const there = (await readdir(at('pen drive'), { recursive: true })).filter((name) => name.endsWith('laudo.txt'))
  expect(full.state.kind === 'stopped' && full.state.files).toBe(there.length)
  expect(there.length).toBeGreaterThan(0)
  execFileSync('mount', ['-o', 'remount,size=8m', at('pen drive')])
  await running.client.continueRecovery({ recoveryId: full.recoveryId })
  expect((await ended(full.recoveryId)).state).toMatchObject({ kind: 'done', files: PATIENTS, renamed: 0 })
})
