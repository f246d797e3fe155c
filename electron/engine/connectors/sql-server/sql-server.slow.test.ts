import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unprovenDatabases } from '#shared/domain/index.ts'
import { type ConnectorContext, databaseConnectors, type StoredDump, swapFor } from '../index.ts'
import type { SqlServerSource } from './tools.ts'

const connector = databaseConnectors['sql-server']
const PASSWORD = "segredo 'do' servidor"
let root: string
let source: SqlServerSource
let context: ConnectorContext

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'servidor à parte '))
  const tools = join(root, 'ferramentas')
  const staging = join(root, 'área')
  await mkdir(tools)
  await mkdir(staging)
  const fake = join(import.meta.dirname, 'test-support', 'fake-sqlcmd.ts')
  await writeFile(join(tools, 'sqlcmd'), `#!/bin/sh\nexec '${process.execPath}' '${fake}' "$0" "$@"\n`)
  await chmod(join(tools, 'sqlcmd'), 0o755)
  source = {
    kind: 'sql-server',
    instance: '.\\SQLEXPRESS',
    database: 'Clinica',
    login: { kind: 'password', user: 'copia', secretRef: 'copia' },
    stagingFolder: staging,
    toolsFolder: tools,
  }
  context = { secrets: { read: async () => PASSWORD }, temporaryFolder: join(root, 'privada') }
})
afterEach(() => rm(root, { recursive: true, force: true }))

const tell = (name: string, text: string) => writeFile(join(root, 'ferramentas', name), text)

async function dump(lastGoodBytes?: number) {
  const parts = new Map<string, Buffer>()
  const options = { ...context, ...(lastGoodBytes === undefined ? {} : { lastGoodBytes }) }
  const manifest = await connector.dump(source, options, async ({ name, bytes }) => {
    const blocks: Uint8Array[] = []
    for await (const block of bytes) blocks.push(block)
    parts.set(name, Buffer.concat(blocks))
  })
  const stored: StoredDump = {
    open: async function* (name) {
      yield parts.get(name) ?? Buffer.alloc(0)
    },
  }
  return { manifest, parts, stored }
}

it('is marked as not proven, here and for the screen', () => {
  expect(connector.isProven).toBe(false)
  expect(Object.values(databaseConnectors).flatMap(({ isProven, kind }) => (isProven ? [] : kind))).toEqual(
    unprovenDatabases,
  )
})

it('has the server write, verify and check, streams the file, and leaves nothing in the staging folder', async () => {
  const { manifest, stored } = await dump()
  expect(manifest.files[0]?.name).toBe('Clinica.bak')
  const scratch = { ...source, database: 'ensaio_1' }
  await connector.restoreInto(stored, scratch, context)
  await expect(connector.restoreInto(stored, scratch, context)).rejects.toMatchObject({ code: 'DB_112' })
  await connector.dropScratch(scratch, context)
  await expect(connector.dropScratch(source, context)).rejects.toMatchObject({ code: 'DB_112' })
  const calls = await readFile(join(root, 'ferramentas', 'calls'), 'utf8')
  const lines = calls
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { args: string[]; password: string })
  for (const { args, password } of lines) {
    expect(args.join(' ')).not.toContain('segredo')
    expect(password).toBe(PASSWORD)
  }
  const said = lines.map(({ args }) => args.at(-1) ?? '').join('\n')
  expect(said).toMatch(/backup database \[Clinica\] to disk = N'.*' with copy_only, format, init, checksum/)
  expect(said).toMatch(/restore verifyonly/)
  expect(said).toMatch(/move N'Clinica_log' to N'C:\\Dados\\ensaio_1_1\.ldf'/)
  expect(said).toMatch(/dbcc checkdb/)
  expect(await readdir(source.stagingFolder)).toEqual([])
})

it.each([
  ['down', 'DB_106'],
  ['wrong password', 'DB_107'],
  ['no database', 'DB_105'],
  ['no right', 'DB_109'],
  ['damaged', 'DB_102'],
  ['busy', 'DB_101'],
  ['no room', 'DB_104'],
  ['not verified', 'DB_104'],
  ['dies', 'DB_104'],
  ['short', 'DB_104'],
])('%s is %s, and nothing stays in the staging folder', async (mode, code) => {
  await tell('mode', mode)
  await expect(dump()).rejects.toMatchObject({ code })
  expect(await readdir(source.stagingFolder)).toEqual([])
})

it('refuses a shrunken one, a cut one, and a restored one with findings', async () => {
  const { manifest, stored, parts } = await dump()
  await tell('mode', 'small')
  await expect(dump(manifest.files[0]?.bytes)).rejects.toMatchObject({ code: 'DB_111' })
  await tell('mode', 'checkdb finds')
  const scratch = { ...source, database: 'ensaio_2' }
  await expect(connector.restoreInto(stored, scratch, context)).rejects.toMatchObject({ code: 'DB_110' })
  parts.set('Clinica.bak', Buffer.from('TAPE'))
  await expect(connector.verify(stored, context)).rejects.toMatchObject({ code: 'DB_104' })
})

it('tells whether rows were written', async () => {
  const { mark } = await connector.changed(source, undefined, context)
  expect(await connector.changed(source, mark, context)).toMatchObject({ kind: 'same' })
  await tell('updates', '8')
  expect(await connector.changed(source, mark, context)).toMatchObject({ kind: 'changed' })
})

it('comes back by two renames; what broke off between them is ended by doing it again, and it goes back the same way', async () => {
  const { stored } = await dump()
  const swap = swapFor(source)
  const { fresh, aside } = await swap.beside(source, '20261122_0740', context)
  expect([fresh.database, aside.database]).toEqual(['Clinica_recuperado_20261122_0740', 'Clinica_antes_20261122_0740'])
  await swap.restore(stored, { fresh, live: source }, 0, context)
  const trio = { live: source, incoming: fresh, outgoing: aside }
  const there = () => Promise.all([source, fresh, aside].map((one) => swap.isThere(one, context)))
  await swap.requireReady(trio, context)
  await tell('mode', 'dies between')
  await expect(swap.swap(trio, context)).rejects.toMatchObject({ code: 'DB_104' })
  expect(await there()).toEqual([false, true, true])
  await tell('mode', '')
  await swap.swap(trio, context)
  expect(await there()).toEqual([true, false, true])
  await swap.swap({ live: source, incoming: aside, outgoing: fresh }, context)
  expect(await there()).toEqual([true, true, false])
  const calls = await readFile(join(root, 'ferramentas', 'calls'), 'utf8')
  expect(calls).toContain('set single_user with rollback immediate')
  expect(calls).toContain('set multi_user')
})
