import type Database from 'better-sqlite3'
import { momentOfText, newestOf, textOfMoment, type Zone } from '../tools/moments.ts'

type Column = { readonly name: string; readonly type: string; readonly zone: Zone }
type Found = Record<string, string | number | null>

const SAMPLED_ROWS = 200
/** Of the sampled values at least this share must look like a date. */
const LEAST_SHARE = 0.9
const EARLIEST_MS = Date.UTC(1990, 0)
const ISO = "'[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'"
const BRAZILIAN = "'[0-3][0-9]/[01][0-9]/[12][0-9][0-9][0-9]*'"
/** Numbers are only taken for times where the schema says so. */
const SAYS_TIME = /date|time|stamp|^data|_data|(^|_)(em|at)(_|$)|hora|quando|criad|alterad|atualizad|modificad/i
const NOW_BY_DEFAULT = /current_(timestamp|date|time)|'now'/i

/**
 * The newest moment in any table, on a schema nobody described. SQLite has no type for dates: texts are taken for dates when nearly all of a
 * sample look like one (2026-03-12…, 12/03/2026…), numbers when type or name of the column says so (seconds or thousandths since 1970).
 */
export function newestEntry(db: Database.Database, untilMs: number, checkStopped: () => void): number | null {
  const tables = db
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .pluck()
    .all()
  const moments: (number | undefined)[] = []
  for (const table of tables) {
    checkStopped()
    moments.push(...newestIn(db, table, untilMs))
  }
  return newestOf(moments, untilMs)
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function* newestIn(db: Database.Database, table: string, untilMs: number): Generator<number | undefined> {
  const columns = db
    .prepare<[string], { name: string; type: string; dflt: string | null }>(
      'SELECT name, type, dflt_value AS dflt FROM pragma_table_xinfo(?) WHERE hidden IN (0, 2, 3)',
    )
    .all(table)
    .map(({ name, type, dflt }): Column => ({ name, type, zone: NOW_BY_DEFAULT.test(dflt ?? '') ? 'utc' : 'local' }))
  const dated = columns.length === 0 ? [] : datedColumns(db, table, columns)
  const numbered = columns.filter(({ name, type }) => SAYS_TIME.test(name) || /date|time|stamp/i.test(type))
  if (dated.length + numbered.length === 0) return
  const bound = (zone: Zone) => `'${textOfMoment(untilMs, zone)}'`
  const asks: string[] = []
  const answers: ((row: Found) => number | undefined)[] = []
  const ask = (what: string, read: (value: string | number) => number | undefined) => {
    const key = `a${asks.length}`
    asks.push(`max(${what}) AS ${key}`)
    answers.push((row) => (row[key] === null || row[key] === undefined ? undefined : read(row[key])))
  }
  for (const { name, zone } of dated) {
    const c = quoted(name)
    const text = `typeof(${c}) = 'text'`
    const isUtc = `(${c} LIKE '%Z' OR ${c} LIKE '%+00:00')`
    const iso = (of: string, bounded: Zone) =>
      `CASE WHEN ${text} AND ${c} GLOB ${ISO} AND ${of} AND replace(${c}, 'T', ' ') <= ${bound(bounded)} THEN replace(${c}, 'T', ' ') END`
    ask(iso(`NOT ${isUtc}`, zone), (value) => momentOfText(String(value), zone))
    ask(iso(isUtc, 'utc'), (value) => momentOfText(String(value), 'utc'))
    const turned = `substr(${c}, 7, 4) || '-' || substr(${c}, 4, 2) || '-' || substr(${c}, 1, 2) || substr(${c}, 11)`
    const brazilian = `CASE WHEN ${text} AND ${c} GLOB ${BRAZILIAN} AND ${turned} <= ${bound('local')} THEN ${turned} END`
    ask(brazilian, (value) => momentOfText(String(value), 'local'))
  }
  for (const { name } of numbered) {
    const c = quoted(name)
    const between = (unitMs: number) =>
      `CASE WHEN typeof(${c}) IN ('integer', 'real') AND ${c} BETWEEN ${EARLIEST_MS / unitMs} AND ${untilMs / unitMs} THEN ${c} END`
    ask(between(1000), (value) => Number(value) * 1000)
    ask(between(1), Number)
  }
  const row = db.prepare<[], Found>(`SELECT ${asks.join(', ')} FROM ${quoted(table)}`).get()
  if (row) for (const answer of answers) yield answer(row)
}

/** Columns whose texts are dates, by a sample. */
function datedColumns(db: Database.Database, table: string, columns: readonly Column[]): readonly Column[] {
  const counts = columns.map(({ name }, at) => {
    const c = quoted(name)
    return `count(${c}) AS n${at}, sum(typeof(${c}) = 'text' AND (${c} GLOB ${ISO} OR ${c} GLOB ${BRAZILIAN})) AS d${at}`
  })
  const sample = db
    .prepare<[], Record<string, number | null>>(
      `SELECT ${counts.join(', ')} FROM (SELECT * FROM ${quoted(table)} LIMIT ${SAMPLED_ROWS})`,
    )
    .get()
  return columns.filter((_, at) => {
    const [all, dates] = [sample?.[`n${at}`] ?? 0, sample?.[`d${at}`] ?? 0]
    return all > 0 && dates >= all * LEAST_SHARE
  })
}
