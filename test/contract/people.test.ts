import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isDenial, table, told } from '#engine/gate/test-support/documents.ts'
import { engineContract, type RunningDrill } from '#shared/contracts/index.ts'
import { type AccountId, type AccountRole, type Category, categorySchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { connect } from '#shared/wire/index.ts'
import {
  type EngineClient,
  memoryHost,
  nodePort,
  type RunningEngine,
  runEngine,
  setUpClinic,
} from '../engine-client.ts'
import { filesBelow } from '../files-below.ts'
import { sampleInput } from './sample-input.ts'

// The whole engine with a real vault, asked by every role over a port of its own for every call there is. What docs/security.md denies is
// denied here, whatever is sent along, and leaves every byte as it was; what belongs to a category goes by the real catalogue.

const PIN = '402918'
const ROLES = ['reception', 'professional', 'technician', 'auditor'] as const
type Role = (typeof ROLES)[number]
type Name = keyof typeof engineContract
type Loose = Readonly<Record<string, (input: unknown, ...rest: unknown[]) => unknown>>
const names = Object.keys(engineContract) as Name[]

let root: string
let running: RunningEngine
let kitWords: readonly string[]
let managerId: AccountId
const host = memoryHost()
const ports: MessagePort[] = []
const clients = new Map<AccountRole, EngineClient>()
const ids = new Map<AccountRole, AccountId>()
const at = (...parts: string[]) => path.join(root, ...parts)
const clientOf = (role: AccountRole) => clients.get(role) ?? expect.fail(role)
const folderOf = (category: Category) => at('Clínica', `Pasta ${category}`)
/** By its name in every copy. */
const fileOf = (category: Category) => `documento-${category}.txt`

/** One more window. */
function anotherWindow(): EngineClient {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  running.engine.serve(nodePort(port1))
  return connect(nodePort(port2), engineContract)
}

async function enter(role: AccountRole, accountId: AccountId, secret: string): Promise<EngineClient> {
  const client = anotherWindow()
  await client.signIn({ accountId, secret })
  clients.set(role, client)
  ids.set(role, accountId)
  return client
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'quem pode o quê é '))
  for (const category of categorySchema.options) {
    await mkdir(folderOf(category), { recursive: true })
    await writeFile(path.join(folderOf(category), fileOf(category)), `documento de ${category}`)
  }
  await mkdir(at('Clínica', 'Sem descrição'))
  await writeFile(at('Clínica', 'Sem descrição', 'documento-qualquer.txt'), 'ninguém disse o que é')
  const db = new Database(at('Clínica', 'clinica.db'))
  db.exec("create table paciente(id integer primary key, nome text); insert into paciente(nome) values ('Ana')")
  db.close()
  await mkdir(at('HD externo'))
  running = await runEngine({
    ...{ dataFolder: at('dados'), host },
    people: { elapsedMs: () => performance.now(), pinCost: { N: 16, r: 1, p: 1 } },
  })
  const set = await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [
      ...categorySchema.options.map((category) => ({
        ...{ kind: 'folder' as const, path: folderOf(category), label: `Pasta ${category}`, category },
      })),
      { kind: 'folder', path: at('Clínica', 'Sem descrição'), label: 'Sem descrição' },
      { kind: 'sqlite', path: at('Clínica', 'clinica.db'), label: 'Sistema', category: 'finance' },
    ],
    destinationPath: at('HD externo'),
  })
  kitWords = set.kitWords
  await running.engine.idle()
  const { client } = running
  const state = await client.registerFirst({ name: 'Ana Gestora', title: 'owner', secret: PIN })
  managerId = state.kind === 'signed-in' ? state.person.accountId : expect.fail(state.kind)
  clients.set('manager', client)
  for (const role of ROLES) {
    const given = await client.addPerson({ name: `Pessoa ${role}`, role, title: null, rights: {} })
    const own = await enter(role, given.accountId, given.firstPin)
    await own.setOwnPin({ before: given.firstPin, secret: PIN })
  }
})
afterAll(async () => {
  for (const port of ports) port.close()
  await running?.close()
  await rm(root, { recursive: true, force: true })
})

/** The code a call was answered with; undefined when it went through. */
async function ask(client: EngineClient, name: Name, input: unknown): Promise<string | undefined> {
  const method = (client as unknown as Loose)[name] ?? expect.fail(name)
  if (engineContract[name].kind === 'call') return (method(input) as Promise<unknown>).then(() => undefined, codeOf)
  let code: string | undefined
  const stop = method(
    input,
    () => undefined,
    (error: unknown) => {
      code = codeOf(error)
    },
  ) as () => void
  // What is asked after it is answered after it.
  await client.overview({})
  stop()
  return code
}

/** Every byte the app and the clinic have, but the register, which takes down each refusal, and a file that readers of the catalogue touch. */
async function everything(): Promise<Readonly<Record<string, string>>> {
  const sums: Record<string, string> = { secrets: JSON.stringify([...host.secrets]) }
  for (const [file, bytes] of await filesBelow(root))
    if (!/^audit|-shm$/.test(path.basename(file))) sums[file] = createHash('sha256').update(bytes).digest('hex')
  return sums
}

const samples = new Map<Name, unknown>()
function sampleOf(name: Name): unknown {
  if (!samples.has(name)) samples.set(name, sampleInput(engineContract[name].input, at('Fora', 'daqui')))
  return samples.get(name)
}
const isFixedNo = (name: Name, role: Role) => table.get(name)?.cells.get(role) === '—'
const about = { categories: [], isBig: false, isStale: false }

describe('what a role is denied', () => {
  it.each(ROLES)('%s: every call that the table denies, and nothing has changed', async (role) => {
    const before = await everything()
    const denied = names.filter((name) => isFixedNo(name, role))
    expect(denied.length).toBeGreaterThan(20)
    const differences: string[] = []
    for (const name of denied) {
      const code = await ask(clientOf(role), name, sampleOf(name))
      if (code !== told(name, role, about)) differences.push(`${name}: ${code}`)
    }
    expect(differences).toEqual([])
    expect(await everything()).toEqual(before)
  })

  it('is denied with any input that the call takes; what it does not take comes to nobody', async () => {
    const before = await everything()
    const denied = ROLES.flatMap((role) =>
      names.filter((name) => isFixedNo(name, role)).map((name) => ({ role, name })),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...denied),
        fc.jsonValue(),
        fc.boolean(),
        async ({ role, name }, junk, isWhole) => {
          const sample = sampleOf(name) as Record<string, unknown>
          const [key] = Object.keys(sample)
          const input = isWhole || key === undefined ? junk : { ...sample, [key]: junk }
          const isTaken = engineContract[name].input.safeParse(input).success
          expect(await ask(clientOf(role), name, input)).toBe(isTaken ? told(name, role, about) : 'IPC_001')
        },
      ),
      { numRuns: 300 },
    )
    expect(await everything()).toEqual(before)
  })

  it('stands in the register as denied, in the name of who asked', async () => {
    await ask(clientOf('reception'), 'removePlace', sampleOf('removePlace'))
    const { entries } = await running.client.auditEntries({ limit: 1 })
    expect(entries).toMatchObject([
      { type: 'call.removePlace', extra: { outcome: 'denied' }, actorName: 'Pessoa reception' },
    ])
  })
})

type Found = { readonly fileKey: number; readonly versionKey: number }
const found = new Map<Category, Found>()
/** What calls by category are asked about, as they name it. */
function inputsAbout(category: Category): Partial<Record<Name, unknown>> {
  const { fileKey, versionKey } = found.get(category) ?? expect.fail(category)
  const targetFolder = at('Recuperados', category)
  const what = { kind: 'version', versionKey }
  return {
    listVersions: { fileKey },
    folderStates: { folder: folderOf(category).replaceAll('\\', '/') },
    previewVersion: { versionKey },
    checkVersion: { versionKey },
    recoverVersion: { versionKey, targetFolder },
    planRecovery: { what, into: { kind: 'folder', folder: targetFolder } },
    startRecovery: { what, into: { kind: 'folder', folder: targetFolder } },
  }
}

const none = () => []
const theirsOf = (role: Role) =>
  categorySchema.options.filter((one) => !told('recoverVersion', role, { ...about, categories: [one] }))
const WHOLE: ReadonlySet<Name> = new Set(['checkVersion', 'startRecovery'])

describe('what goes by category', () => {
  beforeAll(async () => {
    for (const category of categorySchema.options) {
      const [file] = await running.client.searchFiles({ text: fileOf(category), limit: 1 })
      const fileKey = file?.fileKey ?? expect.fail(category)
      const [version] = await running.client.listVersions({ fileKey })
      found.set(category, { fileKey, versionKey: version?.versionKey ?? expect.fail(category) })
    }
  })

  it.each(ROLES)(
    '%s: reads and recovers what is of their categories in the real catalogue, and nothing else',
    async (role) => {
      const differences: string[] = []
      for (const category of categorySchema.options) {
        for (const [name, input] of Object.entries(inputsAbout(category)) as [Name, unknown][]) {
          const expected = told(name, role, { ...about, categories: [category] })
          // What goes through reads the vault whole each time; that it does is seen once.
          if (expected === undefined && WHOLE.has(name) && category !== 'agenda') continue
          const code = await ask(clientOf(role), name, input)
          if (code !== expected) differences.push(`${name} of ${category}: ${code}, not ${expected}`)
        }
      }
      expect(differences).toEqual([])
      const written = await readdir(at('Recuperados'), { recursive: true }).catch(() => [])
      const theirs = theirsOf(role)
      for (const category of categorySchema.options)
        expect(written.some((name) => name.includes(fileOf(category)))).toBe(theirs.includes(category))
      await rm(at('Recuperados'), { recursive: true, force: true })
    },
  )

  it('is left out of what a search finds, and what nobody described is taken for a record', async () => {
    const seen = async (role: AccountRole) => {
      const files = await clientOf(role).searchFiles({ text: 'documento', limit: 50 }).catch(none)
      const folders = await clientOf(role).searchFolders({ text: 'pasta' }).catch(none)
      return [...files, ...folders].map(({ name }) => name).sort()
    }
    const all = ['agenda', 'finance', 'images', 'records']
    const both = (of: readonly string[]) => [
      ...of.map((name) => `Pasta ${name}`),
      ...of.map((name) => `documento-${name}.txt`),
    ]
    expect(await seen('manager')).toEqual([...both(all), 'documento-qualquer.txt'].sort())
    expect(await seen('professional')).toEqual(
      [...both(['agenda', 'images', 'records']), 'documento-qualquer.txt'].sort(),
    )
    expect(await seen('reception')).toEqual(both(['agenda', 'finance']).sort())
    expect(await seen('auditor')).toEqual([])
  })

  it('has no way around: a folder above several, and everything at once', async () => {
    const [copy] = await clientOf('professional').copiesToRecover({})
    const copyId = copy?.copyId ?? expect.fail('no copy')
    const into = { kind: 'folder' as const, folder: at('Recuperados') }
    const above = { kind: 'folder' as const, copyId, folder: at('Clínica').replaceAll('\\', '/') }
    for (const what of [above, { kind: 'everything' as const, copyId }]) {
      expect(await ask(clientOf('professional'), 'planRecovery', { what, into })).toBe('PEOPLE_105')
      expect(await ask(clientOf('professional'), 'startRecovery', { what, into })).toBe('PEOPLE_105')
      expect(await ask(clientOf('technician'), 'planRecovery', { what, into })).toBeUndefined()
    }
  })

  it('goes by the database, too', async () => {
    const { sources } = await running.client.overview({})
    const sourceId = sources.find(({ kind }) => kind === 'sqlite')?.id ?? expect.fail('no database')
    const asked = { sourceId, copyId: (await running.client.copiesToRecover({}))[0]?.copyId }
    for (const role of ROLES)
      expect(isDenial(await ask(clientOf(role), 'openRecords', asked))).toBe(
        told('openRecords', role, { ...about, categories: ['finance'] }) !== undefined,
      )
  })

  it('shows recoveries to whoever may recover that, and lets nobody else go on with one', async () => {
    const { client, engine } = running
    const started = new Map<Category, string>()
    for (const category of categorySchema.options) {
      const what = { kind: 'version' as const, versionKey: found.get(category)?.versionKey ?? -1 }
      const { recoveryId } = await client.startRecovery({ what, into: { kind: 'folder', folder: at('De volta') } })
      started.set(category, recoveryId)
      await expect.poll(async () => (await client.recovery({ recoveryId })).state.kind).toBe('done')
    }
    const sourceId = (await client.recoverableDatabases({}))[0]?.sourceId ?? expect.fail('no database')
    const copyId = (await client.copiesToRecover({}))[0]?.copyId ?? expect.fail('no copy')
    const ofDatabase = await client.planDatabaseRecovery({ sourceId, copyId, admin: null })
    await engine.idle()
    for (const role of ROLES) {
      const theirs = theirsOf(role)
      const seen = await clientOf(role).recoveries({}).catch(none)
      expect(new Set(seen.map(({ name }) => name))).toEqual(new Set(theirs.map(fileOf)))
      const databases = theirs.includes('finance') ? [sourceId] : []
      for (const name of ['recoverableDatabases', 'databaseRecoveries'] as const)
        expect((await clientOf(role)[name]({}).catch(none)).map((one) => one.sourceId)).toEqual(databases)
      for (const category of categorySchema.options)
        for (const name of ['recovery', 'planUndo', 'judgeRecovery', 'stopRecovery', 'continueRecovery'] as const) {
          const asked = { recoveryId: started.get(category), verdict: 'right' }
          expect(isDenial(await ask(clientOf(role), name, asked))).toBe(!theirs.includes(category))
        }
      if (databases.length > 0) continue
      expect(await ask(clientOf(role), 'discardDatabaseRecovery', ofDatabase)).toBe('PEOPLE_105')
    }
  })

  it('tells names that the register keeps as signs, and what a drill brought back, to whoever may see them', async () => {
    const { client } = running
    await client.previewVersion({ versionKey: found.get('finance')?.versionKey ?? -1 })
    const { entries } = await client.auditEntries({ limit: 5 })
    const sign = entries.find(({ subject }) => subject?.kind === 'file')?.subject?.id ?? expect.fail('no line')
    expect((await client.auditNames({ files: [sign] })).files).toEqual({ [sign]: fileOf('finance') })
    expect((await clientOf('auditor').auditNames({ files: [sign] })).files).toEqual({})
    // Whoever leads a drill gets something to look at: chance draws among what they may see. Who may not is told of what it is.
    for (const leader of ['reception', 'professional', 'reception', 'technician'] as const) {
      const lead = clientOf(leader)
      const { id: drillId } = (await lead.beginDrill({ kind: 'no-internet', leader, participants: [] })).record
      await lead.endDrillStep({ drillId, stepId: 'unplug-internet', ticked: 2, note: '' })
      await lead.runDrillStep({ drillId, stepId: 'bring-file' })
      const name = (await client.drills({})).running?.brought[0]?.name
      const own = categorySchema.options.find((category) => name === fileOf(category)) ?? 'records'
      const drawn = name === 'clinica.db' ? 'finance' : own
      for (const role of ['manager', ...ROLES] as const) {
        const now = await new Promise<RunningDrill | null>((resolve) => clientOf(role).drillUnderWay({}, resolve))
        expect((await clientOf(role).drills({})).running?.brought).toEqual(now?.brought)
        const isTheirs = role === 'manager' || role === leader || theirsOf(role).includes(drawn)
        const shown = [role, now?.brought.length, now?.hidden, now?.folder === null]
        expect(shown).toEqual(isTheirs ? [role, 1, [], false] : [role, 0, [drawn], true])
      }
      expect(await clientOf('technician').drillPictures({ drillId, stepId: 'bring-file' })).toEqual([])
      await lead.endDrill({ drillId })
    }
  })

  it('is what a manager gave one person, from that moment on', async () => {
    const name = fileOf('finance')
    const search = () => clientOf('professional').searchFiles({ text: name, limit: 5 })
    const described = { name: 'Pessoa professional', role: 'professional' as const, title: null }
    const accountId = ids.get('professional') ?? expect.fail('nobody')
    expect(await search()).toEqual([])
    await running.client.changePerson({ accountId, ...described, rights: { view: ['finance'] } })
    expect((await search()).map((file) => file.name)).toEqual([name])
    await running.client.changePerson({ accountId, ...described, rights: {} })
    expect(await search()).toEqual([])
  })
})

describe('what a role may', () => {
  /** These change who is there, or are asked above with things that are there. */
  const APART = /^(signIn|signOut|registerFirst|resetWithKit|proveAgain|setOwnPin|unlockWithKit)$/
  it.each(ROLES)('%s: no call that the table allows is denied', async (role) => {
    const allowed = names.filter((name) => table.get(name)?.cells.get(role)?.startsWith('yes') && !APART.test(name))
    const differences: string[] = []
    for (const name of allowed) {
      const asks = table.get(name)?.asks ?? ''
      const code = await ask(clientOf(role), name, sampleOf(name))
      const isRight = asks.includes('two people') ? code !== 'PEOPLE_105' && code !== 'PEOPLE_101' : !isDenial(code)
      if (!isRight) differences.push(`${name}: ${code}`)
    }
    expect(differences).toEqual([])
    await running.engine.idle()
  })
})

describe('the last manager, who forgot the PIN', () => {
  it('chooses another one by the words of the kit, and only by these; it is in the register', async () => {
    const client = anotherWindow()
    const asked = { accountId: managerId, name: 'Ana Gestora', secret: '538201' }
    const wrong = [...kitWords.slice(1), kitWords[0]].join(' ')
    const code = await ask(client, 'resetWithKit', { ...asked, words: wrong })
    expect(code).toMatch(/^K/)
    expect(await ask(client, 'listTrash', sampleOf('listTrash'))).toBe('PEOPLE_101')
    const reception = ids.get('reception') ?? expect.fail('nobody')
    expect(await ask(client, 'resetWithKit', { ...asked, accountId: reception, words: kitWords.join(' ') })).toBe(
      'PEOPLE_113',
    )

    const state = await client.resetWithKit({ ...asked, words: kitWords.join(' ') })
    expect(state).toMatchObject({ kind: 'signed-in', person: { accountId: managerId, role: 'manager' } })
    expect(await ask(anotherWindow(), 'signIn', { accountId: managerId, secret: PIN })).toBe('PEOPLE_102')
    expect(await ask(anotherWindow(), 'signIn', { accountId: managerId, secret: '538201' })).toBeUndefined()
    const { entries } = await client.auditEntries({ limit: 20 })
    expect(entries.filter((entry) => entry.type === 'call.resetWithKit').map(({ extra }) => extra.outcome)).toEqual([
      'done',
      'failed',
      'failed',
    ])
    const book = await readFile(at('dados', 'people.json'), 'utf8')
    for (const word of ['538201', PIN, kitWords.join(' ')]) expect(book).not.toContain(word)
  })
})
