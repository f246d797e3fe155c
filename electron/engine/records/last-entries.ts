import type Database from 'better-sqlite3'
import type { LastEntries } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { usableLinks } from './extract.ts'
import type { EhrMap, Link, Section } from './map.ts'
import { conditionSql } from './rows.ts'
import { hasColumn, quote, type Schema, type Table, tableOf } from './schema.ts'

type Owned = { readonly table: Table; readonly temporary: string }
type Statement = { readonly sql: string; readonly values: readonly (string | number)[] }

const FIRST_YEAR = 1900
const LAST = 'temp."last entries"'
/** Nobody wrote into the record when an appointment was made, nor when it is to be. */
const NO_ENTRY: Section['fhir'] = 'Appointment'

/**
 * In which year each patient's record got its last entry, counted by year; nobody is named. Everything that hangs on a patient counts, also
 * what hangs on two and what the program shows to nobody any more: in doubt a record is guarded longer. Years after `untilYear` (that of the
 * copy) are no entries yet.
 *
 * Throws REC_101 when the map does not fit.
 */
export function lastEntries(db: Database.Database, schema: Schema, map: EhrMap, untilYear: number): LastEntries {
  const patients = tableOf(schema, map.patient.table)
  if (!patients) return fail('REC_101')
  const made: string[] = [LAST]
  const owned = new Map<string, Owned>()
  const own = (table: Table, statement: Statement) => {
    const temporary = `temp.${quote(`entries ${made.length}`)}`
    made.push(temporary)
    run(db, { ...statement, sql: `CREATE TABLE ${temporary} AS ${statement.sql}` })
    owned.set(table.name, { table, temporary })
    return temporary
  }
  try {
    db.exec(`CREATE TABLE ${LAST} (who INTEGER PRIMARY KEY, year INTEGER) WITHOUT ROWID`)
    own(patients, {
      sql: `SELECT row_number() OVER () AS who${kept(map, patients, 'r')} FROM ${quote(patients.name)} r`,
      values: [],
    })
    for (const section of map.sections) {
      const table = tableOf(schema, section.table)
      const links = table ? usableLinks(section, table, owned) : []
      if (!table || links.length === 0) continue
      const temporary = own(table, rowsOf(map, section, table, links, owned))
      db.prepare(
        `INSERT INTO ${LAST} SELECT who, max(year) FROM ${temporary} WHERE year BETWEEN ? AND ? GROUP BY who
         ON CONFLICT (who) DO UPDATE SET year = max(year, excluded.year)`,
      ).run(FIRST_YEAR, untilYear)
    }
    const all = owned.get(patients.name)?.temporary
    const counted = db
      .prepare<[], { year: number | null; records: number }>(
        `SELECT year, count(*) AS records FROM ${all} LEFT JOIN ${LAST} USING (who) GROUP BY year ORDER BY year`,
      )
      .all()
    return {
      years: counted.flatMap(({ year, records }) => (year === null ? [] : [{ year, records }])),
      undated: counted.find(({ year }) => year === null)?.records ?? 0,
    }
  } finally {
    for (const temporary of made) db.exec(`DROP TABLE IF EXISTS ${temporary}`)
  }
}

/** Whose each row of a section is and of which year, by each of its links. */
function rowsOf(
  map: EhrMap,
  section: Section,
  table: Table,
  links: readonly Link[],
  owned: ReadonlyMap<string, Owned>,
): Statement {
  const { date, fhir } = section
  const year = date !== undefined && fhir !== NO_ENTRY && hasColumn(table, date) ? yearSql(`r.${quote(date)}`) : 'NULL'
  const ways = links.flatMap((link) => {
    const parent = owned.get(link.to)
    if (!parent) return []
    const side = (column: string) => (link.compare === 'digits' ? `digits(${column})` : column)
    const on = link.on.map(([own, theirs]) => `${side(`r.${quote(own)}`)} = ${side(`p.${quote(theirs)}`)}`)
    const full = link.on.map(([own]) => `${side(`r.${quote(own)}`)} <> ''`)
    const where = conditionSql(link.where, 'r')
    const parentWhere = conditionSql(link.parentWhere, 'p')
    return {
      sql: `SELECT p.who AS who, ${year} AS year${kept(map, table, 'r')} FROM ${parent.temporary} p JOIN ${quote(table.name)} r
        ON ${[...on, ...full].join(' AND ')} WHERE ${where.sql} AND ${parentWhere.sql}`,
      values: [...where.values, ...parentWhere.values],
    }
  })
  return { sql: ways.map(({ sql }) => sql).join(' UNION ALL '), values: ways.flatMap(({ values }) => values) }
}

/** The columns that links of other sections ask of a table. */
function kept(map: EhrMap, table: Table, alias: string): string {
  const links = map.sections.flatMap((section) => section.links.filter(({ to }) => to === table.name))
  const asked = links.flatMap(({ on, parentWhere }) => [
    ...on.map(([, theirs]) => theirs),
    ...Object.keys(parentWhere ?? {}),
  ])
  return [...new Set(asked)]
    .filter((column) => hasColumn(table, column))
    .map((column) => `, ${alias}.${quote(column)} AS ${quote(column)}`)
    .join('')
}

/** The year of a day as programs here write it down: 2026-11-22… or 22/11/2026…; null for what is no day. */
const yearSql = (column: string): string =>
  `CASE WHEN ${column} GLOB '[12][0-9][0-9][0-9]-[01][0-9]*' THEN CAST(substr(${column}, 1, 4) AS INTEGER)
        WHEN ${column} GLOB '[0-3][0-9]/[01][0-9]/[12][0-9][0-9][0-9]*' THEN CAST(substr(${column}, 7, 4) AS INTEGER) END`

function run(db: Database.Database, { sql, values }: Statement): void {
  db.prepare<(string | number)[]>(sql).run(...values)
}
