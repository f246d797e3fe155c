import type { ForeignKey, Schema, Table } from '../schema.ts'
import {
  isActorColumn,
  isActorTable,
  isGeneric,
  isMention,
  isPatientLink,
  PATIENT_TABLE,
  plainName,
  pointsTo,
  stems,
  TRAIT_POINTS,
  TRAITS,
  type Trait,
} from './names.ts'

export type Candidate = {
  readonly table: string
  readonly points: number
  readonly traits: readonly Trait[]
  /** Tables that point to it, by declared keys and by the names of their columns. */
  readonly inbound: number
}

const NOT_PATIENTS =
  /(user|usuario|staff|employ|funcionario|insurance|convenio|log|hist|temp|tmp|bak|prof|provider|medico|doctor|contact|contato|address|endereco|fornecedor|supplier|empresa|company)/

/** Which table holds the patients, the likeliest first. */
export function patientCandidates(schema: Schema): Candidate[] {
  return schema.tables.map((table) => judge(schema, table)).toSorted((a, b) => b.points - a.points)
}

function judge(schema: Schema, table: Table): Candidate {
  const name = plainName(table.name)
  const traits = (Object.keys(TRAITS) as Trait[]).filter((trait) =>
    table.columns.some((column) => TRAITS[trait].test(plainName(column.name))),
  )
  const isNamed = PATIENT_TABLE.test(name)
  let points = traits.reduce((sum, trait) => sum + TRAIT_POINTS[trait], isNamed ? 3 : 0)
  const declared = new Set(
    schema.foreignKeys
      .filter((key) => key.to === table.name && key.table !== table.name && isOwning(key))
      .map((key) => key.table),
  )
  points += Math.min(4, Math.log2(1 + declared.size))
  const own = stems(table.name)
  const keys = new Set(
    keyColumns(table)
      .filter((column) => !isGeneric(column))
      .map(plainName),
  )
  const byName = schema.tables.filter(
    (other) =>
      other.name !== table.name &&
      other.columns.some((column) => pointsTo(column.name, own) || keys.has(plainName(column.name))),
  )
  points += Math.min(4, Math.log2(1 + byName.length))
  // One row for each patient beside the patient: its key is a key of the patient.
  const isPart = schema.foreignKeys.some(
    (key) => key.table === table.name && key.columns.some(isPatientLink) && !isMention(key.columns[0] ?? ''),
  )
  if (isPart && table.primaryKey.length !== 1) points -= 3
  if ((NOT_PATIENTS.test(name) && !isNamed) || isActorTable(table.name)) points -= 5
  if (
    /(contact|contato|address|endereco|name|nome|telefone|phone|log|hist|tmp|temp|bkp|bak|merge|foto|photo|doc|anexo)/.test(
      name,
    ) &&
    isNamed &&
    name.includes('_')
  )
    points -= 4
  return {
    table: table.name,
    points: Math.round(points * 10) / 10,
    traits,
    inbound: new Set([...declared, ...byName.map((other) => other.name)]).size,
  }
}

export const isOwning = (key: ForeignKey): boolean =>
  !key.columns.some((column) => isActorColumn(column) || isMention(column))

/** Columns that alone tell a row. */
export const keyColumns = (table: Table): readonly string[] =>
  [table.primaryKey, ...table.uniques].flatMap((key) => (key.length === 1 && key[0] !== undefined ? [key[0]] : []))
