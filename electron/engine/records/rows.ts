import type Database from 'better-sqlite3'
import type { Condition } from './map.ts'
import { identityOf, quote, type Table } from './schema.ts'

/** What a cell of a database copy holds. */
export type Cell = string | number | bigint | Uint8Array | null
export type Row = Readonly<Record<string, Cell>>

/** What a text-like cell says; empty for what is not there. */
export const textOf = (cell: Cell | undefined): string =>
  cell === null || cell === undefined || cell instanceof Uint8Array ? '' : String(cell)

/** As it is given to a statement: a whole number has to stay one, or a column of texts would be asked for `1.0`. */
export const bound = (cell: Cell): Cell =>
  typeof cell === 'number' && Number.isSafeInteger(cell) ? BigInt(cell) : cell

/** The same for two cells that SQL calls equal, and another one for two that it does not. */
export const keyText = (cell: Cell | undefined): string =>
  cell instanceof Uint8Array ? `x'${Buffer.from(cell).toString('hex')}'` : textOf(cell)

export const digitsOf = (cell: Cell | undefined): string => textOf(cell).replace(/\D/g, '')

/** SQL and its parameters for a condition on the columns of `alias`. True without one. */
export function conditionSql(
  condition: Condition | undefined,
  alias = '',
): { readonly sql: string; readonly values: (string | number)[] } {
  const prefix = alias === '' ? '' : `${alias}.`
  const parts: string[] = []
  const values: (string | number)[] = []
  for (const [column, wanted] of Object.entries(condition ?? {})) {
    const isStart = typeof wanted === 'object'
    parts.push(isStart ? `substr(${prefix}${quote(column)}, 1, ?) = ?` : `${prefix}${quote(column)} = ?`)
    if (isStart) values.push(wanted.startsWith.length, wanted.startsWith)
    else values.push(wanted)
  }
  return { sql: parts.length === 0 ? '1' : parts.join(' AND '), values }
}

/** The same condition, judged on a row that was read. */
export function holds(condition: Condition | undefined, row: Row): boolean {
  return Object.entries(condition ?? {}).every(([column, wanted]) => {
    const text = textOf(row[column])
    return typeof wanted === 'object' ? text.startsWith(wanted.startsWith) : text === String(wanted)
  })
}

/** Numbers come as numbers while they are exact. */
export function plainRow(row: Readonly<Record<string, Cell>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plainCell(cell)]))
}

function plainCell(cell: Cell): Cell {
  return typeof cell === 'bigint' && cell >= Number.MIN_SAFE_INTEGER && cell <= Number.MAX_SAFE_INTEGER
    ? Number(cell)
    : cell
}

const IDENTITY = ' row'

/** Rows of a table with their identity, which is unique inside it. */
export class TableReader {
  readonly #db: Database.Database
  readonly #select: string

  constructor(db: Database.Database, table: Table) {
    this.#db = db
    const identity =
      table.primaryKey.length > 0
        ? `json_array(${table.primaryKey.map((name) => `quote(${quote(name)})`).join(', ')})`
        : 'rowid'
    this.#select = `SELECT ${identity} AS ${quote(IDENTITY)}, * FROM ${quote(table.name)}`
  }

  prepare(where: string): (values: readonly Cell[]) => { readonly id: string; readonly row: Row }[] {
    const statement = this.#db.prepare<Cell[], Record<string, Cell>>(`${this.#select} WHERE ${where}`).safeIntegers()
    return (values) =>
      statement.all(...values.map(bound)).map((read) => {
        const { [IDENTITY]: id, ...row } = read
        return { id: textOf(id), row: plainRow(row) }
      })
  }
}

/** Columns that the recount tells rows by, written another way than above on purpose. */
export const recountIdentity = (table: Table, alias: string): readonly string[] =>
  table.primaryKey.length > 0
    ? table.primaryKey.map((name) => `${alias}.${quote(name)}`)
    : [`${alias}.${identityOf(table)}`]
