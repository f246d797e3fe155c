import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepare } from './database.ts'
import { discover } from './discover/discover.ts'
import { type Extract, extractRecord } from './extract.ts'
import { recount } from './recount.ts'
import { readSchema } from './schema.ts'

type Link = { readonly parent: number; readonly isDeclared: boolean }
type Plan = {
  readonly patients: number
  readonly keyKind: 'number' | 'text' | 'pair'
  /** Parent -1 is the patient's table. */
  readonly tables: readonly (readonly Link[])[]
  /** For each table its rows, each with one number a link: which row of the parent; past the end is none, below 0 dangling. */
  readonly rows: readonly (readonly (readonly number[])[])[]
}

const planArbitrary: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc
    .tuple(
      ...Array.from({ length: count }, (_none, table) =>
        fc.array(fc.record({ parent: fc.integer({ min: -1, max: table - 1 }), isDeclared: fc.constant(true) }), {
          minLength: 1,
          maxLength: 2,
        }),
      ),
    )
    .chain((tables) =>
      fc.record({
        patients: fc.integer({ min: 2, max: 4 }),
        keyKind: fc.constantFrom<Plan['keyKind'][]>('number', 'text', 'pair'),
        tables: fc.constant(tables),
        rows: fc.tuple(
          ...tables.map((links) =>
            fc.array(fc.array(fc.integer({ min: -1, max: 6 }), { minLength: links.length, maxLength: links.length }), {
              maxLength: 8,
            }),
          ),
        ),
      }),
    ),
)

/** The patient's key, and how a row of another table is told apart. */
const keyOf = (kind: Plan['keyKind'], patient: number): (string | number)[] =>
  kind === 'number' ? [patient + 1] : kind === 'text' ? [`p'${patient}"ç`] : [patient % 2, patient]

function build(plan: Plan): Database.Database {
  const db = new Database(':memory:')
  prepare(db)
  db.pragma('foreign_keys = OFF')
  const keyColumns = plan.keyKind === 'pair' ? ['unidade', 'registro'] : ['id']
  const type = plan.keyKind === 'text' ? 'TEXT' : 'INTEGER'
  db.exec(
    `CREATE TABLE pacientes (${keyColumns.map((name) => `${name} ${type} NOT NULL`).join(', ')}, nome TEXT, cpf TEXT, nascimento TEXT, PRIMARY KEY (${keyColumns.join(', ')}))`,
  )
  for (let patient = 0; patient < plan.patients; patient++)
    db.prepare(`INSERT INTO pacientes VALUES (${keyColumns.map(() => '?').join(', ')}, ?, ?, ?)`).run(
      ...keyOf(plan.keyKind, patient),
      `Pessoa ${patient}`,
      null,
      null,
    )
  plan.tables.forEach((links, table) => {
    const columns = links.flatMap(({ parent }, link) =>
      (parent < 0 ? keyColumns : ['id']).map((name) => ({
        name: `"l${link} ${name}"`,
        type: parent < 0 ? type : 'INTEGER',
      })),
    )
    const keys = links.map(({ parent }, link) => {
      const theirs = parent < 0 ? keyColumns : ['id']
      return `FOREIGN KEY (${theirs.map((name) => `"l${link} ${name}"`).join(', ')}) REFERENCES ${parent < 0 ? 'pacientes' : `t${parent}`}(${theirs.join(', ')})`
    })
    db.exec(
      `CREATE TABLE t${table} (id INTEGER PRIMARY KEY, ${columns.map(({ name, type: of }) => `${name} ${of}`).join(', ')}, ${keys.join(', ')})`,
    )
    plan.rows[table]?.forEach((targets, row) => {
      const values = links.flatMap(({ parent }, link) => pointer(plan, parent, targets[link] ?? 9))
      db.prepare(`INSERT INTO t${table} VALUES (?, ${values.map(() => '?').join(', ')})`).run(row + 1, ...values)
    })
  })
  return db
}

function pointer(plan: Plan, parent: number, target: number): (string | number | null)[] {
  if (parent < 0) {
    if (target < 0) return keyOf(plan.keyKind, 99)
    return target < plan.patients ? keyOf(plan.keyKind, target) : keyOf(plan.keyKind, 0).map(() => null)
  }
  if (target < 0) return [999]
  return [target < (plan.rows[parent]?.length ?? 0) ? target + 1 : null]
}

/** By hand, on the plan: a row is the patient's when something leads there and nothing leads elsewhere. */
function rowsOf(plan: Plan, patient: number): number[][] {
  const owned: number[][] = []
  plan.tables.forEach((links, table) => {
    const mine = (plan.rows[table] ?? []).flatMap((targets, row) => {
      const verdicts = links.flatMap(({ parent }, link) => {
        const target = targets[link] ?? 9
        const there = parent < 0 ? plan.patients : (plan.rows[parent]?.length ?? 0)
        if (target < 0 || target >= there) return []
        return [parent < 0 ? target === patient : (owned[parent]?.includes(target + 1) ?? false)]
      })
      return verdicts.length > 0 && verdicts.every(Boolean) ? [row + 1] : []
    })
    owned.push(mine)
  })
  return owned
}

const extracted = ({ sections }: Extract) =>
  new Map(sections.map(({ section, rows }) => [section.table, rows.map(({ id }) => Number(id)).sort((a, b) => a - b)]))

it('takes exactly the rows of one patient out of any database, and the recount knows it', () => {
  fc.assert(
    fc.property(planArbitrary, (plan) => {
      const db = build(plan)
      try {
        const schema = readSchema(db)
        const { map } = discover(db, schema, 'pacientes')
        for (let patient = 0; patient < plan.patients; patient++) {
          const extract = extractRecord(db, schema, map, keyOf(plan.keyKind, patient))
          const found = extracted(extract)
          rowsOf(plan, patient).forEach((rows, table) => {
            expect(found.get(`t${table}`) ?? []).toEqual(rows)
          })
          expect(recount(db, schema, map, extract)).toMatchObject({ strangers: 0, isSame: true })
        }
      } finally {
        db.close()
      }
    }),
    { numRuns: 60 },
  )
})

it('does not confirm a record in which a row of somebody else stands, or in which one is missing', () => {
  fc.assert(
    fc.property(planArbitrary, fc.nat(), (plan, pick) => {
      const db = build(plan)
      try {
        const schema = readSchema(db)
        const { map } = discover(db, schema, 'pacientes')
        const [ours, theirs] = [0, 1].map((patient) => extractRecord(db, schema, map, keyOf(plan.keyKind, patient)))
        if (!ours || !theirs) return
        const foreign = theirs.sections.flatMap((section, index) => section.ids.map((_id, row) => ({ index, row })))
        const added = foreign[pick % Math.max(1, foreign.length)]
        if (added) {
          const sections = ours.sections.map((section, index) =>
            index === added.index
              ? {
                  ...section,
                  rows: [...section.rows, theirs.sections[index]?.rows[added.row] ?? {}],
                  ids: [...section.ids, theirs.sections[index]?.ids[added.row] ?? ''],
                }
              : section,
          )
          expect(recount(db, schema, map, { ...ours, sections }).isSame).toBe(false)
        }
        const full = ours.sections.findIndex(({ rows }) => rows.length > 0)
        if (full < 0) return
        const short = ours.sections.map((section, index) =>
          index === full ? { ...section, rows: section.rows.slice(1), ids: section.ids.slice(1) } : section,
        )
        expect(recount(db, schema, map, { ...ours, sections: short }).isSame).toBe(false)
      } finally {
        db.close()
      }
    }),
    { numRuns: 40 },
  )
})
