import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemRandom } from '#engine/kernel/index.ts'
import {
  decodeKey,
  discover,
  extractRecord,
  type OpenCopy,
  openCopy,
  PatientFinder,
  recount,
} from '#engine/records/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { runCli } from '../cli.ts'
import { startMaria } from './mariadb.ts'
import { startPostgres } from './postgresql.ts'
import type { TestServer } from './server.ts'
import { cpfOf, dotted, english, nameOf, portuguese } from './unknown-schemas.ts'

let folder: string
let postgresDump: string
let mariaDump: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'salvaguarda prontuário '))
  postgresDump = await dumpOf(
    await startPostgres(),
    'postgres',
    portuguese(40),
    join(folder, 'clínica desconhecida.sql'),
  )
  mariaDump = await dumpOf(await startMaria(), 'mysql', english(40), join(folder, 'unknown clinic.sql'))
}, 180_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Makes a database with these statements, dumps it as every night does, and stops the server. */
async function dumpOf<S extends DatabaseServer>(
  server: TestServer<S>,
  base: string,
  statements: string,
  file: string,
): Promise<string> {
  try {
    const clinic = await server.createClinic('outra', 1)
    await server.sql(server.asAdmin(clinic, base), 'create database desconhecida')
    const source = server.asAdmin(clinic, 'desconhecida')
    await server.sql(source, statements)
    let isFirst = true
    await server.connector.dump(source, { secrets: server.secrets, temporaryFolder: folder }, async ({ bytes }) => {
      const target = isFirst ? createWriteStream(file) : undefined
      isFirst = false
      if (target) await pipeline(bytes, target)
      else for await (const _block of bytes);
    })
    return file
  } finally {
    await server.stop()
  }
}

async function withCopy(file: string, work: (copy: OpenCopy) => void): Promise<void> {
  const scratchFolder = await mkdtemp(join(folder, 'rascunho '))
  const copy = await openCopy(createReadStream(file), { scratchFolder, random: systemRandom })
  try {
    work(copy)
  } finally {
    await copy.close()
  }
  expect(await readdir(scratchFolder)).toEqual([])
}

const linksOf = (proposal: {
  readonly sections: readonly {
    readonly table: string
    readonly links: readonly { readonly link: { readonly to: string } }[]
  }[]
}) => Object.fromEntries(proposal.sections.map(({ table, links }) => [table, links.map(({ link }) => link.to).join()]))

it('proposes a map for a PostgreSQL dump with Portuguese names, pairs as keys, letters by CPF and no declared key', async () => {
  const { exitCode, stdout } = await runCli(['ehr-map', 'discover', postgresDump, '--json'])
  expect(exitCode).toBe(0)
  const proposal = JSON.parse(stdout)
  expect(proposal.map.patient).toMatchObject({
    ...{ table: 'cad_pacientes', key: ['nr_unidade', 'nr_prontuario'], name: ['nm_paciente'] },
    ...{ cpf: 'nr_cpf', birth: 'dt_nascimento', sex: 'ds_sexo' },
  })
  expect(linksOf(proposal)).toEqual({
    ...{ mov_consultas: 'cad_pacientes', mov_laudos: 'cad_pacientes', mov_cartas: 'cad_pacientes' },
    ...{ mov_evolucao_clinica: 'mov_consultas', mov_recibos: 'mov_consultas' },
  })
  expect(proposal.suspicious.map(({ table }: { table: string }) => table)).toEqual(['log_acessos'])
  expect(proposal.files).toEqual([{ table: 'mov_laudos', column: 'nm_arquivo', kind: 'path' }])
})

it('proposes a map for a MariaDB dump with English names, people above patients, and keys of several columns', async () => {
  const { exitCode, stdout } = await runCli(['ehr-map', 'discover', mariaDump, '--json'])
  expect(exitCode).toBe(0)
  const proposal = JSON.parse(stdout)
  expect(proposal.map.patient).toMatchObject({
    ...{ table: 'patient', key: ['patient_id'], name: ['individual.first_name', 'individual.last_name'] },
    ...{ cpf: 'tax_id', birth: 'individual.date_of_birth' },
  })
  expect(linksOf(proposal)).toEqual({
    ...{ encounter: 'patient', photo: 'patient', individual: 'patient' },
    ...{ lab_panel: 'encounter', progress_note: 'encounter', lab_result: 'lab_panel' },
  })
  expect(proposal.suspicious.map(({ table }: { table: string }) => table)).toContain('remark')
  expect(proposal.files).toEqual([{ table: 'photo', column: 'picture', kind: 'blob' }])
})

it('says what it found and missed in words, without a value of any row', async () => {
  for (const file of [postgresDump, mariaDump]) {
    const { stdout } = await runCli(['ehr-map', 'discover', file])
    expect(stdout).toContain('Não alcançado')
    for (const value of [cpfOf(7), dotted(cpfOf(7)), nameOf(7), 'Queixa', 'Reason']) expect(stdout).not.toContain(value)
  }
})

it('reads every row of one patient out of either dump, byte for byte, and of nobody else', async () => {
  await withCopy(postgresDump, ({ db, schema }) => {
    const { map } = discover(db, schema)
    const [card] = new PatientFinder(db, schema, map).find(dotted(cpfOf(7)), 5)
    expect(card).toMatchObject({ name: nameOf(7), key: '["2","7"]' })
    const extract = extractRecord(db, schema, map, decodeKey(card?.key ?? '') ?? [])
    const rows = (table: string) => extract.sections.find(({ section }) => section.table === table)?.rows ?? []
    // By date, as it happened.
    expect(rows('mov_consultas').map(({ nr_consulta }) => nr_consulta)).toEqual([72, 73, 71])
    expect(rows('mov_consultas')[2]?.ds_queixa).toBe('Queixa 71: dor; "forte"\nhá dias')
    expect(rows('mov_evolucao_clinica').map(({ tx_evolucao }) => tx_evolucao)).toContain(
      "Evolução 71\\com barra, ' aspas e ç",
    )
    expect(rows('mov_cartas').map(({ tx_carta }) => tx_carta)).toEqual(['Carta 7'])
    expect(rows('mov_laudos').map(({ cpf_paciente }) => cpf_paciente)).toEqual([cpfOf(7)])
    expect(rows('mov_recibos')[0]?.vl_recibo).toBe('120.50')
    expect(recount(db, schema, map, extract)).toMatchObject({ strangers: 0, isSame: true })
  })
  await withCopy(mariaDump, ({ db, schema }) => {
    const { map } = discover(db, schema)
    const extract = extractRecord(db, schema, map, ['7'])
    const rows = (table: string) => extract.sections.find(({ section }) => section.table === table)?.rows ?? []
    expect(
      rows('encounter')
        .map(({ reason }) => reason)
        .toSorted(),
    ).toEqual(["Reason 71; isn't it", "Reason 72; isn't it"])
    expect(rows('lab_result')).toHaveLength(4)
    expect(rows('photo')[0]?.picture).toEqual(Buffer.from('89504e470d0a1a0a000127275c3b', 'hex'))
    expect(recount(db, schema, map, extract)).toMatchObject({ strangers: 0, isSame: true })
  })
})
