import type Database from 'better-sqlite3'
import { isMention } from './discover/names.ts'
import type { Extract } from './extract.ts'
import type { Condition, EhrMap, Link } from './map.ts'
import { recountIdentity, textOf } from './rows.ts'
import { type ForeignKey, hasColumn, quote, type Schema, type Table, tableOf } from './schema.ts'

export type Recount = {
  readonly tables: readonly { readonly table: string; readonly extracted: number; readonly counted: number }[]
  /** Rows that were extracted and that the count does not know, or that lead to another patient by the database's own keys. */
  readonly strangers: number
  /** True when both ways of looking agree to the row. */
  readonly isSame: boolean
}

/**
 * Judges an extract by another way: whole sets in SQL instead of row after row, and then the keys the database itself declares, whether
 * the map knows them or not. Shares no reading code with `extractRecord`.
 */
export function recount(db: Database.Database, schema: Schema, map: EhrMap, extract: Extract): Recount {
  const made: string[] = []
  try {
    return db.transaction(() => {
      const patientTable = tableOf(schema, map.patient.table)
      if (!patientTable) return { tables: [], strangers: 0, isSame: false }
      const owned = new Map<string, Owned>()
      const add = (table: Table) => {
        const temporary = `temp.${quote(`owned ${made.length}`)}`
        made.push(temporary)
        owned.set(table.name, { table, temporary })
        return temporary
      }
      const patientKey = map.patient.key.map((name) => `p.${quote(name)} = ?`).join(' AND ')
      db.prepare(
        `CREATE TABLE ${add(patientTable)} AS SELECT ${named(recountIdentity(patientTable, 'p'))} FROM ${quote(patientTable.name)} p WHERE ${patientKey.replace(/\?/g, 'NULL')}`,
      ).run()
      db.prepare(
        `INSERT INTO ${owned.get(patientTable.name)?.temporary} SELECT ${named(recountIdentity(patientTable, 'p'))} FROM ${quote(patientTable.name)} p WHERE ${patientKey}`,
      ).run(...extract.key)
      const tables = extract.sections.map(({ section, rows, ids }) => {
        const table = tableOf(schema, section.table)
        if (!table) return { table: section.table, extracted: rows.length, counted: -1, strangers: rows.length }
        const links = section.links.filter((link) => isThere(link, table, owned.get(link.to)?.table))
        const temporary = add(table)
        fill(db, table, links, owned, temporary)
        const counted = db.prepare<[], number>(`SELECT count(*) FROM ${temporary}`).pluck().get() ?? -1
        const inSet = new Set(identities(db, table, temporary))
        const unknown = ids.filter((id) => !inSet.has(id)).length
        const lost = climb(db, schema, table, temporary, owned)
        return { table: section.table, extracted: rows.length, counted, strangers: unknown + lost }
      })
      const strangers = tables.reduce((sum, table) => sum + table.strangers, 0)
      const isSame = strangers === 0 && tables.every(({ extracted, counted }) => extracted === counted)
      return {
        tables: tables.map(({ table, extracted, counted }) => ({ table, extracted, counted })),
        strangers,
        isSame,
      }
    })()
  } finally {
    for (const temporary of made) db.exec(`DROP TABLE IF EXISTS ${temporary}`)
  }
}

type Owned = { readonly table: Table; readonly temporary: string }

const named = (columns: readonly string[]): string =>
  columns.map((column, index) => `${column} AS k${index}`).join(', ')
const isThere = (link: Link, table: Table, parent: Table | undefined): boolean =>
  parent !== undefined && link.on.every(([own, theirs]) => hasColumn(table, own) && hasColumn(parent, theirs))
const isOwned = (alias: string, { table, temporary }: Owned): string =>
  `EXISTS (SELECT 1 FROM ${temporary} o WHERE ${recountIdentity(table, alias)
    .map((column, index) => `o.k${index} IS ${column}`)
    .join(' AND ')})`

/** What counts as equal: by itself, or with everything but digits taken out. */
const same = (link: Link, own: string, theirs: string): string => `${bare(link, own)} = ${bare(link, theirs)}`
const bare = ({ compare }: Link, column: string): string =>
  compare === 'digits'
    ? ['.', '-', '/', ' ', '_'].reduce((sql, mark) => `replace(${sql}, '${mark}', '')`, `CAST(${column} AS TEXT)`)
    : column

function literal(condition: Condition | undefined, alias: string): string {
  const parts = Object.entries(condition ?? {}).map(([column, wanted]) => {
    if (typeof wanted === 'number') return `${alias}.${quote(column)} = ${wanted}`
    const text = typeof wanted === 'string' ? wanted : wanted.startsWith
    const quoted = `'${text.replaceAll("'", "''")}'`
    return typeof wanted === 'string'
      ? `${alias}.${quote(column)} = ${quoted}`
      : `instr(${alias}.${quote(column)}, ${quoted}) = 1`
  })
  return parts.length === 0 ? '1' : parts.join(' AND ')
}

function fill(
  db: Database.Database,
  table: Table,
  links: readonly Link[],
  owned: ReadonlyMap<string, Owned>,
  temporary: string,
): void {
  const ways = links.flatMap((link) => {
    const parent = owned.get(link.to)
    if (!parent) return []
    const full = link.on.map(([own]) => `${bare(link, `r.${quote(own)}`)} <> ''`).join(' AND ')
    const on = link.on.map(([own, theirs]) => same(link, `r.${quote(own)}`, `p.${quote(theirs)}`)).join(' AND ')
    const where = `${literal(link.where, 'r')} AND ${literal(link.parentWhere, 'p')} AND ${full} AND ${on}`
    return [{ link, parent, where }]
  })
  const columns = named(recountIdentity(table, 'r'))
  const ours = ways.map(
    ({ parent, where }) =>
      `SELECT ${columns} FROM ${quote(parent.table.name)} p JOIN ${quote(table.name)} r ON ${where} WHERE ${isOwned('p', parent)}`,
  )
  db.exec(`CREATE TABLE ${temporary} AS ${ours.join(' UNION ')}`)
  const identity = recountIdentity(table, 'r')
  const self = identity.map((column, index) => `${column} IS c.k${index}`).join(' AND ')
  for (const { parent, where } of ways)
    db.exec(
      `DELETE FROM ${temporary} AS c WHERE EXISTS (SELECT 1 FROM ${quote(table.name)} r, ${quote(parent.table.name)} p WHERE ${self} AND ${where} AND NOT ${isOwned('p', parent)})`,
    )
}

function identities(db: Database.Database, table: Table, temporary: string): string[] {
  const width = Math.max(1, table.primaryKey.length)
  const columns = Array.from({ length: width }, (_none, index) => `quote(k${index})`)
  const rows = db
    .prepare<[], string[]>(`SELECT ${columns.join(', ')} FROM ${temporary}`)
    .raw()
    .all()
  return rows.map((row) => (table.primaryKey.length > 0 ? JSON.stringify(row) : textOf(row[0])))
}

/** Rows that hang on a row of somebody else by a key the database declares among the tables of the record. */
function climb(
  db: Database.Database,
  schema: Schema,
  table: Table,
  temporary: string,
  owned: ReadonlyMap<string, Owned>,
): number {
  const self = recountIdentity(table, 'r')
    .map((column, index) => `${column} IS c.k${index}`)
    .join(' AND ')
  const keys = schema.foreignKeys.filter(
    (key) => key.table === table.name && key.to !== table.name && owned.has(key.to) && !key.columns.some(isMention),
  )
  const lost = keys.map((key) => wrongParents(key, owned.get(key.to)))
  if (lost.length === 0) return 0
  const sql = `SELECT count(*) FROM ${temporary} c JOIN ${quote(table.name)} r ON ${self} WHERE ${lost.join(' OR ')}`
  return db.prepare<[], number>(sql).pluck().get() ?? 0
}

function wrongParents(key: ForeignKey, parent: Owned | undefined): string {
  if (!parent) return '0'
  const on = key.columns.map((own, index) => `r.${quote(own)} = p.${quote(key.toColumns[index] ?? '')}`).join(' AND ')
  return `EXISTS (SELECT 1 FROM ${quote(key.to)} p WHERE ${on} AND NOT ${isOwned('p', parent)})`
}
