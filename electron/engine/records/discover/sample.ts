import type Database from 'better-sqlite3'
import { bound, type Cell, digitsOf, textOf } from '../rows.ts'
import { quote } from '../schema.ts'

const SAMPLE = 200

/** Looks at some rows, to hold names against what is there. What it reads never leaves it; only shares do. */
export class Sampler {
  readonly #db: Database.Database
  readonly #seen = new Map<string, readonly Cell[][]>()

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** Different values of some columns taken together, none of them empty. */
  tuples(table: string, columns: readonly string[]): readonly Cell[][] {
    const key = JSON.stringify([table, ...columns])
    const known = this.#seen.get(key)
    if (known) return known
    const list = columns.map(quote).join(', ')
    const full = columns.map((name) => `${quote(name)} IS NOT NULL AND ${quote(name)} <> ''`).join(' AND ')
    const rows = this.#db
      .prepare<[number], Cell[]>(
        `SELECT DISTINCT ${list} FROM (SELECT ${list} FROM ${quote(table)} WHERE ${full} LIMIT 20000) LIMIT ?`,
      )
      .raw()
      .all(SAMPLE)
    this.#seen.set(key, rows)
    return rows
  }

  texts(table: string, column: string): readonly string[] {
    return this.tuples(table, [column]).map(([cell]) => textOf(cell))
  }

  /** Which share of the values stands in the other table's columns; undefined where there is nothing to look at. */
  share(
    table: string,
    columns: readonly string[],
    to: string,
    toColumns: readonly string[],
    compare: 'exact' | 'digits' = 'exact',
  ): number | undefined {
    // 0 is what programs without empty values write for "none".
    const values = this.tuples(table, columns).filter((tuple) => tuple.every((cell) => textOf(cell) !== '0'))
    if (values.length === 0) return undefined
    const column = (name: string) => (compare === 'digits' ? `digits(${quote(name)})` : quote(name))
    const on = toColumns.map((name) => `${column(name)} = ?`).join(' AND ')
    const find = this.#db.prepare<Cell[], number>(`SELECT 1 FROM ${quote(to)} WHERE ${on} LIMIT 1`).pluck()
    const hits = values.filter(
      (tuple) => find.get(...(compare === 'digits' ? tuple.map(digitsOf) : tuple.map(bound))) === 1,
    ).length
    return hits / values.length
  }

  /** Which share of a column's values are CPFs with right check digits. */
  cpfShare(table: string, column: string): number {
    const values = this.texts(table, column)
    return values.length === 0 ? 0 : values.filter(isCpf).length / values.length
  }

  rows(table: string): number {
    return (
      this.#db
        .prepare<[], number>(`SELECT count(*) FROM ${quote(table)}`)
        .pluck()
        .get() ?? 0
    )
  }
}

/** Two check digits modulo 11 over the nine digits before them (Receita Federal). */
export function isCpf(text: string): boolean {
  const bare = text.replace(/[.\-\s]/g, '')
  if (!/^\d{11}$/.test(bare) || /^(\d)\1{10}$/.test(bare)) return false
  const digits = [...bare].map(Number)
  return [9, 10].every((length) => {
    const sum = digits.slice(0, length).reduce((total, digit, index) => total + digit * (length + 1 - index), 0)
    return ((sum * 10) % 11) % 10 === digits[length]
  })
}
