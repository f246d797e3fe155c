import type Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'
import { type EhrMap, ehrMapSchema, type Link } from '../map.ts'
import { type Schema, type Table, tableOf } from '../schema.ts'
import { describePatient, describeSection, nameColumns } from './columns.ts'
import { type Evidence, type FoundLink, findLinks } from './links.ts'
import { isPatientLink, isProgramTable, PATIENT_TABLE, plainName } from './names.ts'
import { Sampler } from './sample.ts'
import { type Candidate, keyColumns, patientCandidates } from './score.ts'

/** A map nobody has confirmed, and how it was come by. Names of tables and columns; no value of any row. */
export type Proposal = {
  readonly map: EhrMap
  readonly candidates: readonly Candidate[]
  readonly tables: number
  readonly sections: readonly {
    readonly table: string
    readonly links: readonly { readonly link: Link; readonly evidence: Evidence }[]
  }[]
  readonly files: readonly { readonly table: string; readonly column: string; readonly kind: 'path' | 'blob' }[]
  /** Not reached, though something in it looks like a patient's; and why. */
  readonly suspicious: readonly {
    readonly table: string
    readonly columns: readonly string[]
    readonly why: 'patient-like' | 'points-anywhere'
  }[]
  /** Not reached and nothing remarkable about it. */
  readonly others: readonly string[]
}

const FEWEST_POINTS = 5
const ANYWHERE =
  /^(foreign_id|object_id|entity_id|ref_id|owner_id|parent_id|source_id|referencia_id|id_referencia|registro_id|id_registro)$/
const CLINICAL =
  /(^|_)(pac|paciente|patient|pid|encounter|atend|atendimento|prontu|prontuario|identity|cpf|consulta)(_|$)/

/**
 * Proposes a map for a database nobody knows: which table holds the patients, what hangs on it, which columns are files.
 *
 * `force` names the patient's table where a person knows better. Throws REC_104 when no table looks like patients.
 */
export function discover(db: Database.Database, schema: Schema, force?: string): Proposal {
  const sampler = new Sampler(db)
  const candidates = patientCandidates(schema)
  const chosen = force ?? preferred(schema, candidates)
  const patient = tableOf(schema, chosen ?? '') ?? fail('REC_104')
  const above = supertype(schema, patient)
  const found = findLinks(schema, patient, sampler)
  const links = new Map(found)
  if (above) {
    links.set(above.table.name, [
      {
        table: above.table.name,
        link: { to: patient.name, on: [[above.theirs, above.own]] },
        evidence: { kind: 'declared' },
      },
    ])
    for (const [table, more] of findLinks(schema, above.table, sampler))
      if (table !== patient.name) links.set(table, different([...(links.get(table) ?? []), ...more]))
  }
  const ordered = inOrder([...links.keys()], links, patient.name)
  const covered = new Set([patient.name, ...ordered.map(({ table }) => table)])
  const key = patientKey(patient, links)
  const sections = ordered.flatMap(({ table: name, links: own }) => {
    const table = tableOf(schema, name)
    return table ? [{ ...describeSection(schema, table, sampler, covered), links: own.map(({ link }) => link) }] : []
  })
  const missed = schema.tables.filter(
    ({ name }) =>
      !covered.has(name) && !sections.some((section) => section.lookups?.some((lookup) => lookup.table === name)),
  )
  const map = ehrMapSchema.parse({
    ehrMap: 1,
    id: `proposta-${plainName(patient.name).replaceAll('_', '-').slice(0, 40) || 'banco'}`,
    product: 'Sistema da clínica',
    origin: 'proposed',
    detect: {
      tables: [patient.name, ...ordered.slice(0, 5).map(({ table }) => table)],
      columns: key.map((column) => `${patient.name}.${column}`),
    },
    patient: { table: patient.name, key, ...whoIs(schema, patient, above, sampler) },
    sections,
    ignored: missed.filter(({ name }) => isProgramTable(name)).map(({ name }) => name),
  })
  return {
    map,
    candidates: candidates.slice(0, 6),
    tables: schema.tables.length,
    sections: ordered.map(({ table, links: own }) => ({
      table,
      links: own.map(({ link, evidence }) => ({ link, evidence })),
    })),
    files: map.sections.flatMap(({ table, files = [] }) => files.map(({ column, kind }) => ({ table, column, kind }))),
    ...missing(missed),
  }
}

const different = (links: readonly FoundLink[]): readonly FoundLink[] => [
  ...new Map(links.map((one) => [JSON.stringify(one.link), one])).values(),
]

/** The best one, but the patient's own table where the best is what all people have in common. */
function preferred(schema: Schema, candidates: readonly Candidate[]): string | undefined {
  const [best] = candidates
  if (!best || best.points < FEWEST_POINTS) return undefined
  const special = candidates.find(({ table, points }) => {
    if (table === best.table || points < FEWEST_POINTS || !/patient|paciente/.test(plainName(table))) return false
    return supertype(schema, tableOf(schema, table))?.table.name === best.table
  })
  return (special ?? best).table
}

type Above = { readonly table: Table; readonly own: string; readonly theirs: string }

/** The table of which this one is a special kind: its key is a key there. */
function supertype(schema: Schema, table: Table | undefined): Above | undefined {
  const [own] = table?.primaryKey ?? []
  if (!table || own === undefined || table.primaryKey.length !== 1) return undefined
  const key = schema.foreignKeys.find(
    (one) => one.table === table.name && one.columns.length === 1 && one.columns[0] === own && one.to !== table.name,
  )
  const target = key && tableOf(schema, key.to)
  const theirs = key?.toColumns[0]
  return target && theirs !== undefined ? { table: target, own, theirs } : undefined
}

/** Names may stand in the table itself, in the one above it, or in one of names beside it. */
function whoIs(
  schema: Schema,
  patient: Table,
  above: Above | undefined,
  sampler: Sampler,
): Omit<EhrMap['patient'], 'table' | 'key'> {
  const own = describePatient(patient, sampler)
  if (!above)
    return {
      ...own,
      name: own.name.length > 0 ? [...own.name] : [keyColumns(patient)[0] ?? patient.columns[0]?.name ?? ''],
    }
  const upper = describePatient(above.table, sampler)
  const named = (columns: readonly string[], table: Table) => columns.map((column) => `${table.name}.${column}`)
  const names = schema.foreignKeys.flatMap((key) => {
    const table = tableOf(schema, key.table)
    const isOfThese = (key.to === above.table.name || key.to === patient.name) && key.columns.length === 1
    const column = key.columns[0]
    return table &&
      isOfThese &&
      column !== undefined &&
      /(^|_)(name|nome)(_|$)/.test(plainName(table.name)) &&
      isPatientLink(column)
      ? [{ table, column }]
      : []
  })[0]
  const joins: NonNullable<EhrMap['patient']['joins']> = [{ table: above.table.name, on: [[above.theirs, above.own]] }]
  if (names) joins.push({ table: names.table.name, on: [[names.column, above.own]] })
  const name =
    own.name.length > 0
      ? own.name
      : upper.name.length > 0
        ? named(upper.name, above.table)
        : names
          ? named(nameColumns(names.table.columns.map((column) => column.name)), names.table)
          : [above.own]
  const of = (mine: string | undefined, theirs: string | undefined) =>
    mine ?? (theirs === undefined ? undefined : `${above.table.name}.${theirs}`)
  const cpf = of(own.cpf, upper.cpf)
  const birth = of(own.birth, upper.birth)
  const sex = of(own.sex, upper.sex)
  return {
    name: [...name],
    joins,
    ...(cpf === undefined ? {} : { cpf }),
    ...(birth === undefined ? {} : { birth }),
    ...(sex === undefined ? {} : { sex }),
    ...(own.search ? { search: own.search } : {}),
    ...(own.labels ? { labels: own.labels } : {}),
  }
}

/** What most links use of the patient's keys; its primary key where nothing speaks for another. */
function patientKey(patient: Table, links: ReadonlyMap<string, readonly FoundLink[]>): string[] {
  const keys = [patient.primaryKey, ...patient.uniques].filter((key) => key.length > 0)
  const used = (key: readonly string[]) =>
    [...links.values()]
      .flat()
      .filter(
        ({ link }) =>
          link.to === patient.name &&
          link.on.every(([, theirs]) => key.includes(theirs)) &&
          link.on.length === key.length,
      ).length
  const best = keys.toSorted((a, b) => used(b) - used(a))[0]
  if (best) return [...best]
  const linked = [...links.values()].flat().find(({ link }) => link.to === patient.name)
  return linked ? linked.link.on.map(([, theirs]) => theirs) : [patient.columns[0]?.name ?? 'rowid']
}

/** Parents before children; a link back to a later one is dropped. */
function inOrder(
  tables: readonly string[],
  links: ReadonlyMap<string, readonly FoundLink[]>,
  patient: string,
): { readonly table: string; readonly links: readonly FoundLink[] }[] {
  const placed = new Set([patient])
  const ordered: { table: string; links: FoundLink[] }[] = []
  const waiting = [...tables]
  while (waiting.length > 0) {
    const linksOf = (table: string) => links.get(table) ?? []
    const ready = waiting.find((table) =>
      linksOf(table).every(({ link }) => placed.has(link.to) || !waiting.includes(link.to)),
    )
    const next = ready ?? waiting.find((table) => linksOf(table).some(({ link }) => placed.has(link.to)))
    if (next === undefined) break
    waiting.splice(waiting.indexOf(next), 1)
    const usable = linksOf(next).filter(({ link }) => placed.has(link.to))
    if (usable.length === 0) continue
    placed.add(next)
    ordered.push({ table: next, links: usable })
  }
  return ordered
}

function missing(missed: readonly Table[]): Pick<Proposal, 'suspicious' | 'others'> {
  const suspicious = missed.flatMap<Proposal['suspicious'][number]>(({ name, columns }) => {
    const like = columns
      .filter((column) => CLINICAL.test(plainName(column.name)) || isPatientLink(column.name))
      .map((column) => column.name)
    if (like.length > 0 || PATIENT_TABLE.test(plainName(name)))
      return [{ table: name, columns: like, why: 'patient-like' as const }]
    const anywhere = columns.filter((column) => ANYWHERE.test(plainName(column.name))).map((column) => column.name)
    return anywhere.length > 0 ? [{ table: name, columns: anywhere, why: 'points-anywhere' as const }] : []
  })
  return {
    suspicious,
    others: missed.map(({ name }) => name).filter((name) => !suspicious.some(({ table }) => table === name)),
  }
}
