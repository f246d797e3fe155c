import Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'
import { isBlobType, isNumberType } from '../discover/names.ts'
import type { Cell } from '../rows.ts'
import { type ForeignKey, quote, type Schema, type Table } from '../schema.ts'
import { type Alteration, type NewTable, readAlterTable, readCreateTable } from './ddl.ts'
import { type Dialect, StatementReader } from './statements.ts'
import { type Token, Tokens, utf8 } from './tokens.ts'

type Growing = { -readonly [K in keyof Table]: Table[K] } & { readonly insert: Map<string, Database.Statement<Cell[]>> }

/**
 * Reads a plain dump of PostgreSQL or MariaDB into a SQLite file nobody else sees, so that one patient can be read out of it without a
 * server. Tables, keys and rows only; what a program computes in the server stays out.
 *
 * Throws DB_104 for a dump that ends too early, DB_110 for one that is none.
 */
export async function loadDump(
  dump: AsyncIterable<Uint8Array>,
  dialect: Dialect,
  file: string,
  signal?: AbortSignal,
): Promise<Schema> {
  const db = new Database(file)
  try {
    // The file is thrown away: nothing of it has to survive anything.
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN')
    const loader = new Loader(db, dialect)
    for await (const block of dump) {
      signal?.throwIfAborted()
      loader.take(block)
    }
    const schema = loader.finish()
    db.exec('COMMIT')
    return schema
  } finally {
    db.close()
  }
}

class Loader {
  readonly #db: Database.Database
  readonly #dialect: Dialect
  readonly #reader: StatementReader
  readonly #tables = new Map<string, Growing>()
  readonly #foreignKeys: ForeignKey[] = []
  /** Parts of a table that is kept in several. */
  readonly #partOf = new Map<string, string>()
  #copy:
    | { readonly table: Growing; readonly columns: readonly string[]; readonly isBlob: readonly boolean[] }
    | undefined

  constructor(db: Database.Database, dialect: Dialect) {
    this.#db = db
    this.#dialect = dialect
    this.#reader = new StatementReader(dialect, {
      statement: (text) => this.#statement(text),
      row: (line) => this.#copyRow(line),
    })
  }

  take(block: Uint8Array): void {
    this.#reader.take(block)
  }

  finish(): Schema {
    this.#reader.finish()
    if (this.#tables.size === 0) fail('DB_110')
    const tables = [...this.#tables.values()].filter(({ name }) => !this.#partOf.has(name))
    const foreignKeys = this.#foreignKeys.flatMap((key) => {
      const target = this.#tables.get(key.to)
      const toColumns = key.toColumns.length > 0 ? key.toColumns : (target?.primaryKey ?? [])
      return target && this.#tables.has(key.table) && toColumns.length === key.columns.length
        ? [{ ...key, toColumns }]
        : []
    })
    let index = 0
    const keyed = [
      ...tables.flatMap(({ name, primaryKey, uniques }) =>
        [primaryKey, ...uniques].map((columns) => ({ name, columns })),
      ),
      ...foreignKeys.map(({ table, columns }) => ({ name: table, columns })),
    ]
    for (const { name, columns } of keyed)
      if (columns.length > 0)
        this.#db.exec(`CREATE INDEX ${quote(`key ${index++}`)} ON ${quote(name)} (${columns.map(quote).join(', ')})`)
    return { tables: tables.map(({ insert: _insert, ...table }) => table), foreignKeys }
  }

  #statement(text: string): 'rows' | undefined {
    const begin = /^(?:\s|--[^\n]*\n|#[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0].length ?? 0
    const head = text.slice(begin, begin + 12).toUpperCase()
    if (head.startsWith('INSERT') || head.startsWith('REPLACE')) this.#insert(text, begin)
    else if (head.startsWith('COPY ')) return this.#beginCopy(text, begin)
    else if (head.startsWith('CREATE')) this.#create(readCreateTable(text.slice(begin), this.#dialect))
    else if (head.startsWith('ALTER TABLE'))
      for (const change of readAlterTable(text.slice(begin), this.#dialect)) this.#alter(change)
    return undefined
  }

  #create(made: NewTable | undefined): void {
    if (!made || this.#tables.has(made.name)) return
    const inherited = made.inherits.flatMap((parent) => this.#tables.get(parent)?.columns ?? [])
    const columns = [...inherited.filter(({ name }) => !made.columns.some((own) => own.name === name)), ...made.columns]
    if (columns.length === 0) return
    const list = columns.map(({ name, type }) => `${quote(name)} ${affinityOf(type)}`)
    this.#db.exec(`CREATE TABLE ${quote(made.name)} (${list.join(', ')})`)
    const { name, primaryKey, uniques } = made
    this.#tables.set(name, { name, columns, primaryKey, uniques, insert: new Map() })
    this.#foreignKeys.push(...made.foreignKeys)
  }

  #alter(change: Alteration): void {
    if (change.kind === 'foreign-key') this.#foreignKeys.push(change.key)
    else if (change.kind === 'partition') this.#partOf.set(change.table, change.of)
    else {
      const table = this.#tables.get(change.table)
      if (change.kind === 'primary-key' && table) table.primaryKey = change.columns
      if (change.kind === 'unique' && table) table.uniques = [...table.uniques, change.columns]
    }
  }

  #tableFor(name: string): Growing | undefined {
    return this.#tables.get(this.#partOf.get(name) ?? name)
  }

  #beginCopy(text: string, begin: number): 'rows' | undefined {
    if (!/\bFROM\s+stdin/i.test(text.slice(begin))) return undefined
    const tokens = new Tokens(text, this.#dialect, begin)
    tokens.next()
    const { table, columns } = this.#target(tokens)
    this.#copy = undefined
    if (!table) return 'rows'
    const names = columns.length > 0 ? columns : table.columns.map(({ name }) => name)
    this.#copy = { table, columns: names, isBlob: names.map((name) => isBlobType(typeIn(table, name))) }
    return 'rows'
  }

  /** `schema.table (a, b)` and whether `VALUES` came. */
  #target(tokens: Tokens): {
    readonly table: Growing | undefined
    readonly columns: readonly string[]
    readonly hasValues: boolean
  } {
    const names: string[] = []
    const columns: string[] = []
    let isInList = false
    for (let token = tokens.next(); token; token = tokens.next()) {
      if (token.kind === 'mark' && token.text === '(') isInList = true
      else if (token.kind === 'name' && !token.isQuoted && /^(from|values)$/i.test(token.text)) {
        const name = (names[0] === 'public' && names.length > 1 ? names.slice(1) : names).join('.')
        return { table: this.#tableFor(name), columns, hasValues: /^values$/i.test(token.text) }
      } else if (
        token.kind === 'name' &&
        !(names.length === 0 && !token.isQuoted && /^(into|ignore|only)$/i.test(token.text))
      )
        (isInList ? columns : names).push(token.text)
    }
    return { table: undefined, columns, hasValues: false }
  }

  #copyRow(line: string): void {
    const copy = this.#copy
    if (!copy) return
    const fields = line.endsWith('\r') ? line.slice(0, -1).split('\t') : line.split('\t')
    if (fields.length !== copy.columns.length) fail('DB_110')
    this.#put(
      copy.table,
      copy.columns,
      fields.map((field, index) => copyCell(field, copy.isBlob[index] ?? false)),
    )
  }

  #insert(text: string, begin: number): void {
    const tokens = new Tokens(text, this.#dialect, begin)
    tokens.next()
    const { table, columns, hasValues } = this.#target(tokens)
    if (!table || !hasValues) return
    const names = columns.length > 0 ? columns : table.columns.map(({ name }) => name)
    const isBlob = names.map((name) => isBlobType(typeIn(table, name)) || /binary/i.test(typeIn(table, name)))
    let row: Cell[] | undefined
    let isSigned = ''
    for (let token = tokens.next(); token; token = tokens.next()) {
      if (token.kind === 'mark') {
        if (token.text === '(') row ??= []
        else if (token.text === ')' && row) {
          if (row.length !== names.length) fail('DB_110')
          this.#put(table, names, row)
          row = undefined
        } else if (token.text === '-') isSigned = '-'
        continue
      }
      row?.push(insertCell(token, isBlob[row.length] ?? false, isSigned))
      isSigned = ''
    }
  }

  #put(table: Growing, columns: readonly string[], cells: readonly Cell[]): void {
    const key = columns.join('\0')
    let statement = table.insert.get(key)
    if (!statement) {
      statement = this.#db.prepare<Cell[]>(
        `INSERT INTO ${quote(table.name)} (${columns.map(quote).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      table.insert.set(key, statement)
    }
    statement.run(...cells)
  }
}

const typeIn = (table: Growing, column: string): string => table.columns.find(({ name }) => name === column)?.type ?? ''

/** How SQLite keeps it so that equal keys compare equal; amounts stay as they are written. */
function affinityOf(type: string): string {
  if (isBlobType(type) || /binary/i.test(type)) return 'BLOB'
  return /int|serial/i.test(type) && isNumberType(type) && !/interval|point/i.test(type) ? 'INTEGER' : 'TEXT'
}

const COPY_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** One field of PostgreSQL's text format (COPY, "Text Format"). */
function copyCell(field: string, isBlob: boolean): Cell {
  if (field === '\\N') return null
  const bytes = field.includes('\\')
    ? field.replace(
        /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g,
        (_whole, hex?: string, octal?: string, char = '') => {
          if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
          return octal === undefined
            ? (COPY_ESCAPES[char] ?? char)
            : String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
        },
      )
    : field
  if (isBlob) return bytes.startsWith('\\x') ? Buffer.from(bytes.slice(2), 'hex') : Buffer.from(bytes, 'latin1')
  return utf8(bytes)
}

function insertCell(token: Token, isBlob: boolean, sign: string): Cell {
  if (token.kind === 'text') return isBlob ? Buffer.from(token.text, 'latin1') : utf8(token.text)
  if (token.kind === 'number') {
    if (/^0x/i.test(token.text)) {
      const bytes = Buffer.from(token.text.slice(2), 'hex')
      return isBlob ? bytes : bytes.toString('utf8')
    }
    return sign + token.text
  }
  if (token.kind === 'name' && /^null$/i.test(token.text)) return null
  if (token.kind === 'name' && /^(true|false)$/i.test(token.text))
    return token.text.toLowerCase() === 'true' ? '1' : '0'
  return token.text
}
