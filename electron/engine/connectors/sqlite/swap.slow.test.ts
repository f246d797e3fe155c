import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StoredDump } from '../database-connector.ts'
import { sqliteSwap } from './swap.ts'
import { createClinicDatabase, OtherProgram } from './test-support/other-program.ts'

let root: string
let path: string
let copy: StoredDump
let context: Parameters<typeof sqliteSwap.swap>[1]

const live = () => ({ kind: 'sqlite', path }) as const
const count = (file: string) => {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare<[], number>('select count(*) from agenda').pluck().get()
  } finally {
    db.close()
  }
}
const add = (file: string, rows: number) => {
  const db = new Database(file)
  for (let i = 0; i < rows; i++) db.prepare("insert into agenda (paciente) values ('depois da cópia')").run()
  db.close()
}
/** Restored and ready: the copy has 300 rows, the live one 310. */
async function ready() {
  const names = await sqliteSwap.beside(live(), '20261122_0740', context)
  await sqliteSwap.restore(copy, { fresh: names.fresh, live: live() }, 0, context)
  return { ...names, trio: { live: live(), incoming: names.fresh, outgoing: names.aside } }
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'banco que volta é '))
  path = join(root, 'prontuário 1.db')
  context = { secrets: { read: async () => null }, temporaryFolder: join(root, 'área privada'), busyTimeoutMs: 300 }
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function clinic(mode: 'wal' | 'delete') {
  createClinicDatabase(path, mode)
  const bytes = await readFile(path)
  copy = {
    async *open() {
      yield bytes
    },
  }
  add(path, 10)
}

it.each(['wal', 'delete'] as const)(
  'a %s database comes back in one step, and the one before comes back the same way',
  async (mode) => {
    await clinic(mode)
    const { trio, fresh, aside } = await ready()
    expect(count(path)).toBe(310)
    expect(count(fresh.path)).toBe(300)
    const permissions = (await stat(path)).mode
    await sqliteSwap.swap(trio, context)
    expect((await readdir(root)).filter((name) => /ensaio|parcial|-wal|-shm|-journal/.test(name))).toEqual([])
    expect([count(path), count(aside.path)]).toEqual([300, 310])
    expect((await stat(path)).mode).toBe(permissions)
    // The program finds the kind of log it left.
    const db = new Database(path)
    expect(db.pragma('journal_mode', { simple: true })).toBe(mode)
    db.close()

    await sqliteSwap.swap({ live: live(), incoming: aside, outgoing: fresh }, context)
    expect([count(path), count(fresh.path)]).toEqual([310, 300])
  },
)

it('DB_115: a program that only holds a connection keeps the live one in its place, with everything it writes', async () => {
  await clinic('delete')
  const { trio, fresh } = await ready()
  {
    await using program = OtherProgram.start(path)
    await program.ask('write-once')
    await expect(sqliteSwap.requireReady(trio, context)).rejects.toMatchObject({ code: 'DB_115' })
    await expect(sqliteSwap.swap(trio, context)).rejects.toMatchObject({ code: 'DB_115' })
    await program.ask('write-once')
    expect(count(path)).toBe(312)
    expect(await sqliteSwap.isThere(trio.outgoing, context)).toBe(false)
    expect(count(fresh.path)).toBe(300)
  }
  await sqliteSwap.swap(trio, context)
  expect(count(path)).toBe(300)
})

it('what a crashed program left in its log goes with the database that is set aside, not into the new one', async () => {
  await clinic('wal')
  const { trio, aside, fresh } = await ready()
  {
    await using program = OtherProgram.start(path)
    await program.ask('write-once')
  }
  expect((await stat(`${path}-wal`)).size).toBeGreaterThan(0)
  await sqliteSwap.swap(trio, context)
  expect([count(path), count(aside.path)]).toEqual([300, 311])
  await sqliteSwap.swap({ live: live(), incoming: aside, outgoing: fresh }, context)
  expect(count(path)).toBe(311)
})

it('a damaged live one is set aside with everything that lies beside it', async () => {
  await clinic('wal')
  await writeFile(path, 'nada que se leia'.repeat(500))
  await writeFile(`${path}-journal`, 'um diário')
  const { trio, aside } = await ready()
  await sqliteSwap.swap(trio, context)
  expect(count(path)).toBe(300)
  expect(await readFile(aside.path, 'utf8')).toContain('nada que se leia')
  expect(await readFile(`${aside.path}-journal`, 'utf8')).toBe('um diário')
})

it('one that is gone gets its place back, without the log that another left there', async () => {
  await clinic('wal')
  const { trio } = await ready()
  await rm(path)
  await writeFile(`${path}-wal`, 'de outro banco')
  await sqliteSwap.swap(trio, context)
  expect(count(path)).toBe(300)
  expect(await sqliteSwap.isThere(trio.outgoing, context)).toBe(false)
})

it('killed at any change of the file system, it leaves the old or the new one in place, whole, and doing it again ends it', async () => {
  await clinic('wal')
  const { fresh } = await ready()
  const run = (...args: string[]) =>
    new Promise<string>((resolve) => {
      const program = join(import.meta.dirname, 'test-support', 'swap-and-die.ts')
      execFile(process.execPath, [program, ...args], (_error, printed) => resolve(printed))
    })
  const seen = new Set<number | undefined>()
  for (let at = 0; ; at++) {
    const here = join(root, `vez ${at}`)
    await mkdir(here)
    const [now, incoming, outgoing] = ['p.db', 'novo.db', 'antes.db'].map((name) => join(here, name)) as [
      string,
      string,
      string,
    ]
    await copyFile(path, now)
    await copyFile(fresh.path, incoming)
    await writeFile(`${incoming}.salvaguarda-ensaio`, '')
    const printed = await run(String(at), now, incoming, outgoing, join(root, 'p'))
    const found = count(now)
    seen.add(found)
    expect([300, 310], `killed at ${at}`).toContain(found)
    const named = (file: string) => ({ kind: 'sqlite', path: file }) as const
    const trio = { live: named(now), incoming: named(incoming), outgoing: named(outgoing) }
    await sqliteSwap.swap(trio, context)
    expect([count(now), count(outgoing)], `again after ${at}`).toEqual([300, 310])
    if (printed === 'done') break
  }
  expect([...seen].sort()).toEqual([300, 310])
})

it('a damaged copy is never made ready, and nothing of it stays', async () => {
  await clinic('wal')
  const bytes: Uint8Array[] = []
  for await (const block of copy.open('')) bytes.push(block)
  const torn = Buffer.concat(bytes)
  torn.fill(0, 4096, 40_960)
  copy = {
    async *open() {
      yield torn
    },
  }
  const before = (await readdir(root)).sort()
  await expect(ready()).rejects.toMatchObject({ code: 'DB_102' })
  expect((await readdir(root)).sort()).toEqual(before)
})

it('finds the newest entry of a schema nobody described, and no appointment of the future', async () => {
  const moment = (text: string) => new Date(text).getTime()
  const db = new Database(path)
  db.exec(`
    create table a (id integer primary key, texto text, quando text, numero integer, nascimento date);
    insert into a values (1, 'nota', '2026-03-12 17:52:10', 99999999, '1990-01-01'), (2, 'x', '2026-03-20 09:00:00', 5, '2001-02-03');
    create table b (em_ms integer, dia text);
    insert into b values (${moment('2026-03-12T16:00:00')}, '11/03/2026 08:00');
    create table c (criado text default current_timestamp);
    insert into c values ('1999-01-01 00:00:00');`)
  db.close()
  const at = (text: string) => sqliteSwap.newestEntry(live(), moment(text), context)
  expect(await at('2026-03-12T18:00:00')).toBe(moment('2026-03-12T17:52:10'))
  expect(await at('2026-03-12T17:00:00')).toBe(moment('2026-03-12T16:00:00'))
  expect(await at('2026-03-12T12:00:00')).toBe(moment('2026-03-11T08:00:00'))
  expect(await at('1995-01-01T00:00:00')).toBe(moment('1990-01-01T00:00:00'))
  expect(await at('1980-01-01T00:00:00')).toBeNull()
})
