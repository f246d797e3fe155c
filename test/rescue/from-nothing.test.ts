import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBackend } from '#engine/backends/index.ts'
import { kitWordList } from '#engine/kit/index.ts'
import { kitKeyLabel } from '#engine/session/index.ts'
import { openVault } from '#engine/vault/index.ts'
import type { Fact } from '#shared/domain/index.ts'
import { isAppError, type WireError } from '#shared/errors/index.ts'
import { type EngineClient, memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { filesBelow } from '../files-below.ts'

// Another computer, a disk and a paper: what opens, what does not and why, who goes on, and whether the paper still works.

let root: string
let words: string
let running: RunningEngine[]
const at = (...names: string[]) => path.join(root, ...names)
const disk = () => ({ kind: 'local' as const, path: at('HD externo') })

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'do nada é '))
  running = []
  await mkdir(at('Clínica', 'Pacientes', 'Ana'), { recursive: true })
  await mkdir(at('HD externo'))
  await writeFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.txt'), 'Laudo de Ana')
  await writeFile(at('Clínica', 'agenda.txt'), 'segunda: Ana')
  words = await clinic('velho', 'HD externo')
})
afterEach(async () => {
  for (const one of running) await one.close()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

async function start(computer: string, isAvailable = true): Promise<RunningEngine> {
  const one = await runEngine({ dataFolder: at(computer), host: hostOf(computer, isAvailable) })
  running.push(one)
  return one
}
const hosts = new Map<string, ReturnType<typeof memoryHost>>()
const hostOf = (computer: string, isAvailable: boolean) => {
  const key = `${root} ${computer}`
  const host = hosts.get(key) ?? memoryHost(isAvailable)
  hosts.set(key, host)
  return host
}

/** A clinic with one copy on a disk, its computer switched off; the words of its kit. */
async function clinic(computer: string, destination: string): Promise<string> {
  const { client, engine, close } = await runEngine({ dataFolder: at(computer), host: hostOf(computer, true) })
  const { kitWords } = await setUpClinic(client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Prontuários' }],
    destinationPath: at(destination),
  })
  await engine.idle()
  await close()
  return kitWords.join(' ')
}

const wireFrom = (work: Promise<unknown>): Promise<WireError | 'ok'> =>
  work.then(
    () => 'ok',
    (error: unknown) => (isAppError(error) ? error.wire : { code: 'APP_000', params: {} }),
  )
const codeFrom = async (work: Promise<unknown>) => {
  const wire = await wireFrom(work)
  return wire === 'ok' ? wire : wire.code
}
async function facts(client: EngineClient): Promise<Fact[]> {
  const all: Fact[] = []
  const stop = client.facts({ afterSeq: 0 }, (fact) => all.push(fact))
  await client.overview({})
  stop()
  return all
}
const plan = (clinicName = 'Clínica Boa Vista') => ({
  clinicName,
  sources: [{ kind: 'folder' as const, path: at('Clínica'), label: 'Prontuários' }],
  withoutKeychain: false,
})
async function everyFile(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name))
}

it('opens, lists by computer, looks into folders, finds and recovers, and writes nothing to the vault or about the words', async () => {
  const before = await everyFile(at('HD externo'))
  const { client, close } = await start('novo')
  const { computers } = await client.openRescue({ place: disk(), words })
  const [computer] = computers
  expect(computers).toHaveLength(1)
  expect(computer).toMatchObject({ copies: 1, isOurs: true, newest: { files: 2, paths: [at('Clínica')] } })
  const name = computer?.name ?? ''
  const [copy] = await client.rescueCopies({ computer: name, limit: 10 })
  const copyId = copy?.copyId ?? expect.fail('no copy')
  expect(await client.rescueCopies({ computer: name, beforeMs: copy?.takenAtMs ?? 0, limit: 10 })).toEqual([])

  const inside = await client.rescueFolder({ copyId, folder: at('Clínica') })
  expect(inside.map(({ name, kind }) => [name, kind])).toEqual([
    ['Pacientes', 'folder'],
    ['agenda.txt', 'file'],
  ])
  const found = await client.findInRescue({ copyId, text: 'LAÚDO', limit: 10 })
  expect(found.map(({ name }) => name)).toEqual(['laudo.txt'])
  expect(await codeFrom(client.rescueFolder({ copyId, folder: '/não/há' }))).toBe('VAULT_111')

  const include = found.map(({ path }) => path)
  await client.recoverRescue({ copyId, include, targetFolder: at('um') })
  expect(await readFile(at('um', 'laudo.txt'), 'utf8')).toBe('Laudo de Ana')
  await client.recoverRescue({ copyId, include: [], targetFolder: at('tudo') })
  expect(await readFile(path.join(at('tudo'), at('Clínica'), 'agenda.txt'), 'utf8')).toBe('segunda: Ana')

  expect((await client.overview({})).state).toEqual({ kind: 'fresh' })
  expect(await everyFile(at('HD externo'))).toEqual(before)
  expect((await facts(client)).map(({ kind }) => kind)).toEqual([
    'job-started',
    'recover-finished',
    'job-started',
    'recover-finished',
  ])
  await client.closeRescue({})
  expect(await codeFrom(client.rescueFolder({ copyId, folder: '' }))).toBe('NEW_102')
  // Stopped first: while it runs, a file it is writing may be gone before it is read.
  await close()
  const kept = await Promise.all((await everyFile(at('novo'))).map((file) => readFile(file, 'latin1')))
  expect(kept.length).toBeGreaterThan(0)
  for (const text of kept) expect(text).not.toContain(words.split(' ').slice(0, 3).join(' '))
})

it('says in each case what does not open, and opens nothing', async () => {
  const { client } = await start('novo')
  const open = (typed: string, folder = at('HD externo')) =>
    wireFrom(client.openRescue({ place: { kind: 'local', path: folder }, words: typed }))
  const list = words.split(' ')

  expect(await open(list.with(6, 'xpto').join(' '))).toEqual({ code: 'KEY_102', params: { position: 7 } })
  expect(await open(list.slice(0, 23).join(' '))).toEqual({ code: 'KEY_102', params: { position: 24 } })
  const pair = list.findIndex((word, index) => index < 23 && word !== list[index + 1])
  const swapped = list.with(pair, list[pair + 1] ?? '').with(pair + 1, list[pair] ?? '')
  // Once in 256 the checksum does not notice; then the words are a kit, but not this vault's.
  expect(['KIT_101', 'KIT_102', 'KIT_103']).toContain(
    await codeFrom(client.openRescue({ place: disk(), words: swapped.join(' ') })),
  )
  const other = kitWordList.find((word) => word !== list[0]) ?? ''
  expect(['KIT_101', 'KIT_102', 'KIT_103']).toContain(
    await codeFrom(client.openRescue({ place: disk(), words: list.with(0, other).join(' ') })),
  )

  await mkdir(at('outro HD'))
  const others = await clinic('outra clínica', 'outro HD')
  const refused = await open(others)
  expect(refused).toMatchObject({ code: 'KIT_103' })
  expect(refused).toMatchObject({ params: { madeAtMs: expect.any(Number) } })

  expect(await open(words, at('Clínica'))).toMatchObject({ code: 'VAULT_101' })
  expect(await open(words, at('gaveta'))).toMatchObject({ code: 'DEST_101' })
  expect((await client.overview({})).state).toEqual({ kind: 'fresh' })
  expect(await codeFrom(client.rescueCopies({ computer: '', limit: 1 }))).toBe('NEW_102')
  expect(await open(words)).toBe('ok')
})

it('an old paper does not open after the kit was replaced, and the date of the right one is said', async () => {
  const vault = await openVault(
    openBackend({ kind: 'local', path: at('HD externo', 'Salvaguarda', 'cofre') }, {}),
    words,
  )
  const slots = await vault.listKeys()
  const renewed = await vault.addKey('outra senha de um kit mais novo', kitKeyLabel())
  await vault.removeKey(slots.find(({ hostname }) => hostname === kitKeyLabel().hostname)?.id ?? '')
  await vault.close()
  const { client } = await start('novo')
  expect(await wireFrom(client.openRescue({ place: disk(), words }))).toEqual({
    code: 'KIT_103',
    params: { madeAtMs: Date.parse(renewed.createdAt) },
  })
})

it('two vaults on one disk are told apart by whoever chooses, not by chance', async () => {
  await cp(at('HD externo', 'Salvaguarda'), at('HD externo', 'cópia do disco velho', 'Salvaguarda'), {
    recursive: true,
  })
  const { client } = await start('novo')
  expect(await wireFrom(client.openRescue({ place: disk(), words }))).toEqual({ code: 'NEW_101', params: { count: 2 } })
  const vaults = await client.lookForVaults({ path: at('HD externo') })
  expect(vaults.map(({ path }) => path).sort()).toEqual([
    at('HD externo', 'Salvaguarda', 'cofre'),
    at('HD externo', 'cópia do disco velho', 'Salvaguarda', 'cofre'),
  ])
  const [vault] = vaults
  expect(await codeFrom(client.openRescue({ place: { kind: 'local', path: vault?.path ?? '' }, words }))).toBe('ok')
})

it('takes over: goes on with the plan, and the computer before is told and stops until a person says that it goes on', async () => {
  const { client, engine } = await start('novo')
  const { computers } = await client.openRescue({ place: disk(), words })
  const computer = computers[0]?.name ?? ''
  expect(await client.rescueSources({ computer })).toEqual([{ path: at('Clínica'), isHere: true }])
  const inVault = { ...plan(), sources: [{ kind: 'folder' as const, path: at('HD externo'), label: 'HD' }] }
  expect(await codeFrom(client.takeOver({ computer, ...inVault }))).toBe('SET_104')
  await writeFile(at('Clínica', 'agenda.txt'), 'terça: Bia')
  await client.takeOver({ computer, ...plan() })
  await engine.idle()
  expect(await client.overview({})).toMatchObject({
    state: { kind: 'ready', clinicName: 'Clínica Boa Vista' },
    copies: 2,
    openFailure: null,
  })
  const [agenda] = await client.searchFiles({ text: 'agenda', limit: 5 })
  expect(agenda?.versions).toBe(2)
  expect((await client.kitState({})).paper?.provenAtMs).toEqual(expect.any(Number))
  expect((await facts(client)).map(({ kind }) => kind)).toContain('took-over')
  expect(await codeFrom(client.openRescue({ place: disk(), words }))).toBe('SET_102')

  const old = await start('velho')
  const settings = await readFile(at('velho', 'settings.json'), 'utf8')
  await old.client.copyNow({})
  await old.engine.idle()
  expect((await old.client.overview({})).openFailure?.error.code).toBe('NEW_103')
  expect(await readFile(at('velho', 'settings.json'), 'utf8')).toBe(settings)
  // It knows of the other one's copy, and made none.
  expect((await old.client.overview({})).copies).toBe(2)

  await old.client.goOnHere({})
  await old.engine.idle()
  expect((await old.client.overview({})).openFailure).toBeNull()
  await client.copyNow({})
  await engine.idle()
  expect((await client.overview({})).openFailure?.error.code).toBe('NEW_103')
})

it('who took over goes on with the disks that lay away, and with nobody else’s', async () => {
  await mkdir(at('HD do mês'))
  const before = await start('velho')
  await before.client.addReplica({ destinationPath: at('HD do mês') })
  await before.engine.idle()
  await before.close()
  await mkdir(at('HD alheio'))
  await clinic('alheio', 'HD alheio')

  const { client, engine } = await start('novo')
  const { computers } = await client.openRescue({ place: disk(), words })
  await client.takeOver({ computer: computers[0]?.name ?? '', ...plan() })
  const foreign = await everyFile(at('HD alheio'))
  expect(await codeFrom(client.addReplica({ destinationPath: at('HD alheio') }))).toBe('VAULT_108')
  expect(await everyFile(at('HD alheio'))).toEqual(foreign)
  const { replicaId } = await client.addReplica({ destinationPath: at('HD do mês') })
  await writeFile(at('Clínica', 'agenda.txt'), 'terça: Bia')
  await client.copyNow({}).catch(() => undefined)
  await engine.idle()
  const there = (await client.overview({})).replicas.find((one) => one.replicaId === replicaId)
  expect(there).toMatchObject({ isReachable: true, copies: 2, trouble: null })
})

it('a take-over that cannot be finished leaves no sign of itself', async () => {
  const { client } = await start('sem chaveiro', false)
  const { computers } = await client.openRescue({ place: disk(), words })
  const computer = computers[0]?.name ?? ''
  const before = await everyFile(at('HD externo'))
  expect(await codeFrom(client.takeOver({ computer, ...plan() }))).toBe('KEY_103')
  const gone = [{ kind: 'folder' as const, path: at('não há'), label: 'x' }]
  expect(await codeFrom(client.takeOver({ computer, ...plan(), sources: gone }))).toBe('SRC_101')
  expect(await everyFile(at('HD externo'))).toEqual(before)
  expect((await client.overview({})).state).toEqual({ kind: 'fresh' })
  await client.takeOver({ computer, ...plan(), withoutKeychain: true })
  expect((await client.overview({})).state).toMatchObject({ kind: 'ready' })
  expect(await filesHolding(at('sem chaveiro'), words)).toEqual([])
})

it('the paper is shown to work by three words and one real file, and by nothing less', async () => {
  const { client } = await start('velho')
  const { paper } = await client.kitState({})
  expect(paper).toMatchObject({ provenAtMs: null })
  const { positions } = await client.askKitWords({})
  const list = words.split(' ')
  const typed = positions.map((position) => ({ position, word: list[position - 1] ?? '' }))
  const wrong = typed.with(0, { position: positions[0] ?? 1, word: `${list[(positions[0] ?? 1) % 24]}x` })
  expect(await codeFrom(client.proveKit({ proof: wrong }))).toBe('KEY_105')
  const others = [1, 2, 3].map((position) => ({ position, word: list[position - 1] ?? '' }))
  if (positions.join() !== '1,2,3') expect(await codeFrom(client.proveKit({ proof: others }))).toBe('KEY_105')
  const proven = await client.proveKit({ proof: typed.map((one) => ({ ...one, word: ` ${one.word.toUpperCase()} ` })) })
  expect(['laudo.txt', 'agenda.txt']).toContain(proven.name)
  expect(proven.bytes).toBe(12)
  const state = await client.kitState({})
  expect(state.paper?.provenAtMs).toEqual(expect.any(Number))
  expect(state.proofDueAtMs).toBeGreaterThan(Date.now() + 59 * 86_400_000)
  const told = await facts(client)
  expect(told.at(-1)).toMatchObject({ kind: 'kit-proven', bytes: 12 })
  for (const secret of ['Ana', 'laudo', 'agenda', list[0] ?? '?'])
    expect(JSON.stringify(told.at(-1))).not.toContain(secret)
  expect(await readdir(at('velho', 'temporary'))).toEqual([])
  expect(await filesHolding(at('velho'), list[5] ?? '?')).toEqual([])
  // What was asked once is not asked again.
  expect(await codeFrom(client.proveKit({ proof: typed }))).toBe('KEY_105')
})

it('a computer that never saw the paper learns it from all its words', async () => {
  await rm(at('velho', 'kit.json'))
  const { client } = await start('velho')
  expect((await client.kitState({})).paper).toBeNull()
  expect(await codeFrom(client.askKitWords({}))).toBe('KIT_107')
  expect(await codeFrom(client.renewPaper({ words: words.replace(/\S+$/, '') }))).toBe('KEY_102')
  const paper = await client.renewPaper({ words })
  expect(paper.words.join(' ')).toBe(words)
  expect((await client.askKitWords({})).positions).toHaveLength(3)
})

async function filesHolding(folder: string, text: string): Promise<string[]> {
  const isHeld = new RegExp(`\\b${text}\\b`)
  return [...(await filesBelow(folder))].flatMap(([file, bytes]) =>
    isHeld.test(bytes.toString('latin1')) ? [file] : [],
  )
}
