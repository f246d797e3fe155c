import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { fileVersionSchema, foundFileSchema } from '#shared/contracts/index.ts'
import { type Fact, jobIdSchema, type NewFact } from '#shared/domain/index.ts'
import { type Catalog, openCatalog, rebuildFromVault } from './index.ts'
import { copyOfDay, DAY_MS, entriesOf } from './test-support/entries.ts'

let root: string
let path: string
let catalog: Catalog
let nowMs = 1000
const clock: Clock = { ...systemClock, nowMs: () => nowMs++ }

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'catálogo da clínica '))
  path = join(root, 'catálogo.db')
  catalog = openCatalog(path, { clock })
})
afterEach(async () => {
  catalog.close()
  await rm(root, { recursive: true, force: true })
})
const reopen = () => {
  catalog.close()
  catalog = openCatalog(path, { clock })
}

const jobId = jobIdSchema.parse('0b0e7a52-3b0a-4d9e-9f5e-2f6f5d9c1a11')
const started: NewFact = { kind: 'job-started', jobId, jobKind: 'copy', isResumed: false }
const copyFinished = (day: number): NewFact => ({ kind: 'copy-finished', jobId, copy: copyOfDay(day) })
const record = (day: number, files: Record<string, string>) =>
  catalog.recordCopy(copyOfDay(day), entriesOf(files), copyFinished(day))
const namesFor = (text: string, limit = 50) => catalog.searchFiles(text, limit).map(({ name }) => name)
const only = <T>(items: readonly T[]): T => {
  expect(items).toHaveLength(1)
  return items[0] as T
}

describe('facts', () => {
  it('are numbered without gaps, also when something else fails in the same transaction', () => {
    const heard: number[] = []
    catalog.onFact(({ seq }) => heard.push(seq))
    catalog.commitFact(started)
    const broken = () =>
      catalog.commitFact(started, () => {
        catalog.addJob(jobId, 'copy', {})
        throw new Error('disco cheio')
      })
    expect(broken).toThrow('disco cheio')
    expect(catalog.pendingJobs()).toEqual([])
    catalog.commitFact(started, () => catalog.addJob(jobId, 'copy', {}))
    expect(catalog.pendingJobs()).toHaveLength(1)
    expect(heard).toEqual([1, 2])
    expect([...catalog.factsAfter(0)].map(({ seq }) => seq)).toEqual([1, 2])
    reopen()
    expect(catalog.commitFact(started)).toMatchObject({ ...started, seq: 3 })
    expect([...catalog.factsAfter(2)]).toHaveLength(1)
    expect(catalog.newestSeq()).toBe(3)
  })

  it('are found by kind, newest first', () => {
    for (let i = 0; i < 3; i++) catalog.commitFact(started)
    catalog.commitFact(copyFinished(1))
    expect(catalog.newestFacts('job-started', 2).map(({ seq }) => seq)).toEqual([3, 2])
    expect(only(catalog.newestFacts('copy-finished', 5)).copy.takenAtMs).toBe(DAY_MS)
  })

  it('reach every listener, whatever another one does, until it stops listening', () => {
    const heard: Fact['kind'][] = []
    catalog.onFact(() => {
      throw new Error('janela fechada')
    })
    const stop = catalog.onFact(({ kind }) => heard.push(kind))
    catalog.commitFact(started)
    stop()
    catalog.commitFact(started)
    expect(heard).toEqual(['job-started'])
  })
})

describe('jobs', () => {
  it('survive a crash in the state they were in, oldest first', () => {
    const ids = ['0', '1', '2', '3'].map((n) => jobIdSchema.parse(jobId.replace(/^0/, n)))
    for (const id of ids) catalog.addJob(id, 'check', { kind: 'check', readData: true })
    catalog.startJob(ids[1] as typeof jobId)
    catalog.endJob(ids[0] as typeof jobId, 'done')
    catalog.endJob(ids[3] as typeof jobId, 'cancelled')
    reopen()
    expect(catalog.pendingJobs()).toEqual([
      { id: ids[1], input: { kind: 'check', readData: true }, state: 'running' },
      { id: ids[2], input: { kind: 'check', readData: true }, state: 'queued' },
    ])
  })
})

describe('searching', () => {
  it('finds by words of name and folder, without accents and case, in any order', async () => {
    await record(1, {
      '/clínica/Pacientes/Conceição Araújo/Foto antes.JPG': 'a',
      '/clínica/Pacientes/Conceicao Souza/laudo.pdf': 'b',
      '/clínica/agenda.db': '!db',
    })
    expect(namesFor('conceição')).toHaveLength(2)
    expect(namesFor('CONCEICAO ARAUJO')).toEqual(['Foto antes.JPG'])
    expect(namesFor('foto conc')).toEqual(['Foto antes.JPG'])
    expect(namesFor('Conceição'.normalize('NFD'))).toHaveLength(2)
    expect(namesFor('foto souza')).toEqual([])
    const found = only(catalog.searchFiles('agenda', 10))
    expect(foundFileSchema.parse(found)).toMatchObject({ folder: '/clínica', kind: 'database', newestBytes: 3 })
  })

  it('finds the parts of names that are written together', async () => {
    await record(1, { '/f/FotoAntesMariaSilva2019.jpg': 'a', '/f/RX0042joelho.dcm': 'b' })
    for (const text of ['maria', 'silva', 'fotoantes', '2019', 'mariasilva'.slice(0, 5)])
      expect(namesFor(text)).toHaveLength(1)
    expect(namesFor('0042')).toEqual(['RX0042joelho.dcm'])
  })

  it.each([
    '" OR *',
    '*',
    '"',
    'a* OR b',
    "') --",
    'NEAR(a b)',
    '^x',
    '-',
    '\\',
    '😀',
    '',
    '   ',
    'AND',
    '{text}:a',
    '\0',
  ])('takes %j as words and nothing else', async (text) => {
    await record(1, { '/a/b.txt': '1', '/or/x.txt': '2' })
    expect(() => catalog.searchFiles(text, 10)).not.toThrow()
    if (!/[a-z]/i.test(text)) expect(namesFor(text)).toEqual([])
  })

  it('puts what is still there first and says what is gone', async () => {
    await record(1, { '/p/laudo antigo.pdf': 'x', '/p/laudo.pdf': 'y' })
    await record(2, { '/p/laudo.pdf': 'y' })
    expect(
      catalog
        .searchFiles('laudo', 10)
        .map(({ name, isInNewestCopy, lastSeenAtMs }) => [name, isInNewestCopy, lastSeenAtMs]),
    ).toEqual([
      ['laudo.pdf', true, 2 * DAY_MS],
      ['laudo antigo.pdf', false, DAY_MS],
    ])
    expect(namesFor('laudo', 1)).toEqual(['laudo.pdf'])
  })

  it('keeps names that are not text, to the byte', async () => {
    const rawPath = Buffer.concat([Buffer.from('/exames/laudo-'), Buffer.from([0xe7, 0xff]), Buffer.from('.pdf')])
    const shown = '/exames/laudo-\ufffd\ufffd.pdf'
    const entry = { path: shown, sizeBytes: 1, modifiedAtMs: 5, contentKey: 'ab'.repeat(32), kind: 'file' as const }
    const both = async function* () {
      yield { ...entry, rawPath }
      yield { ...entry, rawPath: Buffer.from(rawPath).fill(0xe8, 14, 15) }
    }
    await catalog.recordCopy(copyOfDay(1), both())
    const found = catalog.searchFiles('laudo', 10)
    expect(found.map(({ name }) => name)).toEqual(['laudo-\ufffd\ufffd.pdf', 'laudo-\ufffd\ufffd.pdf'])
    const places = found.map(({ fileKey }) => catalog.findVersion(only(catalog.listVersions(fileKey)).versionKey))
    expect(places.map((place) => place?.path)).toEqual([shown, shown])
    expect(places.map((place) => Buffer.from(place?.rawPath ?? []).toString('hex')).toSorted()).toEqual(
      [rawPath, Buffer.from(rawPath).fill(0xe8, 14, 15)].map((raw) => raw.toString('hex')).toSorted(),
    )
  })
})

describe('versions', () => {
  const file = '/p/evolução.txt'
  const versions = () => catalog.listVersions(only(catalog.searchFiles('evolucao', 5)).fileKey)

  it('are the different contents, each with the newest copy that holds it', async () => {
    await record(1, { [file]: 'um' })
    await record(2, { [file]: 'um' })
    await record(3, { [file]: 'dois!' })
    await record(4, { [file]: 'um' })
    const listed = versions()
    for (const version of listed) fileVersionSchema.parse(version)
    expect(
      listed.map(({ copyId, firstCopyAtMs, lastCopyAtMs, sizeBytes }) => ({
        copyId,
        firstCopyAtMs,
        lastCopyAtMs,
        sizeBytes,
      })),
    ).toEqual([
      { copyId: copyOfDay(4).copyId, firstCopyAtMs: DAY_MS, lastCopyAtMs: 4 * DAY_MS, sizeBytes: 2 },
      { copyId: copyOfDay(3).copyId, firstCopyAtMs: 3 * DAY_MS, lastCopyAtMs: 3 * DAY_MS, sizeBytes: 5 },
    ])
    expect(catalog.findVersion(listed[1]?.versionKey ?? 0)).toEqual({
      copyId: copyOfDay(3).copyId,
      path: file,
      sizeBytes: 5,
    })
    expect(only(catalog.searchFiles('evolucao', 5)).versions).toBe(2)
    expect(catalog.findVersion(999_999)).toBeUndefined()
    expect(catalog.listVersions(999_999)).toEqual([])
  })

  it('point only to copies that are left when others are forgotten', async () => {
    await record(1, { [file]: 'um', '/p/só no primeiro.txt': 'x' })
    await record(2, { [file]: 'um' })
    await record(3, { [file]: 'dois' })
    await catalog.forgetCopies([copyOfDay(1).copyId, copyOfDay(3).copyId])
    expect(catalog.listCopies().map(({ takenAtMs }) => takenAtMs)).toEqual([2 * DAY_MS])
    expect(only(versions())).toMatchObject({ copyId: copyOfDay(2).copyId, firstCopyAtMs: 2 * DAY_MS })
    expect(only(catalog.searchFiles('evolucao', 5)).isInNewestCopy).toBe(true)
    expect(namesFor('primeiro')).toEqual([])
    await record(4, { [file]: 'um', '/p/só no primeiro.txt': 'x' })
    expect(only(versions())).toMatchObject({ copyId: copyOfDay(4).copyId, firstCopyAtMs: 2 * DAY_MS })
    expect(namesFor('primeiro')).toHaveLength(1)
  })
})

describe('recording a copy', () => {
  it('shows all of it or nothing: a copy that breaks off leaves no trace, and the next one works', async () => {
    await record(1, { '/p/a.txt': '1', '/p/b.txt': '2' })
    const before = {
      found: catalog.searchFiles('p', 10),
      facts: [...catalog.factsAfter(0)],
      copies: catalog.listCopies(),
    }
    const seenMidway: unknown[] = []
    const broken = async function* () {
      for (let i = 0; i < 3000; i++) yield* entriesOf({ [`/p/novo ${i}.txt`]: `${i}` })
      seenMidway.push(catalog.searchFiles('novo', 5), catalog.searchFiles('p', 10))
      throw new Error('o disco saiu')
    }
    await expect(catalog.recordCopy(copyOfDay(2), broken(), copyFinished(2))).rejects.toThrow('o disco saiu')
    expect(seenMidway).toEqual([[], before.found])
    expect({
      found: catalog.searchFiles('p', 10),
      facts: [...catalog.factsAfter(0)],
      copies: catalog.listCopies(),
    }).toEqual(before)
    reopen()
    await record(2, { '/p/a.txt': '1', '/p/c.txt': '3' })
    expect(namesFor('novo')).toEqual([])
    expect(catalog.searchFiles('p', 10).map(({ name, isInNewestCopy }) => [name, isInNewestCopy])).toEqual(
      expect.arrayContaining([
        ['a.txt', true],
        ['c.txt', true],
        ['b.txt', false],
      ]),
    )
    expect(only(catalog.listVersions(catalog.searchFiles('p a', 1)[0]?.fileKey ?? 0)).firstCopyAtMs).toBe(DAY_MS)
  })

  it('tells the copy only when it is searchable, and does not record it twice', async () => {
    const heard: unknown[] = []
    catalog.onFact((fact) => heard.push([fact.kind, namesFor('laudo').length, catalog.listCopies().length]))
    await record(1, { '/p/laudo.pdf': 'x' })
    await record(1, { '/p/laudo.pdf': 'outro' })
    expect(heard).toEqual([
      ['copy-finished', 1, 1],
      ['copy-finished', 1, 1],
    ])
    expect(catalog.listVersions(only(catalog.searchFiles('laudo', 5)).fileKey)).toHaveLength(1)
  })

  it('lets facts be committed while it runs', async () => {
    const slow = async function* () {
      for (let i = 0; i < 2500; i++) {
        if (i % 1000 === 0) catalog.commitFact(started)
        yield* entriesOf({ [`/p/${i}.txt`]: `${i}` })
      }
    }
    await catalog.recordCopy(copyOfDay(1), slow(), copyFinished(1))
    expect(catalog.newestSeq()).toBe(4)
  })
})

describe('the file itself', () => {
  it('is readable by its owner only', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('of a newer program it is left alone, and says so', async () => {
    catalog.close()
    const db = new Database(path)
    db.pragma('user_version = 999')
    db.close()
    const before = await readFile(path)
    expect(() => openCatalog(path, { clock })).toThrow('APP_003')
    expect(await readFile(path)).toEqual(before)
    expect((await readdir(root)).filter((name) => name.includes('.set-aside-'))).toEqual([])
  })

  it.each([
    ['damaged', () => writeFile(path, 'isto não é um catálogo '.repeat(500))],
    [
      'with tables of something else',
      () => {
        const db = new Database(path)
        db.exec('DROP TABLE versions; DROP TABLE files')
        db.close()
      },
    ],
  ])('is set aside and begun anew when it is %s, and filled again from the vault', async (_name, spoil) => {
    await record(1, { '/p/laudo.pdf': 'x' })
    catalog.close()
    await spoil()
    catalog = openCatalog(path, { clock })
    expect(catalog.origin).toBe('set-aside')
    expect((await readdir(root)).some((name) => name.includes('.set-aside-'))).toBe(true)
    expect(catalog.listCopies()).toEqual([])
    expect(catalog.commitFact(started).seq).toBe(1)

    const days = { [copyOfDay(1).copyId]: 1, [copyOfDay(2).copyId]: 2 }
    const listing = {
      copyIds: [copyOfDay(1).copyId, copyOfDay(2).copyId],
      read: async (id: keyof typeof days) => {
        const day = days[id] ?? 0
        return { summary: copyOfDay(day), entries: entriesOf({ '/p/laudo.pdf': `conteúdo ${day}` }) }
      },
    }
    await rebuildFromVault(catalog, listing)
    expect(catalog.listVersions(only(catalog.searchFiles('laudo', 5)).fileKey)).toHaveLength(2)
    reopen()
    expect(catalog.origin).toBe('kept')
    expect(catalog.listCopies()).toHaveLength(2)
  })

  it('follows the vault when copies are missing in the middle or gone, and reads again only what it must', async () => {
    for (const day of [1, 3, 9]) await record(day, { '/p/laudo.pdf': `dia ${day}` })
    const readDays: number[] = []
    const read = async (id: string) => {
      const day = [1, 2, 3].find((day) => copyOfDay(day).copyId === id) ?? 0
      readDays.push(day)
      return { summary: copyOfDay(day), entries: entriesOf({ '/p/laudo.pdf': `dia ${day}` }) }
    }
    const listing = { copyIds: [1, 2, 3].map((day) => copyOfDay(day).copyId), read }
    await rebuildFromVault(catalog, listing)
    expect(readDays).toEqual([2, 3])
    expect(catalog.listCopies().map(({ takenAtMs }) => takenAtMs / DAY_MS)).toEqual([3, 2, 1])
    expect(
      catalog.listVersions(only(catalog.searchFiles('laudo', 5)).fileKey).map((v) => v.lastCopyAtMs / DAY_MS),
    ).toEqual([3, 2, 1])
    await rebuildFromVault(catalog, listing)
    expect(readDays).toHaveLength(2)
  })
})
