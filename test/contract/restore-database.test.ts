import { existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createClinicDatabase, invariant, OtherProgram } from '#engine/connectors/sqlite/test-support/other-program.ts'
import { makeWorkshop } from '#engine/restore/test-support/workshop.ts'
import { runCli } from '../cli.ts'

/** A copy of a database, after which its program wrote on and crashed: its log is left beside it. */
async function makeCrashedDatabase() {
  const made = await makeWorkshop()
  const path = join(made.folder, 'prontuário.db')
  const cli = (...args: string[]) => runCli([...args, '-r', made.vaultFolder], { password: 'chave da máquina' })
  createClinicDatabase(path, 'wal', 50)
  expect((await cli('backup', `sqlite:${path}`)).exitCode).toBe(0)
  const other = OtherProgram.start(path)
  for (let i = 0; i < 20; i++) await other.ask('write-once')
  await other[Symbol.asyncDispose]()
  expect((await stat(`${path}-wal`)).size).toBeGreaterThan(0)
  return { ...made, path, cli }
}

const read = (path: string) => {
  const db = new Database(path, { readonly: true })
  try {
    return { counts: invariant(db), check: db.pragma('integrity_check', { simple: true }) }
  } finally {
    db.close()
  }
}
const asCopied = { counts: { agenda: 50, evolucao: 50, controle: 50 }, check: 'ok' }

describe('a database brought back where its old log lies (trap 5)', () => {
  it('takes the old log with what it replaces', async () => {
    const { path, cli } = await makeCrashedDatabase()
    const run = await cli('restore', 'latest', '--target', '/', '--include', path, '--overwrite')
    expect(run.exitCode).toBe(0)
    expect(read(path)).toEqual(asCopied)
  })

  it('keeps away from a name whose log was left behind, when nothing may be replaced', async () => {
    const { path, cli } = await makeCrashedDatabase()
    await rm(path)
    expect((await cli('restore', 'latest', '--target', '/', '--include', path)).exitCode).toBe(0)
    expect(existsSync(path)).toBe(false)
    expect(existsSync(`${path}-wal`)).toBe(true)
    expect(read(join(dirname(path), 'prontuário (2).db'))).toEqual(asCopied)
  })
})
