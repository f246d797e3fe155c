import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { prepare } from '../database.ts'
import { extractRecord } from '../extract.ts'
import { PatientFinder } from '../patients.ts'
import { recount } from '../recount.ts'
import { readSchema } from '../schema.ts'
import { curatedMaps, mapFor } from './all.ts'

/** The part of each program's tables that its map is tried on: two people, with rows that could be mistaken for the other's. */
const databases = {
  openemr: `
    CREATE TABLE patient_data (id INTEGER PRIMARY KEY, pid INTEGER UNIQUE, pubpid TEXT, fname TEXT, mname TEXT, lname TEXT, DOB TEXT, sex TEXT, ss TEXT);
    CREATE TABLE form_encounter (id INTEGER PRIMARY KEY, date TEXT, reason TEXT, pid INTEGER, encounter INTEGER);
    CREATE TABLE forms (id INTEGER PRIMARY KEY, date TEXT, form_name TEXT, form_id INTEGER, pid INTEGER, formdir TEXT, deleted INTEGER);
    CREATE TABLE lbf_data (form_id INTEGER, field_id TEXT, field_value TEXT, PRIMARY KEY (form_id, field_id));
    CREATE TABLE lists (id INTEGER PRIMARY KEY, type TEXT, title TEXT, begdate TEXT, diagnosis TEXT, comments TEXT, activity INTEGER, pid INTEGER);
    CREATE TABLE documents (id INTEGER PRIMARY KEY, url TEXT, mimetype TEXT, docdate TEXT, foreign_id INTEGER, encounter_id INTEGER, name TEXT, deleted INTEGER);
    CREATE TABLE procedure_order (procedure_order_id INTEGER PRIMARY KEY, patient_id INTEGER, date_ordered TEXT, clinical_hx TEXT, activity INTEGER);
    CREATE TABLE procedure_report (procedure_report_id INTEGER PRIMARY KEY, procedure_order_id INTEGER, date_report TEXT);
    CREATE TABLE procedure_result (procedure_result_id INTEGER PRIMARY KEY, procedure_report_id INTEGER, result_text TEXT, result TEXT, units TEXT, date TEXT);
    CREATE TABLE openemr_postcalendar_events (pc_eid INTEGER PRIMARY KEY, pc_pid TEXT, pc_title TEXT, pc_eventDate TEXT);
    INSERT INTO patient_data VALUES (10, 1, 'P1', 'Ana', '', 'Sá', '1980-01-02', 'Female', ''), (1, 2, 'P2', 'Rui', '', 'Paz', '1970-01-02', 'Male', '');
    INSERT INTO form_encounter VALUES (1, '2024-01-02', 'dor', 1, 100), (2, '2024-01-03', 'tosse', 2, 101);
    INSERT INTO forms VALUES (1, '2024-01-02', 'Ficha', 7, 1, 'LBF1', 0), (2, '2024-01-02', 'SOAP', 8, 2, 'soap', 0), (3, '2024-01-02', 'Ficha', 8, 1, 'LBF1', 0), (4, '2024-01-02', 'Ficha', 9, 2, 'LBF2', 0);
    INSERT INTO lbf_data VALUES (7, 'a', 'x'), (8, 'a', 'y'), (9, 'a', 'z');
    INSERT INTO lists VALUES (1, 'allergy', 'Dipirona', '2020-01-01', '', '', 1, 1);
    INSERT INTO documents VALUES (1, 'file:///docs/1/a.pdf', 'application/pdf', '2024-01-01', 1, 101, 'a.pdf', 0), (2, 'file:///docs/2/b.pdf', 'application/pdf', '2024-01-01', 2, 100, 'b.pdf', 0);
    INSERT INTO procedure_order VALUES (1, 1, '2024-01-01', '', 1), (2, 2, '2024-01-01', '', 1);
    INSERT INTO procedure_report VALUES (5, 1, '2024-01-02'), (6, 2, '2024-01-02');
    INSERT INTO procedure_result VALUES (1, 5, 'Hb', '14', 'g/dL', '2024-01-02'), (2, 6, 'Hb', '12', 'g/dL', '2024-01-02');
    INSERT INTO openemr_postcalendar_events VALUES (1, '1', 'Retorno', '2024-02-01'), (2, '2', 'Retorno', '2024-02-02');`,
  openmrs: `
    CREATE TABLE person (person_id INTEGER PRIMARY KEY, gender TEXT, birthdate TEXT, voided INTEGER);
    CREATE TABLE person_name (person_name_id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(person_id), given_name TEXT, middle_name TEXT, family_name TEXT, voided INTEGER);
    CREATE TABLE patient (patient_id INTEGER PRIMARY KEY REFERENCES person(person_id));
    CREATE TABLE patient_identifier (patient_identifier_id INTEGER PRIMARY KEY, patient_id INTEGER REFERENCES patient(patient_id), identifier TEXT, voided INTEGER);
    CREATE TABLE visit (visit_id INTEGER PRIMARY KEY, patient_id INTEGER REFERENCES patient(patient_id), date_started TEXT, voided INTEGER);
    CREATE TABLE encounter (encounter_id INTEGER PRIMARY KEY, patient_id INTEGER REFERENCES patient(patient_id), visit_id INTEGER REFERENCES visit(visit_id), encounter_datetime TEXT, voided INTEGER);
    CREATE TABLE obs (obs_id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(person_id), encounter_id INTEGER REFERENCES encounter(encounter_id), concept_id INTEGER, obs_datetime TEXT, value_text TEXT, value_coded INTEGER, creator INTEGER, voided INTEGER);
    CREATE TABLE concept_name (concept_name_id INTEGER PRIMARY KEY, concept_id INTEGER, name TEXT, voided INTEGER);
    CREATE TABLE orders (order_id INTEGER PRIMARY KEY, patient_id INTEGER REFERENCES patient(patient_id), encounter_id INTEGER REFERENCES encounter(encounter_id), concept_id INTEGER, date_activated TEXT, voided INTEGER);
    CREATE TABLE drug_order (order_id INTEGER PRIMARY KEY REFERENCES orders(order_id), dose REAL, dosing_instructions TEXT);
    INSERT INTO person VALUES (1, 'F', '1980-01-02', 0), (2, 'M', '1970-01-02', 0), (3, 'M', '1960-01-02', 0);
    INSERT INTO person_name VALUES (1, 1, 'Velha', '', 'Sá', 1), (2, 1, 'Ana', '', 'Sá', 0), (3, 2, 'Rui', '', 'Paz', 0), (4, 3, 'Dra. Lia', '', 'Reis', 0);
    INSERT INTO patient VALUES (1), (2);
    INSERT INTO patient_identifier VALUES (1, 1, '100-8', 0), (2, 2, '200-7', 0);
    INSERT INTO visit VALUES (1, 1, '2024-01-01', 0), (2, 2, '2024-01-01', 0);
    INSERT INTO encounter VALUES (1, 1, 1, '2024-01-01', 0), (2, 2, 2, '2024-01-01', 0);
    INSERT INTO concept_name VALUES (1, 5, 'Febre', 0), (2, 6, 'Sim', 0);
    INSERT INTO obs VALUES (1, 1, 1, 5, '2024-01-01', NULL, 6, 2, 0), (2, 2, 2, 5, '2024-01-01', 'de outro', NULL, 1, 0), (3, 1, NULL, 5, '2024-01-05', 'sem visita', NULL, 2, 1);
    INSERT INTO orders VALUES (1, 1, 1, 5, '2024-01-01', 0), (2, 2, 2, 5, '2024-01-01', 0);
    INSERT INTO drug_order VALUES (1, 1.5, 'a cada 8 h'), (2, 3, 'a cada 12 h');`,
  'esus-pec': `
    CREATE TABLE tb_cidadao (co_seq_cidadao INTEGER PRIMARY KEY, no_cidadao TEXT, nu_cpf TEXT, nu_cns TEXT, dt_nascimento TEXT, no_sexo TEXT, st_ativo INTEGER);
    CREATE TABLE tb_prontuario (co_seq_prontuario INTEGER PRIMARY KEY, co_cidadao INTEGER REFERENCES tb_cidadao(co_seq_cidadao));
    CREATE TABLE tb_atend (co_seq_atend INTEGER PRIMARY KEY, co_prontuario INTEGER REFERENCES tb_prontuario(co_seq_prontuario), dt_inicio TEXT);
    CREATE TABLE tb_atend_prof (co_seq_atend_prof INTEGER PRIMARY KEY, co_atend INTEGER REFERENCES tb_atend(co_seq_atend), dt_inicio TEXT, dt_fim TEXT);
    CREATE TABLE tb_medicao (co_seq_medicao INTEGER PRIMARY KEY, co_atend_prof INTEGER REFERENCES tb_atend_prof(co_seq_atend_prof), dt_medicao TEXT, nu_medicao_peso TEXT);
    CREATE TABLE tb_exame_requisitado (co_seq_exame_requisitado INTEGER PRIMARY KEY, co_prontuario INTEGER, co_atend_prof INTEGER, dt_solicitacao TEXT, ds_resultado TEXT, ds_observacao TEXT);
    CREATE TABLE tb_vacinacao (co_seq_vacinacao INTEGER PRIMARY KEY, co_prontuario INTEGER, co_atend_prof INTEGER);
    CREATE TABLE tb_registro_vacinacao (co_seq_registro_vacinacao INTEGER PRIMARY KEY, co_vacinacao INTEGER, co_imunobiologico INTEGER, dt_aplicacao TEXT);
    CREATE TABLE tb_imunobiologico (co_imunobiologico INTEGER PRIMARY KEY, no_imunobiologico TEXT);
    CREATE TABLE tb_fat_cidadao_pec (co_seq_fat_cidadao_pec INTEGER PRIMARY KEY, co_cidadao INTEGER);
    INSERT INTO tb_cidadao VALUES (1, 'ANA SÁ', '99900001051', '', '1980-01-02', 'FEMININO', 1), (2, 'RUI PAZ', '99900002040', '', '1970-01-02', 'MASCULINO', 1);
    INSERT INTO tb_prontuario VALUES (7, 1), (8, 2);
    INSERT INTO tb_atend VALUES (70, 7, '2024-01-01'), (80, 8, '2024-01-01');
    INSERT INTO tb_atend_prof VALUES (700, 70, '2024-01-01', NULL), (800, 80, '2024-01-01', NULL);
    INSERT INTO tb_medicao VALUES (1, 700, '2024-01-01', '60'), (2, 800, '2024-01-01', '80');
    INSERT INTO tb_exame_requisitado VALUES (1, 7, 700, '2024-01-01', 'normal', NULL), (2, 8, 800, '2024-01-01', 'alterado', NULL), (3, 7, 800, '2024-01-01', 'dos dois', NULL);
    INSERT INTO tb_vacinacao VALUES (1, 7, 700), (2, 8, 800);
    INSERT INTO tb_registro_vacinacao VALUES (1, 1, 5, '2024-01-01'), (2, 2, 5, '2024-01-01');
    INSERT INTO tb_imunobiologico VALUES (5, 'Febre amarela');
    INSERT INTO tb_fat_cidadao_pec VALUES (1, 1);`,
} as const

const expected = {
  openemr: {
    name: 'Ana Sá',
    rows: {
      form_encounter: 1,
      forms: 2,
      lbf_data: 2,
      lists: 1,
      documents: 1,
      procedure_order: 1,
      procedure_report: 1,
      procedure_result: 1,
      openemr_postcalendar_events: 1,
    },
  },
  openmrs: {
    name: 'Ana Sá',
    rows: {
      person: 1,
      person_name: 2,
      patient_identifier: 1,
      visit: 1,
      encounter: 1,
      obs: 2,
      orders: 1,
      drug_order: 1,
    },
  },
  'esus-pec': {
    name: 'ANA SÁ',
    rows: {
      tb_prontuario: 1,
      tb_atend: 1,
      tb_atend_prof: 1,
      tb_medicao: 1,
      tb_exame_requisitado: 1,
      tb_vacinacao: 1,
      tb_registro_vacinacao: 1,
    },
  },
} as const

describe.each(Object.keys(databases) as (keyof typeof databases)[])('the map of %s', (id) => {
  it('knows its database, finds a patient by name, and takes only what is theirs', () => {
    const db = new Database(':memory:')
    prepare(db)
    db.exec(databases[id])
    const schema = readSchema(db)
    const map = mapFor(schema, curatedMaps)
    expect(map?.id).toBe(id)
    if (!map) return
    const [card, ...others] = new PatientFinder(db, schema, map).find('ana', 10)
    expect(card).toMatchObject({ name: expected[id].name, birth: '1980-01-02' })
    expect(others).toEqual([])
    const extract = extractRecord(db, schema, map, ['1'])
    expect(
      Object.fromEntries(
        extract.sections.filter(({ rows }) => rows.length > 0).map(({ section, rows }) => [section.table, rows.length]),
      ),
    ).toEqual(expected[id].rows)
    expect(recount(db, schema, map, extract)).toMatchObject({ strangers: 0, isSame: true })
    db.close()
  })
})

it('keeps a row out that hangs on two people, and says so', () => {
  const db = new Database(':memory:')
  prepare(db)
  db.exec(databases['esus-pec'])
  const schema = readSchema(db)
  const map = mapFor(schema, curatedMaps)
  const extract = map && extractRecord(db, schema, map, ['1'])
  expect(extract?.sections.find(({ section }) => section.table === 'tb_exame_requisitado')?.withheld).toBe(1)
  db.close()
})
