import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { peekInThread } from './peek.ts'
import { isSqlite, peekTables, withoutLog } from './peek-tables.ts'

function database(sql: string): Buffer {
  const db = new Database(':memory:')
  db.exec(sql)
  const bytes = db.serialize()
  db.close()
  return bytes
}

it('shows the first rows of every plain table, from memory and from a file', () => {
  const bytes = database(`
    CREATE TABLE pacientes (id INTEGER PRIMARY KEY, nome TEXT, foto BLOB, obs TEXT);
    INSERT INTO pacientes VALUES (1, 'Conceição', x'ffd8ff', NULL), (2, 'João', NULL, '${'é'.repeat(300)}');
    CREATE TABLE "consultas ""2026""" (dia TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) INSERT INTO "consultas ""2026""" SELECT i FROM n;`)
  expect(isSqlite(bytes)).toBe(true)
  const folder = mkdtempSync(join(tmpdir(), 'tabelas é '))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'cópia')
  writeFileSync(path, bytes)
  for (const source of [bytes, path]) {
    const { tables, moreTables } = peekTables(source)
    expect(moreTables).toBe(0)
    expect(tables.map(({ name, rows, hasMore }) => [name, rows.length, hasMore])).toEqual([
      ['consultas "2026"', 100, true],
      ['pacientes', 2, false],
    ])
    expect(tables[1]?.rows[0]).toEqual([
      { kind: 'text', text: '1' },
      { kind: 'text', text: 'Conceição' },
      { kind: 'bytes', sizeBytes: 3 },
      { kind: 'empty' },
    ])
    expect(tables[1]?.rows[1]?.[3]).toEqual({ kind: 'text', text: `${'é'.repeat(200)}…` })
  }
})

it('runs nothing of what the file says', () => {
  const bytes = database(`
    CREATE TABLE fichas (id INTEGER, caro TEXT AS (hex(zeroblob(1000))));
    INSERT INTO fichas VALUES (7);
    CREATE INDEX indice ON fichas (length(id));
    CREATE VIEW sem_fim AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n;
    CREATE VIRTUAL TABLE palavras USING fts5(texto);
    INSERT INTO palavras VALUES ('x');`)
  const { tables } = peekTables(bytes)
  expect(tables.find(({ name }) => name === 'fichas')).toEqual({
    name: 'fichas',
    columns: ['id'],
    rows: [[{ kind: 'text', text: '7' }]],
    hasMore: false,
  })
  expect(tables.map(({ name }) => name)).not.toContain('sem_fim')
  expect(tables.map(({ name }) => name)).not.toContain('palavras')
})

it('opens what was copied without its log, and changes nothing in a file', () => {
  const bytes = database('CREATE TABLE a (x); INSERT INTO a VALUES (1)')
  bytes.set([2, 2], 18)
  expect(() => peekTables(bytes)).toThrow()
  withoutLog(bytes)
  expect(peekTables(bytes).tables).toMatchObject([{ name: 'a', rows: [[{ kind: 'text', text: '1' }]] }])
})

it('reads no cell of many megabytes, and says how long it is', () => {
  const bytes = database("CREATE TABLE a (longo TEXT, curto TEXT); INSERT INTO a VALUES (hex(zeroblob(2000000)), 'é')")
  expect(peekTables(bytes).tables[0]?.rows).toEqual([
    [
      { kind: 'bytes', sizeBytes: 4_000_000 },
      { kind: 'text', text: 'é' },
    ],
  ])
})

it('a thread of its own reads it: what breaks there or takes too long is none, and the caller goes on', async () => {
  const bytes = database("CREATE TABLE a (x); INSERT INTO a VALUES ('são')")
  const found = await peekInThread(bytes)
  expect(found?.tables[0]?.rows).toEqual([[{ kind: 'text', text: 'são' }]])
  expect(bytes.length).toBeGreaterThan(0)
  expect(await peekInThread(Buffer.from('SQLite format 3\0 e mais nada'))).toBeUndefined()
  expect(await peekInThread('/não há/nada aqui')).toBeUndefined()
  // A thread is not even there after one millisecond.
  expect(await peekInThread(bytes, 1)).toBeUndefined()
})
