import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { createVault } from '#engine/vault/index.ts'
import { type Code, codeOf } from '#shared/errors/index.ts'
import { works } from './all.ts'
import { judgePicture } from './pictures.ts'
import { judgeSignature } from './signed-pdf.ts'
import type { WorkParts } from './work.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z')

/** A folder, copied into a real vault as it stands: databases like any file, so that a broken one can be in it. */
async function copied(fill: (folder: string) => Promise<void>): Promise<WorkParts> {
  const root = await mkdtemp(path.join(tmpdir(), 'obras é '))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const [source, sandbox] = [path.join(root, 'Clínica'), path.join(root, 'caixa')]
  await mkdir(source)
  await mkdir(sandbox)
  await fill(source)
  const vault = await createVault(memoryBackend(), {
    secrets: [{ secret: 'segredo', label: { username: 'salvaguarda', hostname: 'computador' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  await takeSnapshot(vault, {
    targets: [{ kind: 'folder', path: source }],
    ...{ hostname: 'pc', username: 'u', programVersion: 'test' },
  })
  await vault.loadIndex()
  const snapshots = await vault.listSnapshots()
  return {
    ...{ vault, snapshots, sources: undefined, sandbox, random: systemRandom, nowMs: NOW, maySee: () => true },
    ...{ signal: new AbortController().signal, onProgress: () => undefined },
  }
}
const codeFrom = (work: Promise<unknown>): Promise<Code | 'ok'> =>
  work.then(
    () => 'ok',
    (error: unknown) => codeOf(error),
  )
async function database(file: string): Promise<void> {
  const db = new Database(file)
  db.exec('CREATE TABLE evolucoes (id INTEGER PRIMARY KEY, texto TEXT)')
  const add = db.prepare('INSERT INTO evolucoes (texto) VALUES (?)')
  db.transaction(() => {
    for (let row = 0; row < 500; row++) add.run(`linha ${row} `.repeat(20))
  })()
  db.close()
}

it('counts a whole database, and refuses one that ends before its tables do', async () => {
  const whole = await copied((folder) => database(path.join(folder, 'sistema.db')))
  const { finding } = await works['bring-database'](whole)
  expect(finding).toMatchObject({ kind: 'database', databases: 1, tables: 1, rows: 500 })

  const cut = await copied(async (folder) => {
    await database(path.join(folder, 'sistema.db'))
    await truncate(path.join(folder, 'sistema.db'), 40_960)
  })
  expect(await codeFrom(works['bring-database'](cut))).toBe('DB_102')
  expect(
    await codeFrom(
      works['bring-database'](
        await copied(async (folder) => {
          await writeFile(path.join(folder, 'agenda.txt'), 'segunda')
        }),
      ),
    ),
  ).toBe('VAULT_111')
})

it('brings a file from years ago where there is one, byte for byte', async () => {
  const parts = await copied(async (folder) => {
    for (let file = 0; file < 20; file++) await writeFile(path.join(folder, `${file}.txt`), `laudo ${file}`)
    // A name that is no text, as an old system left it: nobody could be shown it.
    await writeFile(Buffer.concat([Buffer.from(`${folder}/laudo `), Buffer.of(0xe7), Buffer.from('.txt')]), 'laudo')
  })
  const { finding, brought } = await works['bring-file'](parts)
  expect(finding).toMatchObject({ kind: 'files', files: 1, different: 0, unreadable: 0 })
  const [one] = brought
  expect(await readFile(one?.file ?? '', 'utf8')).toBe(`laudo ${one?.name.replace('.txt', '')}`)
  const sample = await works['bring-sample'](parts)
  expect(sample.finding).toMatchObject({ files: 20, unreadable: 0, different: 0 })
})

it('knows a picture that is whole from one that is cut or was changed', () => {
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  expect(judgePicture('a.png', picture)).toBe('whole')
  expect(judgePicture('a.png', picture.subarray(0, -6))).toBe('broken')
  const changed = Buffer.from(picture)
  changed[45] = (changed[45] ?? 0) ^ 1
  expect(judgePicture('a.png', changed)).toBe('broken')
  const jpeg = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f0012ffd9',
    'hex',
  )
  expect(judgePicture('foto.JPG', jpeg)).toBe('whole')
  expect(judgePicture('foto.jpg', jpeg.subarray(0, -2))).toBe('broken')
  expect(judgePicture('foto.jpg', Buffer.from('texto'))).toBe('broken')
  expect(judgePicture('raio.dcm', jpeg)).toBe('unknown')
  expect(judgePicture('nota.txt', Buffer.from('texto'))).toBe('none')
})

it('says that a PDF is not signed, or signed in a way that is not read', () => {
  expect(judgeSignature(Buffer.from('%PDF-1.4 %%EOF'))).toBe('none')
  expect(judgeSignature(Buffer.from('%PDF /ByteRange [0 4 4 2] %%EOF'))).toBe('unreadable')
  expect(judgeSignature(Buffer.from('%PDF /ByteRange [0 4 8 9999] %%EOF'))).toBe('different')
})
