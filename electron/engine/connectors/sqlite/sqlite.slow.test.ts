import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectors, type DatabaseDump } from '../index.ts'
import { clearDeadDumps } from '../tools/private-folder.ts'
import { connectionGuard } from './connection-guard.ts'
import { assertWhole } from './copy-pinned.ts'
import { createClinicDatabase, invariant, OtherProgram } from './test-support/other-program.ts'

const sqlite = connectors.sqlite
const modes = ['wal', 'delete'] as const
let root: string
let path: string
let temporaryFolder: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clínica São João '))
  path = join(root, 'prontuário 1.db')
  temporaryFolder = join(root, 'área privada')
})
afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

const sha256 = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

/** Every file beside the database, with its bytes. */
const sourceState = async () => {
  const names = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await sha256(join(root, name))] as const)),
  )
}

const leftovers = async () => (await readdir(temporaryFolder).catch(() => [])) as string[]

function readInvariant(dump: Pick<DatabaseDump, 'path'>) {
  const db = new Database(dump.path, { readonly: true })
  try {
    return invariant(db)
  } finally {
    db.close()
  }
}

describe.each(modes)('a live %s database', (mode) => {
  it('is copied whole, counted, and left exactly as it was', async () => {
    createClinicDatabase(path, mode)
    const before = await sourceState()
    const dump = await sqlite.dump(path, { temporaryFolder })
    expect(dump.rowCounts).toEqual({ agenda: 300, evolucao: 300, controle: 1 })
    expect((await stat(dump.path)).size).toBe(dump.sizeBytes)
    expect((await stat(dump.path)).mode & 0o777).toBe(0o600)
    expect(readInvariant(dump)).toEqual({ agenda: 300, evolucao: 300, controle: 300 })
    expect(await sourceState()).toEqual(before)
    await dump.dispose()
    expect(await leftovers()).toEqual([])
  })

  it('gives consistent moments while another program writes without a pause (traps 2 and 4)', async () => {
    createClinicDatabase(path, mode, 1500)
    await using other = OtherProgram.start(path)
    await other.ask('write-on')
    let newestSeen = 0
    for (let round = 0; round < 4; round++) {
      const done: number[] = []
      // A backup that starts over at every write would never end: stop it, so that the failure is a clean one.
      const signal = AbortSignal.timeout(15_000)
      const dump = await sqlite.dump(path, { temporaryFolder, signal, onProgress: (bytes) => done.push(bytes) })
      const { agenda, evolucao, controle } = readInvariant(dump)
      expect(evolucao).toBe(agenda)
      expect(controle).toBe(agenda)
      expect(dump.rowCounts).toMatchObject({ agenda, evolucao })
      expect(agenda).toBeGreaterThanOrEqual(newestSeen)
      newestSeen = agenda
      // A restart of the backup would show as a step back.
      expect(done).toEqual(done.toSorted((a, b) => a - b))
      expect(done.length).toBeGreaterThan(1)
      await dump.dispose()
    }
    const { transactions } = await other.ask('stop')
    expect(transactions).toBeGreaterThan(0)
  })

  it('keeps every page in its place, so that the vault finds it again (trap 3)', async () => {
    createClinicDatabase(path, mode, 1000)
    const db = new Database(path)
    db.exec('DELETE FROM evolucao WHERE id % 3 = 0')
    const pages = db.pragma('page_count', { simple: true }) as number
    expect(db.pragma('freelist_count', { simple: true })).toBeGreaterThan(100)
    const first = await sqlite.dump(path, { temporaryFolder })
    db.exec("UPDATE agenda SET paciente = 'Ângela' WHERE id = 500")
    const second = await sqlite.dump(path, { temporaryFolder })
    db.close()
    expect(first.sizeBytes).toBe(pages * 4096)
    const [a, b] = [await readFile(first.path), await readFile(second.path)]
    const differing = Array.from({ length: pages }, (_, page) => page * 4096).filter(
      (at) => a.compare(b, at, at + 4096, at, at + 4096) !== 0,
    )
    expect(differing.length).toBeLessThanOrEqual(2)
  })

  it('stays pinned: a writer waits or is unseen, also while we look at the file (trap 6)', async () => {
    createClinicDatabase(path, mode)
    await using other = OtherProgram.start(path)
    await connectionGuard.whileConnected(path, async () => {
      const ours = new Database(path)
      ours.exec('BEGIN')
      const before = invariant(ours)
      const link = join(root, 'atalho.db')
      await symlink(path, link)
      expect(await sqlite.recognises(path)).toBe(true)
      expect(await sqlite.recognises(link)).toBe(true)
      const { result } = await other.ask('write-once')
      expect(result).toBe(mode === 'delete' ? 'SQLITE_BUSY' : 'ok')
      expect(invariant(ours)).toEqual(before)
      ours.exec('COMMIT')
      ours.close()
    })
    expect((await other.ask('write-once')).result).toBe('ok')
  })
})

describe('trap 1: a locked database', () => {
  it('is DB_101 after the wait, nothing is left behind, and it works again when the lock is gone', async () => {
    createClinicDatabase(path, 'delete')
    await using other = OtherProgram.start(path)
    expect((await other.ask('lock')).result).toBe('ok')
    await expect(sqlite.dump(path, { temporaryFolder, busyTimeoutMs: 300 })).rejects.toMatchObject({ code: 'DB_101' })
    expect(await leftovers()).toEqual([])
    await other.ask('unlock')
    const dump = await sqlite.dump(path, { temporaryFolder })
    expect(dump.rowCounts).toMatchObject({ agenda: 300 })
  })

  it('never lets a copy of zero pages or a short file pass', async () => {
    const copy = join(root, 'cópia.db')
    await writeFile(copy, '')
    expect(() => assertWhole(0, 0, 4096, copy)).toThrow('DB_104')
    expect(() => assertWhole(2, 2, 4096, join(root, 'nenhuma.db'))).toThrow('DB_104')
    await writeFile(copy, Buffer.alloc(8192))
    expect(() => assertWhole(2, 3, 4096, copy)).toThrow('DB_104')
    expect(() => assertWhole(3, 3, 4096, copy)).toThrow('DB_104')
    expect(() => assertWhole(2, 2, 4096, copy)).not.toThrow()
  })

  it('is waited for: a short lock costs time, not the copy', async () => {
    createClinicDatabase(path, 'delete')
    await using other = OtherProgram.start(path)
    await other.ask('lock')
    const dumping = sqlite.dump(path, { temporaryFolder, busyTimeoutMs: 15_000 })
    await other.ask('unlock')
    expect((await dumping).rowCounts).toMatchObject({ agenda: 300 })
  })

  it('hears a cancel while it waits', async () => {
    createClinicDatabase(path, 'delete')
    await using other = OtherProgram.start(path)
    await other.ask('lock')
    const cancel = new AbortController()
    const dumping = sqlite.dump(path, { temporaryFolder, busyTimeoutMs: 600_000, signal: cancel.signal })
    cancel.abort(new Error('a pedido'))
    await expect(dumping).rejects.toThrow('a pedido')
    expect(await leftovers()).toEqual([])
  })
})

describe('trap 5: the copy stands alone', () => {
  it('opens without a log beside it, and over an old log once the companions are gone', async () => {
    createClinicDatabase(path, 'wal')
    const other = OtherProgram.start(path)
    for (let i = 0; i < 5; i++) await other.ask('write-once')
    const dump = await sqlite.dump(path, { temporaryFolder })
    for (let i = 0; i < 5; i++) await other.ask('write-once')
    await other[Symbol.asyncDispose]()
    expect((await stat(`${path}-wal`)).size).toBeGreaterThan(0)
    expect(await readdir(join(dump.path, '..'))).toEqual(['copy.db'])
    expect((await readFile(dump.path)).subarray(18, 20)).toEqual(Buffer.from([1, 1]))

    expect(sqlite.companions(path)).toEqual([`${path}-wal`, `${path}-shm`, `${path}-journal`])
    await Promise.all(sqlite.companions(path).map((companion) => rm(companion, { force: true })))
    await copyFile(dump.path, path)
    expect(readInvariant({ path })).toEqual({ agenda: 305, evolucao: 305, controle: 305 })
  })

  it('reads a log that a crashed program left, without moving it into the database', async () => {
    createClinicDatabase(path, 'wal')
    const other = OtherProgram.start(path)
    await other.ask('write-once')
    await other[Symbol.asyncDispose]()
    const before = await sourceState()
    const dump = await sqlite.dump(path, { temporaryFolder })
    expect(dump.rowCounts).toMatchObject({ agenda: 301 })
    const after = await sourceState()
    expect(after['prontuário 1.db']).toBe(before['prontuário 1.db'])
    expect(after['prontuário 1.db-wal']).toBe(before['prontuário 1.db-wal'])
  })
})

describe('a file that cannot be copied as a database', () => {
  const codeOf = (file = path) =>
    sqlite.dump(file, { temporaryFolder }).then(
      () => 'copied',
      (error: { code: string }) => error.code,
    )

  it('says which trouble it is and leaves nothing behind', async () => {
    expect(await codeOf()).toBe('DB_105')
    await writeFile(path, Buffer.from(Array.from({ length: 8192 }, (_, i) => (i * 197 + (i >> 3)) & 255)))
    expect(await codeOf()).toBe('DB_103')
    await writeFile(path, 'uma carta qualquer')
    expect(await codeOf()).toBe('DB_103')
    await mkdir(join(root, 'pasta.db'))
    expect(await codeOf(join(root, 'pasta.db'))).toBe('DB_103')
    await writeFile(path, Buffer.alloc(8192))
    expect(await codeOf()).toBe('DB_102')
    await writeFile(path, '')
    expect(await codeOf()).toBe('DB_102')
    expect(await leftovers()).toEqual([])
  })

  it.each([
    ['cut in half', (file: string, bytes: number) => truncate(file, Math.floor(bytes / 2 / 4096) * 4096)],
    [
      'with zeroed pages',
      async (file: string, bytes: number) => {
        const all = await readFile(file)
        all.fill(0, 4096 * 20, Math.min(bytes, 4096 * 60))
        await writeFile(file, all)
      },
    ],
  ])('is DB_102 when it is damaged: %s', async (_name, damage) => {
    createClinicDatabase(path, 'delete', 400)
    await damage(path, (await stat(path)).size)
    const before = await sourceState()
    expect(await codeOf()).toBe('DB_102')
    expect(await sourceState()).toEqual(before)
    expect(await leftovers()).toEqual([])
  })

  it('is DB_102 when only an index is damaged, which no row tells', async () => {
    createClinicDatabase(path, 'delete', 50)
    const db = new Database(path)
    db.exec('CREATE INDEX por_paciente ON agenda (paciente)')
    const root = db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'por_paciente'").pluck().get()
    db.close()
    const bytes = await readFile(path)
    bytes.fill(0, ((root ?? 0) - 1) * 4096, (root ?? 0) * 4096)
    await writeFile(path, bytes)
    expect(await codeOf()).toBe('DB_102')
  })

  it('recognises databases by their bytes and nothing else', async () => {
    createClinicDatabase(path, 'wal')
    const notes = join(root, 'nomes.db')
    await writeFile(notes, 'SQLite format 3 é o nome')
    expect(await sqlite.recognises(path)).toBe(true)
    expect(await sqlite.recognises(notes)).toBe(false)
    expect(await sqlite.recognises(root)).toBe(false)
    expect(await sqlite.recognises(join(root, 'nada'))).toBe(false)
  })
})

describe('what clinic programs really do', () => {
  it('copies data that breaks its own rules, tables with odd names, and collations we do not know', async () => {
    const db = new Database(path)
    db.function('valid_cpf', { deterministic: true, varargs: true }, () => 1)
    db.exec(`
      CREATE TABLE "Convênio ""A"" 'B'" (id INTEGER PRIMARY KEY, nome TEXT NOT NULL, pai INTEGER REFERENCES "Convênio ""A"" 'B'"(id));
      CREATE TABLE cpf (n TEXT CHECK (valid_cpf(n)));
      CREATE INDEX por_cpf ON cpf (valid_cpf(n));
      CREATE VIRTUAL TABLE busca USING fts5(texto);`)
    db.pragma('foreign_keys = OFF')
    db.exec(
      `INSERT INTO "Convênio ""A"" 'B'" VALUES (1, 'x', 99); INSERT INTO cpf VALUES ('1'); INSERT INTO busca VALUES ('a')`,
    )
    db.close()
    const dump = await sqlite.dump(path, { temporaryFolder })
    expect(dump.rowCounts).toEqual({ 'Convênio "A" \'B\'': 1, cpf: 1 })
  })

  it('copies a database whose name ends with a blank', async () => {
    const odd = join(root, 'base ')
    createClinicDatabase(path, 'wal')
    await copyFile(path, odd)
    expect((await sqlite.dump(odd, { temporaryFolder })).rowCounts).toMatchObject({ agenda: 300 })
  })

  it('removes what a killed process left, and nothing of a living one', async () => {
    await mkdir(join(temporaryFolder, 'salvaguarda-dump-999999999-abc'), { recursive: true })
    await mkdir(join(temporaryFolder, `salvaguarda-dump-${process.pid}-abc`))
    await mkdir(join(temporaryFolder, 'outra coisa'))
    await clearDeadDumps(temporaryFolder)
    expect(await leftovers()).toHaveLength(2)
  })
})
