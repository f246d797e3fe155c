import type { Link } from '../map.ts'
import type { ForeignKey, Schema, Table } from '../schema.ts'
import {
  isActorColumn,
  isActorTable,
  isGeneric,
  isMention,
  isNumberType,
  isPatientLink,
  isProgramTable,
  isTextType,
  plainName,
  pointsTo,
  stems,
  TRAITS,
} from './names.ts'
import type { Sampler } from './sample.ts'
import { isOwning, keyColumns } from './score.ts'

/** Why a link is believed. */
export type Evidence =
  | { readonly kind: 'declared' }
  /** The name says so, and this share of the values is there. */
  | { readonly kind: 'name'; readonly share: number | null }
  /** Only the values say so. */
  | { readonly kind: 'values'; readonly share: number }
export type FoundLink = { readonly table: string; readonly link: Link; readonly evidence: Evidence }

const DEEPEST = 6
const ENOUGH = 0.95

/**
 * Everything that hangs on the patient's table, level by level: by declared keys, by names whose values fit, and in the end by values
 * alone where they are long enough not to fit by chance.
 */
export function findLinks(schema: Schema, patient: Table, sampler: Sampler): ReadonlyMap<string, readonly FoundLink[]> {
  const candidates = schema.tables.filter(
    ({ name }) => name !== patient.name && !isProgramTable(name) && !isActorTable(name),
  )
  const found = new Map<string, FoundLink[]>()
  const add = (link: FoundLink) => found.set(link.table, [...(found.get(link.table) ?? []), link])
  let level = [patient]
  for (let depth = 1; depth <= DEEPEST && level.length > 0; depth++) {
    const next: Table[] = []
    for (const table of candidates) {
      const isNew = !found.has(table.name)
      for (const parent of level) {
        if (parent.name === table.name) continue
        if (!isNew && !next.includes(table) && isAbove(found, table.name, parent.name)) continue
        for (const link of linksTo(schema, table, parent, patient, sampler)) add(link)
      }
      if (isNew && found.has(table.name)) next.push(table)
    }
    level = next
    if (level.length > 0) continue
    level = byValues(
      schema,
      patient,
      candidates.filter(({ name }) => !found.has(name)),
      sampler,
      add,
    )
  }
  return found
}

/** Whether the parent itself hangs on the table: a link back would be a circle. */
function isAbove(
  found: ReadonlyMap<string, readonly FoundLink[]>,
  table: string,
  parent: string,
  seen = new Set<string>(),
): boolean {
  if (table === parent) return true
  if (seen.has(parent)) return false
  seen.add(parent)
  return (found.get(parent) ?? []).some(({ link }) => isAbove(found, table, link.to, seen))
}

function linksTo(schema: Schema, table: Table, parent: Table, patient: Table, sampler: Sampler): FoundLink[] {
  const declared = schema.foreignKeys.filter((key) => key.table === table.name)
  const own = declared.filter((key) => key.to === parent.name && isOwning(key))
  if (own.length > 0)
    return own.map((key) => ({ table: table.name, link: linkOf(key), evidence: { kind: 'declared' } }))
  const taken = new Set(declared.flatMap(({ columns }) => columns))
  const free = table.columns
    .map(({ name }) => name)
    .filter((name) => !taken.has(name) && !isActorColumn(name) && !isMention(name))
  const whole = compositeLink(table, parent, free, sampler)
  if (whole) return [whole]
  const columns = free.filter((name) =>
    parent === patient ? namesPatient(name, table, patient) : namesParent(name, parent),
  )
  return columns.flatMap((column) => {
    const best = bestTarget(table, column, parent, patient, sampler)
    return best ? [best] : []
  })
}

const linkOf = (key: ForeignKey): Link => ({
  to: key.to,
  on: key.columns.map((column, index) => [column, key.toColumns[index] ?? column]),
})

/** Several columns that together are the parent's key, under its own names. */
function compositeLink(table: Table, parent: Table, free: readonly string[], sampler: Sampler): FoundLink | undefined {
  for (const key of [parent.primaryKey, ...parent.uniques]) {
    if (key.length < 2 || key.every(isGeneric)) continue
    const on = key.map((theirs) => {
      const own =
        free.find((name) => plainName(name) === plainName(theirs)) ??
        free.find((name) => isGeneric(theirs) && pointsTo(name, stems(parent.name)))
      return own === undefined ? undefined : ([own, theirs] as [string, string])
    })
    if (!on.every((pair) => pair !== undefined)) continue
    // A table whose own key is the same one as a whole is a sister, unless its values say that it hangs on this one.
    const share = sampler.share(
      table.name,
      on.map(([own]) => own),
      parent.name,
      on.map(([, theirs]) => theirs),
    )
    const isTheirs = share === undefined ? table.primaryKey.length > key.length : share >= ENOUGH
    if (isTheirs)
      return { table: table.name, link: { to: parent.name, on }, evidence: { kind: 'name', share: share ?? null } }
  }
  return undefined
}

function namesPatient(name: string, table: Table, patient: Table): boolean {
  const plain = plainName(name)
  if (isPatientLink(name) || pointsTo(name, stems(patient.name))) return true
  if (keyColumns(patient).some((key) => !isGeneric(key) && plainName(key) === plain)) return true
  return TRAITS.cpf.test(plain) && !table.columns.some((column) => TRAITS.birth.test(plainName(column.name)))
}

const namesParent = (name: string, parent: Table): boolean =>
  pointsTo(name, stems(parent.name)) ||
  keyColumns(parent).some((key) => !isGeneric(key) && plainName(key) === plainName(name))

/** Which column of the parent the values of `column` stand in. Without values, what the names say. */
function bestTarget(
  table: Table,
  column: string,
  parent: Table,
  patient: Table,
  sampler: Sampler,
): FoundLink | undefined {
  const keys = keyColumns(parent)
  const plain = plainName(column)
  const targets = [
    ...new Set([
      ...parent.columns
        .filter((other) => plainName(other.name) === plain && !isGeneric(other.name))
        .map(({ name }) => name),
      ...(TRAITS.cpf.test(plain)
        ? parent.columns.filter((other) => TRAITS.cpf.test(plainName(other.name))).map(({ name }) => name)
        : []),
      ...keys,
      ...(parent === patient
        ? parent.columns
            .filter((other) => isPatientLink(other.name) || /^(codigo|cod|numero|num)_?/.test(plainName(other.name)))
            .map(({ name }) => name)
        : []),
    ]),
  ].filter((target) => !isMention(target))
  let best: FoundLink | undefined
  let bestShare = 0
  for (const target of targets) {
    for (const compare of TRAITS.cpf.test(plain) || TRAITS.cpf.test(plainName(target))
      ? (['exact', 'digits'] as const)
      : (['exact'] as const)) {
      const share = sampler.share(table.name, [column], parent.name, [target], compare)
      const link = {
        to: parent.name,
        on: [[column, target]] as [string, string][],
        ...(compare === 'digits' ? { compare } : {}),
      }
      if (share === undefined)
        return isLikely(table, column, parent, target)
          ? { table: table.name, link, evidence: { kind: 'name', share: null } }
          : undefined
      if (share < ENOUGH || share <= bestShare) continue
      bestShare = share
      best = { table: table.name, link, evidence: { kind: 'name', share } }
    }
  }
  return best
}

/** Without a row to look at, types have to agree. */
function isLikely(table: Table, column: string, parent: Table, target: string): boolean {
  const type = (of: Table, name: string) => of.columns.find((other) => other.name === name)?.type ?? ''
  return isNumberType(type(table, column)) === isNumberType(type(parent, target))
}

/** Long texts and numbers that all stand in a column of the patient's table, whatever they are called. */
function byValues(
  schema: Schema,
  patient: Table,
  rest: readonly Table[],
  sampler: Sampler,
  add: (link: FoundLink) => void,
): Table[] {
  const targets = [
    ...new Set([
      ...keyColumns(patient),
      ...patient.columns.filter(({ name }) => TRAITS.cpf.test(plainName(name))).map(({ name }) => name),
    ]),
  ]
  return rest.filter((table) => {
    const declared = new Set(schema.foreignKeys.filter((key) => key.table === table.name).flatMap((key) => key.columns))
    for (const { name, type } of table.columns) {
      if (declared.has(name) || isActorColumn(name) || isMention(name) || !(isTextType(type) || isNumberType(type)))
        continue
      const values = sampler.texts(table.name, name)
      if (values.length < 5 || values.some((value) => value.replace(/\W/g, '').length < 6)) continue
      for (const target of targets) {
        for (const compare of TRAITS.cpf.test(plainName(target))
          ? (['exact', 'digits'] as const)
          : (['exact'] as const)) {
          const share = sampler.share(table.name, [name], patient.name, [target], compare)
          if (share === undefined || share < ENOUGH) continue
          add({
            table: table.name,
            link: { to: patient.name, on: [[name, target]], ...(compare === 'digits' ? { compare } : {}) },
            evidence: { kind: 'values', share },
          })
          return true
        }
      }
    }
    return false
  })
}
