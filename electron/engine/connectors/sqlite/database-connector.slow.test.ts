import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ConnectorContext, databaseConnectors, type StoredDump } from '../index.ts'
import { createClinicDatabase, invariant, OtherProgram } from './test-support/other-program.ts'

const { sqlite } = databaseConnectors
let root: string
let path: string
let context: ConnectorContext

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clínica São João '))
  path = join(root, 'prontuário 1.db')
  context = { secrets: { read: async () => null }, temporaryFolder: join(root, 'privada') }
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function dump(lastGoodBytes?: number) {
  const parts = new Map<string, Buffer>()
  const options = { ...context, ...(lastGoodBytes === undefined ? {} : { lastGoodBytes }) }
  const manifest = await sqlite.dump({ kind: 'sqlite', path }, options, async ({ name, bytes }) => {
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

it('keeps the contract of every live database: dumped under writes, verified, restored, compared', async () => {
  createClinicDatabase(path, 'wal', 800)
  await using other = OtherProgram.start(path)
  await other.ask('write-on')
  const { manifest, stored } = await dump()
  const log = await readFile(`${path}-wal`)
  await other.ask('stop')
  expect(await sqlite.verify(stored, context)).toEqual(manifest)
  const scratch = { kind: 'sqlite', path: join(root, 'ensaio.db') } as const
  // What another database of this name left beside it (trap 5).
  await writeFile(`${scratch.path}-wal`, log)
  const report = await sqlite.restoreInto(stored, scratch, context)
  expect(report.rows).toBe(manifest.tables.reduce((sum, { rows }) => sum + rows, 0))
  const db = new Database(scratch.path, { readonly: true })
  const { agenda, evolucao, controle } = invariant(db)
  db.close()
  expect({ evolucao, controle }).toEqual({ evolucao: agenda, controle: agenda })
  await sqlite.dropScratch(scratch, context)
  expect((await readdir(root)).filter((name) => name.startsWith('ensaio'))).toEqual([])
})

it('refuses what is cut, what is there already, and what shrank; and leaves nothing behind', async () => {
  createClinicDatabase(path, 'delete', 100)
  const { stored, parts, manifest } = await dump()
  const scratch = { kind: 'sqlite', path: join(root, 'ensaio.db') } as const
  await expect(sqlite.restoreInto(stored, { kind: 'sqlite', path }, context)).rejects.toMatchObject({ code: 'DB_112' })
  await expect(sqlite.dropScratch({ kind: 'sqlite', path }, context)).rejects.toMatchObject({ code: 'DB_112' })
  const name = manifest.files[0]?.name ?? ''
  parts.set(name, (parts.get(name) ?? Buffer.alloc(0)).subarray(0, 8192))
  await expect(sqlite.restoreInto(stored, scratch, context)).rejects.toMatchObject({ code: 'DB_104' })
  await expect(dump((manifest.files[0]?.bytes ?? 0) * 3)).rejects.toMatchObject({ code: 'DB_111' })
  expect((await readdir(root)).filter((entry) => entry.startsWith('ensaio'))).toEqual([])
  expect(await readdir(context.temporaryFolder)).toEqual([])
})

it.each(['wal', 'delete'] as const)('tells whether anybody wrote to a %s database', async (mode) => {
  createClinicDatabase(path, mode, 50)
  await using other = OtherProgram.start(path)
  await other.ask('write-once')
  const ask = (since?: string) => sqlite.changed({ kind: 'sqlite', path }, since, context)
  const { kind, mark } = await ask()
  expect(kind).toBe('unknown')
  expect(await ask(mark)).toEqual({ kind: 'same', mark })
  await dump()
  expect((await ask(mark)).kind).toBe('same')
  await other.ask('write-once')
  expect((await ask(mark)).kind).toBe('changed')
  await expect(sqlite.changed({ kind: 'sqlite', path: join(root, 'nada.db') }, mark, context)).rejects.toMatchObject({
    code: 'DB_105',
  })
})
