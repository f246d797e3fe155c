import type Database from 'better-sqlite3'
import type { PatientCard } from '#shared/domain/index.ts'
import type { EhrMap } from './map.ts'
import { type Cell, conditionSql, digitsOf, keyText, plainRow, type Row, TableReader, textOf } from './rows.ts'
import { quote, type Schema, type Table, tableOf } from './schema.ts'

/** The patient's key as one text, and back. */
export const encodeKey = (key: readonly Cell[]): string => JSON.stringify(key.map(keyText))
export function decodeKey(text: string): readonly Cell[] | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) && read.every((part) => typeof part === 'string') ? read.map(cellOf) : undefined
  } catch {
    return undefined
  }
}
const cellOf = (part: string): Cell => {
  const hex = /^x'([0-9a-f]*)'$/.exec(part)?.[1]
  return hex === undefined ? part : Buffer.from(hex, 'hex')
}

export function patientRow(db: Database.Database, table: Table, map: EhrMap, key: readonly Cell[]): Row | undefined {
  if (key.length !== map.patient.key.length) return undefined
  const find = new TableReader(db, table).prepare(map.patient.key.map((name) => `${quote(name)} = ?`).join(' AND '))
  const [first, second] = find(key)
  return second === undefined ? first?.row : undefined
}

/** Lists patients of whom every typed word begins a word of the name, or whose number the digits are part of. Accents and case do not matter. */
export class PatientFinder {
  readonly #columns: string
  readonly #from: string
  readonly #values: readonly (string | number)[]
  readonly #db: Database.Database
  readonly #map: EhrMap

  constructor(db: Database.Database, schema: Schema, map: EhrMap) {
    this.#db = db
    this.#map = map
    const { patient } = map
    const values: (string | number)[] = []
    const wanted = [
      ...patient.key.map((name, index) => `p.${quote(name)} AS ${quote(` key${index}`)}`),
      ...columnsOf(map).map(([as, column]) => `${this.#column(schema, column, values)} AS ${quote(as)}`),
    ]
    this.#columns = wanted.join(', ')
    this.#from = `FROM ${quote(patient.table)} p`
    this.#values = values
  }

  find(text: string, limit: number): PatientCard[] {
    const words = foldText(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '')
    const digits = digitsOf(text)
    const isNumber = digits.length >= 3 && !/\p{L}/u.test(text)
    const found: PatientCard[] = []
    const rows = this.#db
      .prepare<(string | number)[], Record<string, Cell>>(`SELECT ${this.#columns} ${this.#from}`)
      .safeIntegers()
    for (const row of rows.iterate(...this.#values)) {
      const isIt = isNumber ? this.#hasDigits(row, digits) : words.length > 0 && this.#hasWords(row, words)
      if (isIt) found.push(this.#card(plainRow(row)))
      if (found.length >= limit * 4) break
    }
    return found.toSorted((a, b) => a.name.localeCompare(b.name, 'pt-BR')).slice(0, limit)
  }

  /** One patient by key; undefined when there is none. */
  card(key: readonly Cell[]): PatientCard | undefined {
    if (key.length !== this.#map.patient.key.length) return undefined
    const where = this.#map.patient.key.map((name) => `p.${quote(name)} = ?`).join(' AND ')
    const row = this.#db
      .prepare<Cell[], Record<string, Cell>>(`SELECT ${this.#columns} ${this.#from} WHERE ${where}`)
      .safeIntegers()
      .get(...this.#values, ...key)
    return row && this.#card(plainRow(row))
  }

  #card(row: Row): PatientCard {
    const { patient } = this.#map
    const name = patient.name.map((_column, index) => textOf(row[` name${index}`]).trim()).filter((part) => part !== '')
    return {
      key: encodeKey(patient.key.map((_column, index) => row[` key${index}`] ?? null)),
      name: name.join(' '),
      cpf: textOf(row[' cpf']),
      birth: textOf(row[' birth']).slice(0, 10),
      sex: textOf(row[' sex']),
    }
  }

  #hasWords(row: Row, words: readonly string[]): boolean {
    const { patient } = this.#map
    const texts = Object.keys(row).filter((column) => column.startsWith(' name') || column.startsWith(' search'))
    const own = foldText(texts.map((column) => textOf(row[column])).join(' ')).split(/[^\p{L}\p{N}]+/u)
    return patient.name.length > 0 && words.every((word) => own.some((part) => part.startsWith(word)))
  }

  #hasDigits(row: Row, digits: string): boolean {
    return Object.entries(row).some(([column, cell]) =>
      /^ (cpf|search|key)/.test(column) ? digitsOf(cell).includes(digits) : false,
    )
  }

  #column(schema: Schema, column: string, values: (string | number)[]): string {
    const { joins = [], table } = this.#map.patient
    const join = joins.find((one) => column.startsWith(`${one.table}.`) && !columnIn(schema, table, column))
    if (!join) return columnIn(schema, table, column) ? `p.${quote(column)}` : 'NULL'
    const own = column.slice(join.table.length + 1)
    if (!columnIn(schema, join.table, own)) return 'NULL'
    const condition = conditionSql(join.where, 'j')
    values.push(...condition.values)
    const on = join.on.map(([theirs, ours]) => `j.${quote(theirs)} = p.${quote(ours)}`).join(' AND ')
    return `(SELECT j.${quote(own)} FROM ${quote(join.table)} j WHERE ${on} AND ${condition.sql} LIMIT 1)`
  }
}

const columnIn = (schema: Schema, table: string, column: string): boolean =>
  tableOf(schema, table)?.columns.some(({ name }) => name === column) ?? false

function columnsOf({ patient }: EhrMap): readonly (readonly [string, string])[] {
  return [
    ...patient.name.map((column, index) => [` name${index}`, column] as const),
    ...(patient.cpf === undefined ? [] : [[' cpf', patient.cpf] as const]),
    ...(patient.birth === undefined ? [] : [[' birth', patient.birth] as const]),
    ...(patient.sex === undefined ? [] : [[' sex', patient.sex] as const]),
    ...(patient.search ?? []).map((column, index) => [` search${index}`, column] as const),
  ]
}

export const foldText = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
