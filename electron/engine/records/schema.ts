import type Database from 'better-sqlite3'

export type Column = { readonly name: string; readonly type: string }
export type ForeignKey = {
  readonly table: string
  readonly columns: readonly string[]
  readonly to: string
  readonly toColumns: readonly string[]
}
export type Table = {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly uniques: readonly (readonly string[])[]
}
/** What a database says of itself. Of a dump it is what the dump's own statements say. */
export type Schema = { readonly tables: readonly Table[]; readonly foreignKeys: readonly ForeignKey[] }

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const tableOf = (schema: Schema, name: string): Table | undefined =>
  schema.tables.find((table) => table.name === name)
export const hasColumn = (table: Table | undefined, name: string): boolean =>
  table?.columns.some((column) => column.name === name) ?? false

/** How rows of a table are told apart: its key, or the number SQLite gives them. */
export const identityOf = (table: Table): string =>
  table.primaryKey.length > 0 ? table.primaryKey.map(quote).join(', ') : 'rowid'

type TableRow = { readonly name: string }
type ColumnRow = { readonly name: string; readonly type: string; readonly pk: number }
type IndexRow = { readonly name: string; readonly unique: number; readonly partial: number }
type KeyRow = { readonly id: number; readonly table: string; readonly from: string; readonly to: string | null }

/** Reads the schema of a SQLite database. Views and SQLite's own tables are left out. */
export function readSchema(db: Database.Database): Schema {
  const named = db
    .prepare<[], TableRow>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all()
  const tables = named.map(({ name }) => readTable(db, name))
  const byFolded = new Map(tables.map((table) => [table.name.toLowerCase(), table]))
  const foreignKeys = tables.flatMap(({ name }) => readForeignKeys(db, name, byFolded))
  return { tables, foreignKeys }
}

function readTable(db: Database.Database, name: string): Table {
  const columns = db
    .prepare<[string], ColumnRow>('SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1')
    .all(name)
  const primaryKey = columns
    .filter(({ pk }) => pk > 0)
    .toSorted((a, b) => a.pk - b.pk)
    .map((column) => column.name)
  const indexes = db.prepare<[string], IndexRow>('SELECT name, "unique", partial FROM pragma_index_list(?)').all(name)
  const uniques = indexes
    .filter((index) => index.unique === 1 && index.partial === 0)
    .map((index) =>
      db
        .prepare<[string], string | null>('SELECT name FROM pragma_index_info(?) ORDER BY seqno')
        .pluck()
        .all(index.name),
    )
    .filter((keys): keys is string[] => keys.every((key) => key !== null))
  return { name, columns: columns.map(({ name, type }) => ({ name, type })), primaryKey, uniques }
}

function readForeignKeys(db: Database.Database, name: string, tables: ReadonlyMap<string, Table>): ForeignKey[] {
  const rows = db
    .prepare<[string], KeyRow>('SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq')
    .all(name)
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((pairs) => {
    const target = tables.get(pairs[0]?.table.toLowerCase() ?? '')
    if (!target) return []
    const toColumns = pairs.map(({ to }, index) => to ?? target.primaryKey[index])
    if (!toColumns.every((column) => column !== undefined)) return []
    return [{ table: name, columns: pairs.map(({ from }) => from), to: target.name, toColumns }]
  })
}
