import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CATALOG_VERSION } from '#engine/catalog/index.ts'
import { SETTINGS_VERSION } from '#engine/settings/index.ts'
import { diskIdSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { type EngineClient, memoryHost, type RunningEngine, runEngine } from '../engine-client.ts'

// What earlier versions of the app left on a computer (vectors/data-folders/README.md), opened by today's engine; and what a later one would leave.

const VECTORS = path.join(import.meta.dirname, 'vectors', 'data-folders')
const NEWEST = '0.1.0'
const PIN = '739154'
const DISK = diskIdSchema.parse('7e6b1c9e-2f7d-4a43-9c55-5f6c0d7f1a01')
let root: string
let running: RunningEngine | undefined
const folder = () => path.join(root, 'dados')

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'computador de ontem é '))
})
afterEach(async () => {
  await stop()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})
const stop = async () => {
  await running?.close()
  running = undefined
}
/** Today's engine on it, with its key in the keychain and the disk not plugged in. */
async function start(): Promise<EngineClient> {
  const host = memoryHost()
  const { account } = JSON.parse(await readFile(path.join(folder(), 'settings.json'), 'utf8')).key as {
    account: string
  }
  host.secrets.set(account, 'a chave deste computador')
  running = await runEngine({ dataFolder: folder(), host })
  return running.client
}
const lay = (vector: string) => cp(path.join(VECTORS, vector), folder(), { recursive: true })
const versionIn = async (name: string) =>
  JSON.parse(await readFile(path.join(folder(), name), 'utf8')).version as number
const versionOf = (name: string) => {
  const db = new Database(path.join(folder(), name), { readonly: true })
  try {
    return db.pragma('user_version', { simple: true })
  } finally {
    db.close()
  }
}
const setAside = async () => (await readdir(folder())).filter((name) => /set-aside|damaged|unreadable/.test(name))

/** What each of them must still know, and under which number its settings were written. */
const earlier = [
  { vector: '1-d85f5a5', settings: 1, catalog: 1, copies: 2, knows: [] },
  { vector: '2-5584052', settings: 1, catalog: 2, copies: 2, knows: ['retention'] },
  { vector: '3-109e2f9', settings: 1, catalog: 2, copies: 2, knows: ['retention', 'notices'] },
  {
    vector: '4-ba268b0',
    settings: 2,
    catalog: 3,
    copies: 2,
    knows: ['retention', 'notices', 'goals', 'tablets', 'disks'],
  },
  {
    vector: '5-f934a88',
    settings: 2,
    catalog: 4,
    copies: 3,
    knows: ['retention', 'notices', 'goals', 'tablets', 'disks', 'kit'],
  },
  {
    vector: NEWEST,
    settings: 2,
    catalog: 4,
    copies: 3,
    knows: ['retention', 'notices', 'goals', 'tablets', 'disks', 'kit', 'books'],
  },
] as const
type Knowledge = (typeof earlier)[number]['knows'][number]

const looks: Readonly<Record<Knowledge, (client: EngineClient) => Promise<void>>> = {
  async retention(client) {
    expect(await client.retentionPolicy({})).toMatchObject({ standard: { kind: 'keep', yearly: 20 }, minimumYears: 20 })
  },
  async notices(client) {
    const { settings } = await client.noticeSettings({})
    expect(settings).toMatchObject({ escalateAfterDays: 3, emails: { reception: ['recepcao@clinica.example'] } })
  },
  async goals(client) {
    expect((await client.schedulePolicy({})).standardGoalMinutes).toBe(240)
    expect((await client.overview({})).sources[0]).toMatchObject({ category: 'records', owner: 'Marina' })
  },
  async tablets(client) {
    expect(await client.tabletView({})).toMatchObject({ inboxPath: '/clínica de ontem/Fotos' })
  },
  async disks(client) {
    const lines = await client.diskBook({ diskId: DISK })
    expect(lines.map(({ entry }) => entry.number)).toContain(6)
    expect(lines.map(({ entry }) => entry)).toContainEqual(
      expect.objectContaining({ kind: 'handed-over', takenBy: 'Marina Prado' }),
    )
  },
  async kit(client) {
    expect((await client.kitState({})).paper?.printedAtMs).toBeGreaterThan(0)
  },
  async books(client) {
    expect((await client.plan({})).keyHolders).toMatchObject([{ who: 'Marina Prado', where: 'cofre do banco' }])
    expect((await client.incidents({})).incidents).toMatchObject([
      { number: 1, kind: 'leak', openedBy: 'Marina Prado' },
    ])
    expect((await client.inventory({})).items).toMatchObject([{ item: { name: 'Prontuários' } }])
    expect((await client.training({})).answers).toMatchObject([{ name: 'Ana' }])
    expect((await client.drills({})).past).toMatchObject([{ leader: 'Marina Prado', end: { outcome: 'not-finished' } }])
    expect(await client.recoveries({})).toMatchObject([{ verdict: 'right', state: { kind: 'done' } }])
    expect((await client.auditEntries({ limit: 100 })).entries.length).toBeGreaterThan(5)
    expect(await client.checkAudit({})).toMatchObject({ findings: [] })
  },
}

it.each(earlier)(
  '$vector is read whole, and goes on in today’s form',
  async ({ vector, settings, catalog, copies, knows }) => {
    await lay(vector)
    expect(await versionIn('settings.json')).toBe(settings)
    expect(versionOf('catalog.db')).toBe(catalog)
    let client = await start()
    const [marina] = await client.signInNames({})
    if (marina) await client.signIn({ accountId: marina.accountId, secret: PIN })
    const look = async () => {
      const overview = await client.overview({})
      expect(overview.state).toEqual({ kind: 'ready', clinicName: 'Clínica de Ontem' })
      expect(overview.sources[0]).toMatchObject({ kind: 'folder', label: 'Documentos' })
      expect(overview.vault?.place).toMatchObject({
        kind: 'local',
        path: '/clínica de ontem/HD externo/Salvaguarda/cofre',
      })
      expect(overview.copies).toBe(copies)
      const [report] = await client.searchFiles({ text: 'laudo conceicao', limit: 5 })
      expect(report).toMatchObject({ name: 'Laudo da Conceição.txt', versions: 2, isInNewestCopy: true })
      expect(await client.listVersions({ fileKey: report?.fileKey ?? -1 })).toHaveLength(2)
      expect(await client.searchFiles({ text: 'orcamento', limit: 5 })).toMatchObject([{ isInNewestCopy: false }])
      for (const one of knows) await looks[one](client)
    }
    await look()
    await client.setNetworkPolicy({ ...(await client.networkPolicy({})), attendanceUpKbits: 2000 })
    await stop()
    expect(await versionIn('settings.json')).toBe(SETTINGS_VERSION)
    expect(versionOf('catalog.db')).toBe(CATALOG_VERSION)
    expect(await setAside()).toEqual([])
    client = await start()
    const [again] = await client.signInNames({})
    if (again) await client.signIn({ accountId: again.accountId, secret: PIN })
    await look()
    expect((await client.networkPolicy({})).attendanceUpKbits).toBe(2000)
  },
)

/** Every file below a folder: its bytes, and when it was last written. */
async function everything(): Promise<Map<string, string>> {
  const entries = await readdir(folder(), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const states = files.map(async (file) => {
    const { mtimeNs } = await stat(file, { bigint: true })
    return [file, `${mtimeNs} ${(await readFile(file)).toString('base64')}`] as const
  })
  return new Map(await Promise.all(states))
}

it('each of its files, written by a newer version, is left as it is with all others, and whoever asks is told why', async () => {
  await lay(NEWEST)
  const names = (await readdir(folder())).filter((name) => /\.(json|db)$/.test(name))
  const versioned: string[] = []
  for (const name of names) {
    await rm(folder(), { recursive: true })
    await lay(NEWEST)
    const file = path.join(folder(), name)
    if (name.endsWith('.db')) {
      const db = new Database(file)
      db.pragma('user_version = 999')
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    } else {
      const book = JSON.parse(await readFile(file, 'utf8')) as { version?: number }
      if (book.version === undefined) continue
      await writeFile(file, JSON.stringify({ ...book, version: book.version + 1 }))
    }
    versioned.push(name)
    const before = await everything()
    const client = await start()
    expect(await client.overview({}).then(() => `${name} was read`, codeOf)).toBe('APP_003')
    expect(await client.copyNow({}).then(() => 'copied', codeOf)).toBe('APP_003')
    expect(
      await new Promise((told) =>
        client.facts(
          { afterSeq: 0 },
          () => {},
          ({ code }) => told(code),
        ),
      ),
    ).toBe('APP_003')
    await stop()
    expect(await everything(), name).toEqual(before)
  }
  expect(names.filter((name) => !versioned.includes(name))).toEqual(['notice-settings.json'])
})

it('settings that do not read stop everything with a sentence, and stay as they are', async () => {
  await lay(NEWEST)
  const file = path.join(folder(), 'settings.json')
  const text = (await readFile(file, 'utf8')).slice(0, -200)
  await writeFile(file, text)
  running = await runEngine({ dataFolder: folder(), host: memoryHost() })
  expect(await running.client.overview({}).then(() => 'read', codeOf)).toBe('SET_106')
  await stop()
  expect(await readFile(file, 'utf8')).toBe(text)
})
