import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { prepare } from './database.ts'
import { lastEntries } from './last-entries.ts'
import { type EhrMap, ehrMapSchema } from './map.ts'
import { readSchema } from './schema.ts'

const map: EhrMap = ehrMapSchema.parse({
  ...{ ehrMap: 1, id: 'x', product: 'X', origin: 'corrected', detect: { tables: ['gente'], columns: [] }, ignored: [] },
  patient: { table: 'gente', key: ['id'], name: ['nome'] },
  sections: [
    { table: 'visita', title: 'Visitas', links: [{ to: 'gente', on: [['de', 'id']] }], date: 'dia' },
    { table: 'nota', title: 'Notas', links: [{ to: 'visita', on: [['visita', 'id']] }], date: 'feita' },
    {
      ...{ table: 'papel', title: 'Papéis', date: 'dia' },
      links: [{ to: 'gente', on: [['cpf', 'cpf']], compare: 'digits', where: { tipo: 'p' } }],
    },
    {
      ...{ table: 'agenda', title: 'Agenda', date: 'dia', fhir: 'Appointment' },
      links: [{ to: 'gente', on: [['de', 'id']] }],
    },
  ],
})

it('counts records by the year of their last entry, wherever that stands, and says how many have none', () => {
  const db = new Database(':memory:')
  prepare(db)
  db.exec(`
    CREATE TABLE gente (id INTEGER PRIMARY KEY, nome TEXT, cpf TEXT);
    CREATE TABLE visita (id INTEGER PRIMARY KEY, de INTEGER, dia TEXT);
    CREATE TABLE nota (id INTEGER PRIMARY KEY, visita INTEGER, feita TEXT);
    CREATE TABLE papel (cpf TEXT, tipo TEXT, dia TEXT);
    CREATE TABLE agenda (de INTEGER, dia TEXT);
    INSERT INTO gente VALUES (1, 'A', '111.222'), (2, 'B', '333444'), (3, 'C', ''), (4, 'D', NULL), (5, 'E', '9');
    INSERT INTO visita VALUES (1, 1, '2003-05-01'), (2, 1, '1999-01-01'), (3, 2, '2005-12-31 10:00:00'), (4, 5, '2050-01-01');
    -- By way of the visit, later than the visit itself.
    INSERT INTO nota VALUES (1, 1, '31/12/2004'), (2, 3, 'sem data');
    -- The same number with other marks; a paper of another kind and one without a number are nobody's.
    INSERT INTO papel VALUES ('111222', 'p', '2006-01-01'), ('333.444', 'x', '2020-01-01'), ('', 'p', '2021-01-01');
    -- An appointment is no entry, whenever it is.
    INSERT INTO agenda VALUES (3, '2026-01-01'), (1, '2026-02-02');`)
  const schema = readSchema(db)
  expect(lastEntries(db, schema, map, 2026)).toEqual({
    years: [
      { year: 2005, records: 1 },
      { year: 2006, records: 1 },
    ],
    // C and D have none, and what E has lies ahead.
    undated: 3,
  })
  // Nothing stays behind, and a second look says the same.
  expect(lastEntries(db, schema, map, 2005).years).toEqual([
    { year: 2004, records: 1 },
    { year: 2005, records: 1 },
  ])
  expect(db.prepare('SELECT name FROM sqlite_temp_schema').all()).toEqual([])
})
