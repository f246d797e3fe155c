import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { systemRandom } from '#engine/kernel/index.ts'
import { prepare } from '../database.ts'
import { extractRecord } from '../extract.ts'
import { curatedMaps } from '../maps/all.ts'
import { PatientFinder } from '../patients.ts'
import { recount } from '../recount.ts'
import { readSchema } from '../schema.ts'
import { type BundleRequest, writeBundle } from './write.ts'

const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex')
const EVIL = `<img src=x onerror="alert(1)">&</dd><script>'`
const schema = `
  CREATE TABLE profissionais (id INTEGER PRIMARY KEY, nome TEXT);
  CREATE TABLE pacientes (id INTEGER PRIMARY KEY, codigo TEXT, nome TEXT, cpf TEXT, nascimento TEXT, sexo TEXT, telefone TEXT, email TEXT);
  CREATE TABLE atendimentos (id INTEGER PRIMARY KEY, paciente_id INTEGER REFERENCES pacientes(id), profissional_id INTEGER, inicio TEXT, procedimento TEXT);
  CREATE TABLE evolucoes (id INTEGER PRIMARY KEY, atendimento_id INTEGER REFERENCES atendimentos(id), texto TEXT, assinado_em TEXT);
  CREATE TABLE anexos (id INTEGER PRIMARY KEY, paciente_id INTEGER REFERENCES pacientes(id), tipo TEXT, caminho TEXT, mime TEXT, data TEXT, miniatura BLOB);
  CREATE TABLE contratos_convenio (id INTEGER PRIMARY KEY, paciente_id INTEGER);
  CREATE TABLE odontograma (id INTEGER PRIMARY KEY, dente INTEGER);
  INSERT INTO profissionais VALUES (3, 'Dra. Lia');
  INSERT INTO pacientes VALUES (1, 'P1', 'Ana ${EVIL.replaceAll("'", "''")}', '999.000.010-51', '1980-01-02', 'F', '', ''), (2, 'P2', 'Rui Paz', '999.000.020-40', '1970-01-02', 'M', '', '');
  INSERT INTO atendimentos VALUES (1, 1, 3, '2024-05-06T14:30:00', 'Consulta'), (2, 2, 3, '2024-05-06T15:30:00', 'Segredo do Rui');
  INSERT INTO evolucoes VALUES (1, 1, '${EVIL.replaceAll("'", "''")}', '2024-05-06T15:00:00'), (2, 2, 'Segredo do Rui', '2024-05-06T16:00:00');
  INSERT INTO odontograma VALUES (1, 11);`

let folder: string
let db: Database.Database
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'prontuário de '))
  db = new Database(':memory:')
  prepare(db)
  db.exec(schema)
  const attach = db.prepare('INSERT INTO anexos VALUES (?, ?, ?, ?, ?, ?, ?)')
  attach.run(1, 1, 'foto', 'Fotos\\a.png', 'image/png', '2024-05-06', PNG)
  attach.run(2, 1, 'documento', '..\\..\\etc\\b.pdf', 'application/pdf', '2024-05-06', null)
})
afterEach(async () => {
  db.close()
  await rm(folder, { recursive: true, force: true })
})

function request(change: Partial<BundleRequest> = {}): BundleRequest {
  const map = curatedMaps.find(({ id }) => id === 'clinica-exemplo')
  if (!map) throw new Error('no map')
  const read = readSchema(db)
  const extract = extractRecord(db, read, map, ['1'])
  const patient = new PatientFinder(db, read, map).card(['1'])
  if (!patient) throw new Error('no patient')
  return {
    ...{
      database: { db, schema: read, close: () => {} },
      map,
      extract,
      patient,
      recount: recount(db, read, map, extract),
    },
    stamp: {
      clinic: 'Clínica',
      product: map.product,
      copyTakenAt: '06/05/2024 18:00',
      copyId: 'abc',
      madeAt: '07/05/2024 09:00',
      person: 'Dra. Lia',
      reason: 'Pedido do paciente',
    },
    ...{ nowMs: Date.UTC(2024, 4, 7), targetFolder: folder, random: systemRandom },
    bringFiles: async (originals, into) => {
      const [picture] = originals.filter((original) => original.endsWith('a.png'))
      if (picture === undefined) return new Map()
      await writeFile(path.join(into, 'a.png'), PNG)
      return new Map([[picture, 'a.png']])
    },
    printPdf: async (_html, pdf) => writeFile(pdf, '%PDF-1.4'),
    ...change,
  }
}

const resource = z.looseObject({
  resourceType: z.string(),
  id: z.uuid(),
  text: z
    .object({
      status: z.literal('generated'),
      div: z.string().startsWith('<div xmlns="http://www.w3.org/1999/xhtml">'),
    })
    .optional(),
})
/** What FHIR R4 asks of the kinds that the record has. */
const required = {
  Patient: z.looseObject({
    name: z.array(z.object({ text: z.string() })),
    birthDate: z.literal('1980-01-02'),
    gender: z.literal('female'),
    identifier: z.array(z.object({ system: z.url(), value: z.literal('99900001051') })),
  }),
  Encounter: z.looseObject({
    status: z.enum(['finished']),
    class: z.object({ system: z.url(), code: z.string() }),
    subject: z.object({ reference: z.string() }),
    period: z.object({ start: z.literal('2024-05-06T14:30:00-03:00') }),
  }),
  ClinicalImpression: z.looseObject({ status: z.enum(['completed']), subject: z.object({ reference: z.string() }) }),
  DocumentReference: z.looseObject({
    status: z.enum(['current']),
    content: z.array(z.object({ attachment: z.object({ title: z.string() }) })).min(1),
  }),
} as const

it('writes what is read, what another system reads, everything raw, the files, and a list with checksums', async () => {
  const result = await writeBundle(request())
  expect(result).toMatchObject({
    rows: 4,
    files: 2,
    missingFiles: 1,
    hasPdf: true,
    uncovered: [{ table: 'odontograma', rows: 1 }],
  })
  expect(path.dirname(result.folder)).toBe(folder)
  const names = (await readdir(result.folder)).toSorted()
  expect(names).toEqual([
    'MANIFESTO.txt',
    'arquivos',
    'bundle.fhir.json',
    'dados.json',
    'prontuario.html',
    'prontuario.pdf',
  ])
  const manifest = await readFile(path.join(result.folder, 'MANIFESTO.txt'), 'utf8')
  expect(manifest).toContain('evolucoes: 1 / 1')
  expect(manifest).toContain('odontograma: 1')
  expect(manifest).toContain('b.pdf')
  for (const name of names.filter((one) => /\.(json|html|pdf)$/.test(one))) {
    const sum = createHash('sha256')
      .update(await readFile(path.join(result.folder, name)))
      .digest('hex')
    expect(manifest).toContain(`${sum}  ${name}`)
    if (process.platform !== 'win32' && name !== 'prontuario.pdf')
      expect((await stat(path.join(result.folder, name))).mode & 0o077).toBe(0)
  }
  const raw = JSON.parse(await readFile(path.join(result.folder, 'dados.json'), 'utf8'))
  expect(raw.tabelas.evolucoes).toEqual([{ id: 1, atendimento_id: 1, texto: EVIL, assinado_em: '2024-05-06T15:00:00' }])
  expect(JSON.stringify(raw)).not.toContain('Rui')
})

it('writes a FHIR R4 collection in which each row is a resource of this patient', async () => {
  const { folder: made } = await writeBundle(request())
  const bundle = JSON.parse(await readFile(path.join(made, 'bundle.fhir.json'), 'utf8'))
  expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
  const [patient, ...entries] = bundle.entry
  for (const { fullUrl, resource: read } of bundle.entry) {
    expect(fullUrl).toBe(`urn:uuid:${resource.parse(read).id}`)
    required[read.resourceType as keyof typeof required].parse(read)
  }
  for (const { resource: read } of entries) expect((read.subject ?? read.patient).reference).toBe(patient.fullUrl)
  expect(entries).toHaveLength(4)
})

it('puts nothing of the database into the page but text, and lets the page load nothing', async () => {
  const { folder: made } = await writeBundle(request())
  const html = await readFile(path.join(made, 'prontuario.html'), 'utf8')
  expect(html).not.toContain('<script')
  expect(html).not.toContain('<img src=x')
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
  expect(html).toContain("default-src 'none'; img-src data:; style-src 'sha256-")
  expect(html).toContain('Cópia de 06/05/2024 18:00. Somente leitura.')
  expect(html.match(/<span>Cópia de 06\/05\/2024 18:00 · Somente leitura<\/span>/g)).toHaveLength(3)
  expect(html).toContain('Dra. Lia')
  expect(html).toContain(': não está na cópia: ')
  expect(html).toContain('odontograma (1)')
  expect(html).not.toContain('Rui')
})

it('hands nothing over that the recount does not confirm, and leaves nothing behind', async () => {
  const sure = request()
  await expect(writeBundle({ ...sure, recount: { ...sure.recount, isSame: false } })).rejects.toMatchObject({
    code: 'REC_102',
  })
  await expect(writeBundle({ ...sure, printPdf: () => Promise.reject(new Error('no window')) })).rejects.toThrow()
  expect(await readdir(folder)).toEqual([])
})

it('takes names that every object answers to, and names of several lines, for names', async () => {
  db.exec(`ALTER TABLE evolucoes ADD COLUMN "constructor" TEXT DEFAULT 'bota imobilizadora';
    CREATE TABLE "x\nSHA-256\n${'0'.repeat(64)}  tudo.txt" (id INTEGER); INSERT INTO "x\nSHA-256\n${'0'.repeat(64)}  tudo.txt" VALUES (1)`)
  db.prepare('INSERT INTO anexos VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    ...[3, 1, 'documento', null, 'constructor', '2024-05-06', Buffer.from('nada que se conheça')],
  )
  const { folder: made } = await writeBundle(request())
  const html = await readFile(path.join(made, 'prontuario.html'), 'utf8')
  expect(html).toContain('<dt>constructor</dt><dd>bota imobilizadora</dd>')
  expect((await readdir(path.join(made, 'arquivos'))).filter((name) => !/\.(?:png|bin)$/.test(name))).toEqual([])
  const manifest = await readFile(path.join(made, 'MANIFESTO.txt'), 'utf8')
  expect(manifest.split('\n').filter((line) => line === 'SHA-256')).toHaveLength(1)
})
