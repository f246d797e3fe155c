import { appendFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fact, type OpenRecords, personIdSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { type ClinicSummary, makeClinic, presets } from '../fixtures/clinic/index.ts'

// One patient out of a copy, asked as the window asks: opened, found, looked at, taken along, and nothing left.

let root: string
let clinic: ClinicSummary
let running: RunningEngine
const at = (...names: string[]) => path.join(root, ...names)
const codeFrom = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
const person = personIdSchema.parse('Dra. Paula Testemunha')

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'prontuário de uma cópia '))
  await mkdir(at('HD externo'))
  clinic = await makeClinic({ into: at('Clínica Sorriso'), ...presets.tiny })
  running = await runEngine({ dataFolder: at('dados'), host: memoryHost() })
  await setUpClinic(running.client, {
    clinicName: 'Clínica Sorriso',
    sources: [
      { kind: 'sqlite', path: clinic.databasePath, label: 'Prontuário' },
      { kind: 'folder', path: clinic.root, label: 'Clínica' },
    ],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
})
afterAll(async () => {
  await running?.close()
  await rm(root, { recursive: true, force: true })
})

/** Who has a file beside the database, straight from the clinic's own one. */
function witness(): { id: number; nome: string; cpf: string; evolucoes: number; anexos: number } {
  const db = new Database(clinic.databasePath, { readonly: true })
  try {
    return db
      .prepare<[], { id: number; nome: string; cpf: string; evolucoes: number; anexos: number }>(
        `select p.id, p.nome, p.cpf,
           (select count(*) from evolucoes e join atendimentos a on a.id = e.atendimento_id where a.paciente_id = p.id) as evolucoes,
           (select count(*) from anexos x where x.paciente_id = p.id) as anexos
         from pacientes p where anexos > 0 order by evolucoes desc limit 1`,
      )
      .get() as ReturnType<typeof witness>
  } finally {
    db.close()
  }
}

async function open(): Promise<OpenRecords> {
  const [database] = await running.client.recoverableDatabases({})
  const copyId = database?.copies[0]?.copyId ?? expect.fail('no copy')
  return running.client.openRecords({ sourceId: database?.sourceId ?? expect.fail('no database'), copyId })
}
async function facts(): Promise<Fact[]> {
  const told: Fact[] = []
  const stop = running.client.facts({ afterSeq: 0 }, (fact) => told.push(fact))
  await running.client.overview({})
  stop()
  return told
}
const scratch = () => readdir(at('dados', 'temporary', 'records')).catch(() => [])

it('shows one patient out of the newest copy, and writes down who looked and why without a name', async () => {
  const wanted = witness()
  const opened = await open()
  expect(opened).toMatchObject({ label: 'Prontuário', mapState: 'curated' })
  const found = await running.client.findPatients({ recordsId: opened.recordsId, text: wanted.cpf })
  expect(found.map(({ name }) => name)).toEqual([wanted.nome])
  const patientKey = found[0]?.key ?? ''
  const asked = { recordsId: opened.recordsId, patientKey, person, reason: 'system-down' as const }
  const record = await running.client.viewRecord(asked)
  const rows = (title: string) => record.sections.find((section) => section.title === title)?.rows.length
  expect([rows('Evoluções'), rows('Fotos e documentos')]).toEqual([wanted.evolucoes, wanted.anexos])

  const looks = (await facts()).filter((fact) => fact.kind === 'record-read')
  expect(looks.at(-1)).toMatchObject({ how: 'viewed', reason: 'system-down' })
  const told = JSON.stringify(await facts())
  for (const name of [wanted.nome, wanted.cpf, patientKey, person]) expect(told).not.toContain(name)

  expect(await scratch()).toHaveLength(1)
  await running.client.closeRecords({ recordsId: opened.recordsId })
  expect(await scratch()).toEqual([])
  expect(await codeFrom(running.client.viewRecord(asked))).toBe('REC_106')
})

it('takes the record along with its files out of the same copy', async () => {
  const wanted = witness()
  const { recordsId } = await open()
  const [patient] = await running.client.findPatients({ recordsId, text: wanted.nome })
  const asked = { recordsId, patientKey: patient?.key ?? '', person, reason: 'patient-asks' as const }
  const taken = await running.client.exportRecord({ ...asked, targetFolder: at('Pedido') })
  expect(taken).toMatchObject({ missingFiles: 0, hasPdf: true })
  expect(taken.files).toBeGreaterThan(0)
  const manifest = await readFile(path.join(taken.folder, 'MANIFESTO.txt'), 'utf8')
  expect(manifest).toContain(`evolucoes: ${wanted.evolucoes} / ${wanted.evolucoes}`)
  // Every file is the clinic's own, byte for byte.
  const own = new Set(await digests(clinic.root))
  const files = path.join(taken.folder, 'arquivos')
  for (const name of (await readdir(files)).filter((one) => /^\d/.test(one)))
    expect(own.has((await readFile(path.join(files, name))).toString('base64').slice(0, 4000))).toBe(true)
  expect(
    await codeFrom(running.client.exportRecord({ ...asked, targetFolder: at('HD externo', 'Salvaguarda', 'cofre') })),
  ).not.toBe('ok')
  await running.client.closeRecords({ recordsId })
})
async function digests(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async (file) => (await readFile(file).catch(() => Buffer.alloc(0))).toString('base64').slice(0, 4000)),
  )
}

it('counts records by the year of their last entry, as the clinic’s own tables say', async () => {
  const { recordsId, takenAtMs } = await open()
  const own = new Database(clinic.databasePath, { readonly: true })
  const years = own
    .prepare<[string], { year: number; records: number }>(
      `WITH entries AS (
         SELECT paciente_id AS who, data AS day FROM anamneses UNION ALL SELECT paciente_id, inicio FROM atendimentos
         UNION ALL SELECT a.paciente_id, e.assinado_em FROM evolucoes e JOIN atendimentos a ON a.id = e.atendimento_id
         UNION ALL SELECT a.paciente_id, r.emitida_em FROM prescricoes r JOIN atendimentos a ON a.id = r.atendimento_id
         UNION ALL SELECT paciente_id, data FROM anexos UNION ALL SELECT paciente_id, inicio FROM contratos_convenio
         UNION ALL SELECT paciente_id, emitido_em FROM recibos),
       last AS (SELECT who, max(CAST(substr(day, 1, 4) AS INTEGER)) AS year FROM entries WHERE substr(day, 1, 4) <= ? GROUP BY who)
       SELECT year, count(*) AS records FROM last JOIN pacientes ON pacientes.id = who GROUP BY year ORDER BY year`,
    )
    .all(String(new Date(takenAtMs).getFullYear()))
  own.close()
  expect(years.length).toBeGreaterThan(0)
  expect((await running.client.lastEntries({ recordsId })).years).toEqual(years)
})

it('reads an unknown system only after a person confirmed its map, and by the corrected map from then on', async () => {
  const { recordsId } = await open()
  const report = await running.client.recordMap({ recordsId, isFresh: true })
  expect(report.map?.patient.table).toBe('pacientes')
  const map = report.map ?? expect.fail('no proposal')
  const corrected = {
    ...map,
    id: 'meu-sistema',
    product: 'Meu sistema',
    sections: map.sections.filter(({ table }) => table !== 'agenda'),
  }
  expect(
    await codeFrom(
      running.client.confirmRecordMap({
        recordsId,
        map: { ...corrected, detect: { tables: ['não há'], columns: [] } },
      }),
    ),
  ).toBe('REC_101')
  expect(await running.client.confirmRecordMap({ recordsId, map: corrected })).toMatchObject({
    mapState: 'corrected',
    product: 'Meu sistema',
  })
  const again = await open()
  expect(again).toMatchObject({ mapState: 'corrected', product: 'Meu sistema' })
  const [patient] = await running.client.findPatients({ recordsId: again.recordsId, text: witness().nome })
  const record = await running.client.viewRecord({
    recordsId: again.recordsId,
    patientKey: patient?.key ?? '',
    person,
    reason: 'drill',
  })
  expect(record.uncovered.map(({ table }) => table)).toContain('agenda')
  // A map somebody broke is as none: the curated one has the word again.
  for (const name of await readdir(at('dados', 'record-maps'))) await appendFile(at('dados', 'record-maps', name), '}')
  expect(await open()).toMatchObject({ mapState: 'curated' })
})
