import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { historySentence } from '#shared/i18n/index.ts'
import { type CliRun, runCli } from '../cli.ts'
import { type MemoryHost, memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { stockRestic } from '../interop/stock-restic.ts'
import { peers } from '../peers.ts'

// The register of a clinic that works: in its copies, before the command line, under hands that change it, on the next computer.

let root: string
let host: MemoryHost
let kitWords: readonly string[]
const at = (...names: string[]) => path.join(root, ...names)
const vaultFolder = () => at('HD da clínica', 'Salvaguarda', 'cofre')
const passwordOf = (from: MemoryHost) => [...from.secrets.values()][0] ?? expect.fail('no key was kept')

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'livro de registro é '))
  await mkdir(at('Clínica'))
  await mkdir(at('HD da clínica'))
  await writeFile(at('Clínica', 'Ana Souza.txt'), 'anamnese')
  host = memoryHost()
  const running = await runEngine({ dataFolder: at('dados'), host })
  ;({ kitWords } = await setUpClinic(running.client, {
    clinicName: 'Clínica Sorriso Vivo',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Clínica' }],
    destinationPath: at('HD da clínica'),
  }))
  await running.engine.idle()
  await writeFile(at('Clínica', 'Rui Lima.txt'), 'evolução')
  await running.client.copyNow({})
  await running.engine.idle()
  await running.close()
})
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))

const verifyIn = (folder: string, withVault: boolean): Promise<CliRun> =>
  runCli(
    ['audit', 'verify', '--data', folder, '--lang', 'pt-BR', ...(withVault ? ['--vault', vaultFolder()] : [])],
    withVault ? { password: passwordOf(host) } : {},
  )

/** A copy of the data folder under somebody's hands. */
async function byHand(name: string, edit: (db: Database.Database) => void): Promise<string> {
  const folder = at(name)
  await cp(at('dados'), folder, { recursive: true })
  const db = new Database(path.join(folder, 'audit.db'))
  db.exec('DROP TRIGGER entries_stay; DROP TRIGGER entries_keep')
  edit(db)
  db.close()
  return folder
}

it('every copy carries the head and the lines, and stock restic reads it as any other', async () => {
  for (const peer of peers) {
    const restic = await stockRestic(peer, root, vaultFolder(), passwordOf(host))
    await restic.ok('check')
    const copies = JSON.parse(await restic.ok('snapshots', '--json')) as { id: string; tags: string[] }[]
    const heads = copies.map(({ tags }) => tags.filter((tag) => /^registro:[0-9a-f]{16}:\d+:[0-9a-f]{64}$/.test(tag)))
    expect(heads.map(({ length }) => length)).toEqual([1, 1])
    expect(heads[0]).not.toEqual(heads[1])
    const listed = await restic.ok('ls', 'latest')
    const file =
      /\/Registro \(Salvaguarda\)\/000001-[0-9a-f]{16}-000001\.jsonl/.exec(listed)?.[0] ?? expect.fail(listed)
    const lines = (await restic.ok('dump', 'latest', file)).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('copy-finished')
    expect(lines.join()).not.toMatch(/Ana|Souza|Clínica|Sorriso/)
  }
})

it('the command line finds nothing wrong, and any single line that is changed, removed or moved', async () => {
  expect(await verifyIn(at('dados'), true)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('nenhuma mudada, nenhuma faltando'),
  })
  const broken = await Promise.all([
    byHand('mudada', (db) => void db.exec("UPDATE entries SET actor = 'cli' WHERE number = 3")),
    byHand('tirada', (db) => void db.exec('DELETE FROM entries WHERE number = 3')),
    byHand('trocada', (db) => void db.exec('UPDATE entries SET place = -place WHERE number = 4')),
    byHand('cortada', (db) => void db.exec('DELETE FROM entries WHERE number > 4')),
  ])
  const said = []
  for (const folder of broken) said.push(await verifyIn(folder, false))
  expect(said.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1])
  expect(said.map(({ stderr }) => stderr.split('\n')[0]?.replace(/^Parte [0-9a-f]{16}/, ''))).toEqual([
    ', linha 3: foi mudada.',
    ', linha 3: falta.',
    ', linha 1: está fora do lugar ou não segue a anterior.',
    ': da linha 5 em diante foi cortado.',
  ])
})

it('a register cut together with its sealed head is caught by what the copies remember', async () => {
  const folder = await byHand('cortada com o selo', (db) => void db.exec('DELETE FROM entries WHERE number > 2'))
  await rm(path.join(folder, 'audit-head.json'))
  expect(await verifyIn(folder, false)).toMatchObject({ exitCode: 0 })
  expect(await verifyIn(folder, true)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('em diante foi cortado'),
  })
  await rm(path.join(folder, 'audit.db'))
  expect(await verifyIn(folder, true)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('não está mais aqui'),
  })
})

it('writes the register as a table and a page with the clinic and the program, no name in it', async () => {
  await mkdir(at('papéis'))
  const { exitCode } = await runCli([
    'audit',
    'export',
    '--data',
    at('dados'),
    '--target',
    at('papéis'),
    '--lang',
    'pt-BR',
  ])
  expect(exitCode).toBe(0)
  for (const name of ['livro-de-registro.csv', 'livro-de-registro.html']) {
    const text = await readFile(at('papéis', name), 'utf8')
    expect(text).toContain('Clínica Sorriso Vivo')
    expect(text).toContain('CNPJ: não informado')
    expect(text).toMatch(/Programa: Salvaguarda \d/)
    expect(text).toContain('Cópia guardada: ')
    expect(text).not.toMatch(/Ana Souza|Rui Lima/)
  }
})

it('papers that leave the app, and acts of the command line beside the app, are lines of the same chain', async () => {
  const folder = at('com linha de comando')
  await cp(at('dados'), folder, { recursive: true })
  const running = await runEngine({ dataFolder: folder, host })
  try {
    const { client } = running
    await client.paperTaken({ paper: 'plan', how: 'printed' })
    const args = ['restore', 'latest', '--vault', vaultFolder(), '--target', at('trazido')]
    const known = { password: passwordOf(host), dataFolder: folder }
    expect(await runCli(args, known)).toMatchObject({ exitCode: 0 })
    expect(await runCli(['check', '--vault', at('não há')], known)).toMatchObject({ exitCode: 10 })
    await client.paperTaken({ paper: 'disk', how: 'saved' })
    const { entries } = await client.auditEntries({ limit: 6 })
    const told = entries.filter(({ type }) => /^cli\.|paperTaken/.test(type)).toReversed()
    const user = expect.stringMatching(/^[A-Za-z0-9_.-]*$/)
    const byHand = { actor: 'cli', component: expect.stringMatching(/^cli@/), group: 'recoveries' }
    expect(told).toMatchObject([
      { type: 'call.paperTaken', extra: { paper: 'plan', how: 'printed', outcome: 'done' }, group: 'book' },
      { ...byHand, type: 'cli.restore', extra: { outcome: 'begun', user } },
      {
        ...byHand,
        type: 'cli.restore',
        extra: { outcome: 'done', user, vault: expect.stringMatching(/^[0-9a-f]{16}$/) },
      },
      { type: 'cli.check', extra: { outcome: 'begun' } },
      { type: 'cli.check', extra: { outcome: 'failed', code: 'DEST_101' } },
      { type: 'call.paperTaken', extra: { paper: 'disk', how: 'saved' } },
    ])
    expect(new Set(entries.map(({ segment }) => segment)).size).toBe(1)
    expect(historySentence(told[0] ?? expect.fail(), 'pt-BR')).toBe('Guardar ou imprimir um papel: plano da clínica')
    expect(historySentence(told[1] ?? expect.fail(), 'pt-BR')).toMatch(
      /^Começou: na linha de comando, por .*: recuperar documentos$/,
    )
    expect((await client.checkAudit({})).findings).toEqual([])
  } finally {
    await running.close()
  }
  expect(await verifyIn(folder, true)).toMatchObject({ exitCode: 0 })
})

it('tells of damage at the start, goes on in a new part, and copies go on', async () => {
  const folder = await byHand('no programa', (db) => void db.exec("UPDATE entries SET extra = '{}' WHERE number = 3"))
  const running = await runEngine({ dataFolder: folder, host })
  try {
    const state = await running.client.checkAudit({})
    expect(state.findings).toMatchObject([{ what: 'changed', number: 3, readAtMs: null }])
    await running.client.copyNow({})
    await running.engine.idle()
    expect((await running.client.overview({})).copies).toBe(3)
    expect((await running.client.readAuditFindings({})).findings).toMatchObject([{ readAtMs: expect.any(Number) }])
    expect((await running.client.checkAudit({})).findings).toHaveLength(1)
  } finally {
    await running.close()
  }
})

it('what must be written down is refused while the register cannot be written, and copies go on', async () => {
  const folder = at('sem livro')
  await cp(at('dados'), folder, { recursive: true })
  await rm(path.join(folder, 'audit.db'))
  // A folder stands where the file would be.
  await mkdir(path.join(folder, 'audit.db'))
  const running = await runEngine({ dataFolder: folder, host })
  try {
    const { client } = running
    const [file] = await client.searchFiles({ text: 'souza', limit: 1 })
    const [version] = await client.listVersions({ fileKey: file?.fileKey ?? -1 })
    const asked = { versionKey: version?.versionKey ?? -1, targetFolder: at('de volta') }
    await expect(client.recoverVersion(asked)).rejects.toMatchObject({ code: 'AUD_101' })
    await client.copyNow({})
    await running.engine.idle()
    expect((await client.overview({})).openFailure).toBeNull()
    expect((await client.auditState({})).silentSinceMs).not.toBeNull()
  } finally {
    await running.close()
  }
})

it('comes along to the next computer, linked to where it ended, and is no document to find', async () => {
  const next = memoryHost()
  await copyFile(at('Clínica', 'Ana Souza.txt'), at('Ana.txt'))
  const running: RunningEngine = await runEngine({ dataFolder: at('dados novos'), host: next })
  try {
    const { client } = running
    const { computers } = await client.openRescue({
      place: { kind: 'local', path: vaultFolder() },
      words: kitWords.join(' '),
    })
    await client.takeOver({
      computer: computers[0]?.name ?? '?',
      clinicName: 'Clínica Sorriso Vivo',
      sources: [{ kind: 'folder', path: at('Clínica'), label: 'Clínica' }],
      withoutKeychain: false,
    })
    await running.engine.idle()
    const { entries } = await client.auditEntries({ limit: 200 })
    expect(entries.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['set-up-finished', 'book-taken-over', 'took-over']),
    )
    expect(new Set(entries.map(({ segment }) => segment)).size).toBeGreaterThan(1)
    // What somebody did to it before came along, too.
    expect((await client.checkAudit({})).findings).toMatchObject([{ what: 'changed', number: 3 }])
    expect(await client.searchFiles({ text: 'jsonl', limit: 5 })).toEqual([])
  } finally {
    await running.close()
  }
})
