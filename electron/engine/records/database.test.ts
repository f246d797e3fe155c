import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabaseFile, prepare } from './database.ts'

it('a file from anywhere is read; one whose schema would call a function of ours is refused', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'banco de alguém é '))
  onTestFinished(() => rm(folder, { recursive: true }))
  const make = (computed: string) => {
    const file = path.join(folder, `${computed}.db`)
    const made = new Database(file)
    prepare(made)
    made.exec(`CREATE TABLE pacientes (cpf TEXT, feito GENERATED ALWAYS AS (${computed}) VIRTUAL);
      INSERT INTO pacientes VALUES ('999.000.010-51')`)
    made.close()
    return file
  }
  const { db, close } = openDatabaseFile(make('length(cpf)'))
  const row = db.prepare('SELECT feito, digits(cpf) AS cpf FROM pacientes').get()
  close()
  expect(row).toEqual({ feito: 14, cpf: '99900001051' })
  const trap = make('digits(cpf)')
  expect(() => openDatabaseFile(trap)).toThrow(expect.objectContaining({ code: 'DB_102' }))
})
