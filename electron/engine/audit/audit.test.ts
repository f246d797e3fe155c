import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { AuditHead } from '#shared/domain/index.ts'
import { AUDIT_FILE, Audit, HEAD_FILE } from './audit.ts'
import { hashOf } from './row.ts'
import { Store } from './store.ts'
import { readTrail } from './trail.ts'
import { verify } from './verify.ts'

let top: string
beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'livro de registro é '))
})
afterAll(() => rm(top, { recursive: true, force: true }))

const KEY = new Uint8Array(32).fill(7)
let made = 0
async function newFolder(): Promise<string> {
  made += 1
  const folder = path.join(top, `clínica ${made}`)
  await mkdir(folder)
  return folder
}
const opened = (folder: string, nowMs: () => number = systemClock.nowMs) =>
  Audit.open({
    folder,
    hostname: 'pc',
    clock: { ...systemClock, nowMs },
    random: systemRandom,
    log: silentLog,
  })

/** A closed register with some lines; gives its rows and its head. */
async function register(folder: string, lines: number) {
  const audit = await opened(folder)
  audit.learn(KEY)
  for (let line = 1; line < lines; line += 1) audit.record({ type: 'copy-finished', extra: { files: line } })
  const { head } = audit
  await audit.close()
  return head
}

/** Edits the file by hand, as somebody who knows SQL would. */
function byHand(folder: string, edit: (db: Database.Database) => void): void {
  const db = new Database(path.join(folder, AUDIT_FILE))
  db.exec('DROP TRIGGER IF EXISTS entries_stay; DROP TRIGGER IF EXISTS entries_keep')
  edit(db)
  db.close()
}

async function lookAt(folder: string, options: Parameters<typeof verify>[1] = {}) {
  const store = Store.look(path.join(folder, AUDIT_FILE))
  try {
    return await verify(store, options)
  } finally {
    store.close()
  }
}

const COLUMNS = ['at_ms', 'type', 'actor', 'component', 'extra', 'prev_hash', 'hash', 'seal', 'subject_id'] as const
const tampering = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), at: fc.nat(), column: fc.constantFrom(...COLUMNS) }),
  fc.record({ kind: fc.constant('rehash' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), to: fc.nat() }),
  fc.record({ kind: fc.constant('renumber' as const), at: fc.nat(), to: fc.nat() }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat() }),
)

type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never

/** Does it, and gives the first number that is not as it was. */
function tamper(db: Database.Database, asked: Tampering, lines: number): number {
  const number = (asked.at % lines) + 1
  const of = (one: number) => db.prepare('SELECT * FROM entries WHERE number = ?').get(one) as Record<string, unknown>
  switch (asked.kind) {
    case 'change': {
      const old = of(number)[asked.column]
      const text = { type: 'copy-gone', actor: 'cli', component: 'cli@000000000000', extra: '{"files":99}' }
      const named = asked.column in text ? text[asked.column as keyof typeof text] : undefined
      const value = asked.column === 'at_ms' ? Number(old) + 1 : (named ?? 'a'.repeat(64))
      db.prepare(`UPDATE entries SET ${asked.column} = ? WHERE number = ?`).run(value, number)
      return number
    }
    case 'rehash': {
      // Somebody who knows how a hash is made, and has no key of the vault.
      db.prepare('UPDATE entries SET type = ? WHERE number = ?').run('copy-gone', number)
      const hash = hashOf(of(number) as Parameters<typeof hashOf>[0])
      db.prepare('UPDATE entries SET hash = ? WHERE number = ?').run(hash, number)
      return number
    }
    case 'remove':
      db.prepare('DELETE FROM entries WHERE number = ?').run(number)
      return number
    case 'cut':
      db.prepare('DELETE FROM entries WHERE number >= ?').run(number)
      return number
    case 'swap': {
      const other = (asked.to % lines) + 1
      if (other === number) return tamper(db, { kind: 'remove', at: asked.at }, lines)
      db.prepare('UPDATE entries SET place = -1 WHERE number = ?').run(number)
      db.prepare('UPDATE entries SET place = ? WHERE number = ?').run(number, other)
      db.prepare('UPDATE entries SET place = ? WHERE number = ?').run(other, number)
      return Math.min(number, other)
    }
    case 'renumber': {
      const other = (asked.to % lines) + 1
      if (other === number) return tamper(db, { kind: 'remove', at: asked.at }, lines)
      db.prepare('UPDATE entries SET number = 0 WHERE number = ?').run(number)
      db.prepare('UPDATE entries SET number = ? WHERE number = ?').run(number, other)
      db.prepare('UPDATE entries SET number = ? WHERE number = 0').run(other)
      return Math.min(number, other)
    }
    case 'insert': {
      // A line of the same form after this one; all later ones move up.
      const row = of(number)
      for (let later = lines; later > number; later -= 1)
        db.prepare('UPDATE entries SET number = number + 1, place = place + 1 WHERE number = ?').run(later)
      const forged = { ...row, number: number + 1, place: number + 1, prev_hash: row.hash, seal: null } as never
      const hash = hashOf(forged)
      db.prepare(
        `INSERT INTO entries (place, segment, number, at_ms, type, actor, component, extra, prev_hash, hash)
         VALUES (@place, @segment, @number, @at_ms, @type, @actor, @component, @extra, @prev_hash, @hash)`,
      ).run({ ...(forged as object), hash })
      return number + 1
    }
  }
}

/** The first line has no seal: the vault was not open yet. So a hash made anew shows only in what carries it. */
function firstSeen(asked: Tampering, first: number, head: AuditHead): number {
  if (asked.kind === 'insert') return first + 1
  if (asked.kind === 'rehash' && first === 1) return 2
  return asked.kind === 'cut' && first === 1 ? head.number : first
}

it('names the first line that does not fit, whatever somebody changed, removed, moved or put in', async () => {
  const lines = 9
  const original = await newFolder()
  const head = await register(original, lines)
  const options = { sealKey: KEY, anchors: [head] }
  expect((await lookAt(original, options)).findings).toEqual([])
  const folder = await newFolder()
  await fc.assert(
    fc.asyncProperty(tampering, async (asked) => {
      await copyFile(path.join(original, AUDIT_FILE), path.join(folder, AUDIT_FILE))
      let first = 0
      byHand(folder, (db) => {
        first = tamper(db, asked, lines)
      })
      // What is well made and stands after the last is another matter.
      fc.pre(first <= lines)
      expect((await lookAt(folder, options)).findings[0]?.number).toBe(firstSeen(asked, first, head))
    }),
    { numRuns: 200 },
  )
})

it('a line that somebody adds without the key is known by having no seal', async () => {
  const folder = await newFolder()
  const head = await register(folder, 4)
  byHand(folder, (db) => tamper(db, { kind: 'insert', at: 3 }, 4))
  expect(await lookAt(folder, { sealKey: KEY, anchors: [head] })).toMatchObject({ findings: [], unsealed: 1 })
})

it('refuses to change or remove a line as long as nobody takes the refusal away', async () => {
  const folder = await newFolder()
  await register(folder, 3)
  const db = new Database(path.join(folder, AUDIT_FILE))
  expect(() => db.exec("UPDATE entries SET type = 'nothing'")).toThrow('lines keep')
  expect(() => db.exec('DELETE FROM entries')).toThrow('lines stay')
  db.close()
})

it('goes on after damage in a new part that names where the old one broke, and tells of it at every start', async () => {
  const folder = await newFolder()
  const head = await register(folder, 5)
  byHand(folder, (db) => void db.prepare('UPDATE entries SET extra = ? WHERE number = 3').run('{"files":0}'))
  const broken = { what: 'changed', segment: head.segment, number: 3 }
  for (let start = 0; start < 3; start += 1) {
    const audit = await opened(folder)
    audit.learn(KEY)
    await audit.verify({ isWhole: start === 0 })
    expect(audit.standing.findings).toEqual([broken])
    expect(audit.head.segment).not.toBe(head.segment)
    audit.record({ type: 'app-started' })
    await audit.close()
  }
  const audit = await opened(folder)
  const told = audit
    .page({ types: ['book-begun', 'book-damaged'] }, 10)
    .rows.map(({ type, extra }) => ({ type, extra }))
  await audit.close()
  expect(told).toMatchObject([
    { type: 'book-damaged', extra: { segment: head.segment, line: 3, what: 'changed' } },
    { type: 'book-begun', extra: { why: 'broken', before: head.segment, beforeNumber: 5 } },
    { type: 'book-begun', extra: { why: 'first' } },
  ])
})

it('misses lines cut from the end, before it writes over their numbers', async () => {
  const folder = await newFolder()
  const head = await register(folder, 6)
  byHand(folder, (db) => void db.prepare('DELETE FROM entries WHERE number > 4').run())
  const audit = await opened(folder)
  audit.learn(KEY)
  audit.record({ type: 'app-started' })
  await audit.verify()
  expect(audit.standing.findings).toEqual([{ what: 'cut', segment: head.segment, number: 5 }])
  await audit.close()
})

it.each([
  ['is gone', (file: string) => rm(file)],
  ['is no database any more', (file: string) => writeFile(file, 'x'.repeat(5000))],
])('tells that the register %s, and goes on', async (_what, spoil) => {
  const folder = await newFolder()
  const head = await register(folder, 3)
  await spoil(path.join(folder, AUDIT_FILE))
  const audit = await opened(folder)
  audit.record({ type: 'app-started' })
  await audit.verify()
  expect(audit.standing.findings).toEqual([{ what: 'segment-missing', segment: head.segment, number: 3 }])
  await audit.close()
})

it('knows a head that was written by somebody without the key, and one whose seal was taken away', async () => {
  for (const forge of [
    (kept: { head: object; seal: string | null }) => ({ ...kept, head: { ...kept.head, number: 2 } }),
    (kept: { head: object; seal: string | null }) => ({ ...kept, seal: null }),
  ]) {
    const folder = await newFolder()
    const head = await register(folder, 4)
    const file = path.join(folder, HEAD_FILE)
    await writeFile(file, JSON.stringify(forge(JSON.parse(await readFile(file, 'utf8')))))
    const audit = await opened(folder)
    audit.learn(KEY)
    expect(audit.standing.findings).toMatchObject([{ what: 'remade' }])
    expect(head.number).toBe(4)
    await audit.close()
  }
})

it('writes down that the clock went back, once', async () => {
  const folder = await newFolder()
  let nowMs = Date.UTC(2026, 10, 22)
  const audit = await opened(folder, () => nowMs)
  nowMs -= 86_400_000
  audit.record({ type: 'app-started' })
  audit.record({ type: 'app-stopped' })
  const back = audit.page({ types: ['clock-went-back'] }, 10).rows
  await audit.close()
  expect(back.map(({ extra }) => extra)).toEqual([{ fromMs: nowMs + 86_400_000, toMs: nowMs }])
})

it('puts the register of the computer before in front of its own, linked to its head', async () => {
  const before = await newFolder()
  const head = await register(before, 205)
  const old = await opened(before)
  const texts = old.trail().map((file) => Buffer.from(file.read()).toString())
  expect(old.trail().map(({ isFull }) => isFull)).toEqual([true, false])
  await old.close()
  expect(readTrail(texts)).toHaveLength(205)

  const folder = await newFolder()
  const audit = await opened(folder)
  expect(audit.takeOver(texts)).toBe(205)
  expect(audit.takeOver(texts)).toBe(0)
  audit.learn(KEY)
  expect(await audit.verify({ isWhole: true, anchors: [head] })).toMatchObject({ findings: [], rows: 207 })
  await audit.close()
  byHand(folder, (db) => void db.prepare('DELETE FROM entries WHERE segment = ?').run(head.segment))
  expect((await lookAt(folder)).findings).toEqual([{ what: 'segment-missing', segment: head.segment, number: 205 }])
})

it('refuses what must be written down while it cannot be, and lets the rest go on', async () => {
  const folder = await newFolder()
  const audit = await Audit.open({
    ...{ folder: path.join(folder, 'not there'), hostname: 'pc' },
    ...{ clock: systemClock, random: systemRandom, log: silentLog },
  })
  expect(() => audit.record({ type: 'call.viewRecord' })).toThrow(expect.objectContaining({ code: 'AUD_101' }))
  expect(audit.note({ type: 'copy-finished' })).toBe(false)
  expect(audit.standing.silentSinceMs).not.toBeNull()
  await mkdir(path.join(folder, 'not there'))
  expect(audit.note({ type: 'copy-finished' })).toBe(true)
  expect(audit.standing.silentSinceMs).toBeNull()
  await audit.close()
})

it('takes no text that could be a name', async () => {
  const audit = await opened(await newFolder())
  expect(() => audit.record({ type: 'copy-finished', extra: { file: 'Ana Souza.pdf' } })).toThrow()
  expect(audit.page({ types: ['copy-finished'] }, 1).rows).toEqual([])
  await audit.close()
})
