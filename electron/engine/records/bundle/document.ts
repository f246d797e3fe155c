import type Database from 'better-sqlite3'
import { ownValue, type PatientCard, type RecordDocument, type RecordFile } from '#shared/domain/index.ts'
import type { Extract, SectionRows } from '../extract.ts'
import type { EhrMap, Section } from '../map.ts'
import { bound, conditionSql, holds, type Row, textOf } from '../rows.ts'
import { quote, type Schema, tableOf } from '../schema.ts'
import { shownValue } from './values.ts'

/** A file of the record: where it stands, and its bytes where they lie inside the database. */
export type FoundFile = {
  readonly section: number
  readonly row: number
  readonly label: string
  readonly original: string
  readonly mime: string
  readonly bytes?: Uint8Array
}
export type Shown = { readonly document: RecordDocument; readonly files: readonly FoundFile[] }

/** Pictures up to this size are shown where they belong. */
const SMALL = 400_000
const LONG = 80

/**
 * Turns an extract into what a person reads: words for columns, names for numbers, dates as they are written here. Numbers that only hold
 * the database together are left out; they stand in the export's raw data.
 */
export function documentOf(
  db: Database.Database,
  schema: Schema,
  map: EhrMap,
  extract: Extract,
  patient: PatientCard,
): Shown {
  const lookups = new Lookups(db)
  const files: FoundFile[] = []
  const sections = extract.sections.map((read, index) => {
    const hidden = hiddenColumns(schema, read.section)
    const rows = read.rows.map((row, at) => {
      const own = filesOf(read.section, row)
      files.push(...own.map((file) => ({ ...file, section: index, row: at })))
      return {
        date: read.section.date === undefined ? '' : shownValue(row[read.section.date], 'date'),
        isDeleted: isDeleted(read.section, row),
        fields: fieldsOf(schema, read, row, hidden, lookups),
        files: own.map((file): RecordFile => shownFile(file)),
      }
    })
    return { title: read.section.title, rows, withheld: read.withheld }
  })
  const fields = Object.entries(extract.patient).flatMap(([column, cell]) => {
    const value = shownValue(cell, typeIn(schema, map.patient.table, column))
    return value === '' ? [] : [{ label: ownValue(map.patient.labels, column) ?? column, value }]
  })
  const uncovered = extract.uncovered.filter(({ rows }) => rows > 0).map((one) => ({ ...one }))
  return { document: { patient: { ...patient }, fields, sections, uncovered, missingFiles: 0 }, files }
}

const typeIn = (schema: Schema, table: string, column: string): string =>
  tableOf(schema, table)?.columns.find(({ name }) => name === column)?.type ?? ''

/** An empty condition would hold for every row. */
const isDeleted = ({ deleted }: Section, row: Row): boolean =>
  deleted !== undefined && Object.keys(deleted).length > 0 && holds(deleted, row)

function hiddenColumns(schema: Schema, section: Section): ReadonlySet<string> {
  const links = section.links.flatMap(({ on }) => on.map(([own]) => own))
  const files = (section.files ?? []).flatMap(({ column, mime }) => (mime === undefined ? [column] : [column, mime]))
  const key = tableOf(schema, section.table)?.primaryKey ?? []
  const shown = new Set((section.lookups ?? []).map(({ column }) => column))
  return new Set(
    [...links, ...files, ...key, ...(section.date === undefined ? [] : [section.date])].filter(
      (name) => !shown.has(name),
    ),
  )
}

function fieldsOf(schema: Schema, { section }: SectionRows, row: Row, hidden: ReadonlySet<string>, lookups: Lookups) {
  const first = section.text ?? []
  const columns = [...first, ...Object.keys(row).filter((name) => !first.includes(name))]
  return columns.flatMap((column) => {
    if (hidden.has(column)) return []
    const value = lookups.word(section, column, row) ?? shownValue(row[column], typeIn(schema, section.table, column))
    if (value === '') return []
    return [
      { label: ownValue(section.labels, column) ?? column, value, isLong: value.length > LONG || value.includes('\n') },
    ]
  })
}

function filesOf(section: Section, row: Row): Omit<FoundFile, 'section' | 'row'>[] {
  return (section.files ?? []).flatMap(({ column, kind, mime }) => {
    const cell = row[column]
    const label = ownValue(section.labels, column) ?? column
    const type = mime === undefined ? '' : textOf(row[mime])
    if (cell instanceof Uint8Array)
      return cell.length === 0 ? [] : [{ label, original: '', mime: imageType(cell) ?? type, bytes: cell }]
    const original = textOf(cell).trim()
    return kind === 'path' && original !== '' ? [{ label, original, mime: type }] : []
  })
}

function shownFile({ label, original, bytes }: Pick<FoundFile, 'label' | 'original' | 'bytes'>): RecordFile {
  const image = bytes === undefined ? undefined : pictureOf(bytes)
  return {
    label,
    original,
    kind: bytes === undefined ? 'missing' : 'inside',
    ...(image === undefined ? {} : { image }),
  }
}

/** Small JPEG, PNG, GIF and WebP as a data URL. */
export function pictureOf(bytes: Uint8Array): string | undefined {
  const type = imageType(bytes)
  return type !== undefined && bytes.length <= SMALL
    ? `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
    : undefined
}

/** By the first bytes, never by what somebody called it. */
export function imageType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.length)).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' ? 'image/webp' : undefined
}

/** Words for numbers, each asked for once. */
class Lookups {
  readonly #db: Database.Database
  readonly #known = new Map<string, string>()

  constructor(db: Database.Database) {
    this.#db = db
  }

  word(section: Section, column: string, row: Row): string | undefined {
    const lookup = section.lookups?.find((one) => one.column === column)
    const cell = row[column]
    if (!lookup || cell === null || cell === undefined) return undefined
    const key = JSON.stringify([lookup.table, lookup.key, lookup.show, lookup.where ?? {}, textOf(cell)])
    const known = this.#known.get(key)
    if (known !== undefined) return known === '' ? undefined : known
    const condition = conditionSql(lookup.where)
    const sql = `SELECT ${quote(lookup.show)} FROM ${quote(lookup.table)} WHERE ${quote(lookup.key)} = ? AND ${condition.sql} LIMIT 1`
    let word = ''
    try {
      word = textOf(
        this.#db
          .prepare<unknown[], string | number | null>(sql)
          .pluck()
          .get(bound(cell), ...condition.values),
      )
    } catch {
      // The map names what this version of the program does not have: the number itself is shown.
    }
    this.#known.set(key, word)
    return word === '' ? undefined : word
  }
}
