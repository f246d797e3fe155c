import type Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'
import type { EhrMap, Link, Section } from './map.ts'
import { patientRow } from './patients.ts'
import { bound, type Cell, conditionSql, digitsOf, holds, keyText, type Row, TableReader, textOf } from './rows.ts'
import { hasColumn, quote, type Schema, type Table, tableOf } from './schema.ts'

export type SectionRows = {
  readonly section: Section
  readonly rows: readonly Row[]
  /** Identities of `rows`, in their order. */
  readonly ids: readonly string[]
  /** Rows that also lead to somebody else, kept out. */
  readonly withheld: number
}
export type Extract = {
  readonly key: readonly Cell[]
  readonly patient: Row
  readonly sections: readonly SectionRows[]
  /** Sections of the map whose table or columns this database does not have. */
  readonly absent: readonly Section[]
  /** Tables that neither the map nor its list of ignored ones knows, with how many rows they hold. */
  readonly uncovered: readonly { readonly table: string; readonly rows: number }[]
}

type Owned = { readonly table: Table; readonly rows: readonly Row[] }

/**
 * Everything the map says belongs to one patient, read in one transaction. A row is taken when a link leads to what is the patient's, and
 * left out when any of its links leads to a row that is not.
 *
 * Throws REC_101 when the map does not fit the database, REC_103 without such a patient.
 */
export function extractRecord(db: Database.Database, schema: Schema, map: EhrMap, key: readonly Cell[]): Extract {
  const table = tableOf(schema, map.patient.table)
  if (!table || !map.patient.key.every((column) => hasColumn(table, column))) fail('REC_101')
  return db.transaction(() => {
    const patient = patientRow(db, table, map, key) ?? fail('REC_103')
    const owned = new Map<string, Owned>([[table.name, { table, rows: [patient] }]])
    const sections: SectionRows[] = []
    const absent: Section[] = []
    for (const section of map.sections) {
      const read = readSection(db, schema, section, owned)
      if (!read) {
        absent.push(section)
        continue
      }
      sections.push(read)
      owned.set(section.table, { table: tableOf(schema, section.table) ?? fail('REC_101'), rows: read.rows })
    }
    return { key, patient, sections, absent, uncovered: uncoveredTables(db, schema, map) }
  })()
}

function readSection(
  db: Database.Database,
  schema: Schema,
  section: Section,
  owned: ReadonlyMap<string, Owned>,
): SectionRows | undefined {
  const table = tableOf(schema, section.table)
  if (!table) return undefined
  const links = usableLinks(section, table, owned)
  if (links.length === 0) return undefined
  const reader = new TableReader(db, table)
  const found = new Map<string, Row>()
  const ways = links.map((link) => new Way(db, reader, link, owned.get(link.to) ?? fail('REC_101')))
  for (const way of ways) for (const { id, row } of way.candidates()) found.set(id, row)
  const kept = [...found].filter(([, row]) => !ways.some((way) => way.leadsElsewhere(row)))
  const { date } = section
  if (date !== undefined) kept.sort(([, a], [, b]) => compareText(textOf(a[date]), textOf(b[date])))
  return {
    section,
    rows: kept.map(([, row]) => row),
    ids: kept.map(([id]) => id),
    withheld: found.size - kept.length,
  }
}

/** Links whose columns this database has. */
export function usableLinks(
  section: Section,
  table: Table,
  parents: ReadonlyMap<string, { readonly table: Table }>,
): readonly Link[] {
  return section.links.filter((link) => {
    const parent = parents.get(link.to)?.table
    return parent !== undefined && link.on.every(([own, theirs]) => hasColumn(table, own) && hasColumn(parent, theirs))
  })
}

/** One link of a section, followed down from what is the patient's and up from what was found. */
class Way {
  readonly #link: Link
  readonly #ours = new Map<string, { readonly values: readonly Cell[]; rows: number }>()
  readonly #find: (values: readonly Cell[]) => { readonly id: string; readonly row: Row }[]
  readonly #countParents: Database.Statement<Cell[], number>
  readonly #parents = new Map<string, number>()

  constructor(db: Database.Database, reader: TableReader, link: Link, parent: Owned) {
    this.#link = link
    for (const row of parent.rows) {
      if (!holds(link.parentWhere, row)) continue
      const values = this.#values(row, 1)
      if (values === undefined) continue
      const known = this.#ours.get(keyOf(values))
      if (known) known.rows++
      else this.#ours.set(keyOf(values), { values, rows: 1 })
    }
    const condition = conditionSql(link.where)
    const find = reader.prepare(`${this.#match(0)} AND ${condition.sql}`)
    this.#find = (values) => find([...values, ...condition.values])
    const parentCondition = conditionSql(link.parentWhere)
    const count = `SELECT count(*) FROM ${quote(link.to)} WHERE ${this.#match(1)} AND ${parentCondition.sql}`
    this.#countParents = db.prepare<Cell[], number>(count).pluck()
    this.#parentValues = parentCondition.values
  }
  readonly #parentValues: readonly Cell[];

  *candidates(): Iterable<{ readonly id: string; readonly row: Row }> {
    for (const { values } of this.#ours.values()) yield* this.#find(values)
  }

  /** Whether a row hangs on something that is not the patient's; also when it cannot be told which of several it is. */
  leadsElsewhere(row: Row): boolean {
    if (!holds(this.#link.where, row)) return false
    const values = this.#values(row, 0)
    if (values === undefined) return false
    const key = keyOf(values)
    let parents = this.#parents.get(key)
    if (parents === undefined) {
      parents = this.#countParents.get(...values.map(bound), ...this.#parentValues) ?? 0
      this.#parents.set(key, parents)
    }
    return parents > (this.#ours.get(key)?.rows ?? 0)
  }

  #match(side: 0 | 1): string {
    const column = (name: string) => (this.#link.compare === 'digits' ? `digits(${quote(name)})` : quote(name))
    return this.#link.on.map((pair) => `${column(pair[side])} = ?`).join(' AND ')
  }

  /** Undefined where one is empty: that is no link. */
  #values(row: Row, side: 0 | 1): readonly Cell[] | undefined {
    const values = this.#link.on.map((pair) =>
      this.#link.compare === 'digits' ? digitsOf(row[pair[side]]) : (row[pair[side]] ?? null),
    )
    return values.some((value) => value === null || value === '') ? undefined : values
  }
}

const keyOf = (values: readonly Cell[]): string => JSON.stringify(values.map(keyText))
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function uncoveredTables(db: Database.Database, schema: Schema, map: EhrMap): Extract['uncovered'] {
  const known = coveredTables(map)
  return schema.tables
    .filter(({ name }) => !known.has(name) && !isIgnored(map, name))
    .map(({ name }) => ({
      table: name,
      rows:
        db
          .prepare<[], number>(`SELECT count(*) FROM ${quote(name)}`)
          .pluck()
          .get() ?? 0,
    }))
}

export function coveredTables(map: EhrMap): ReadonlySet<string> {
  const lookups = map.sections.flatMap((section) => (section.lookups ?? []).map(({ table }) => table))
  const joins = (map.patient.joins ?? []).map(({ table }) => table)
  return new Set([map.patient.table, ...joins, ...map.sections.map(({ table }) => table), ...lookups])
}

export const isIgnored = (map: EhrMap, table: string): boolean =>
  map.ignored.some((name) => (name.endsWith('*') ? table.startsWith(name.slice(0, -1)) : name === table))
