import { z } from 'zod'

const name = z.string().min(1).max(200)
const names = z.array(name).min(1).max(12)
const value = z.union([z.string().max(200), z.number(), z.object({ startsWith: z.string().min(1).max(100) })])
/** What columns must hold; several are all meant. */
const conditionSchema = z.record(name, value)

/** How rows hang on another table. Several columns are one key; an empty value is no link. */
const linkSchema = z.strictObject({
  to: name,
  /** Pairs: this table's column, the other table's column. */
  on: z
    .array(z.tuple([name, name]))
    .min(1)
    .max(12),
  /** Rows that this link is about, where one column points to several tables. */
  where: conditionSchema.optional(),
  /** Rows of the other table it may hang on. */
  parentWhere: conditionSchema.optional(),
  /** Only digits count (a CPF with and without dots). */
  compare: z.enum(['exact', 'digits']).optional(),
})

const fhirKindSchema = z.enum([
  'AllergyIntolerance',
  'Appointment',
  'Basic',
  'ClinicalImpression',
  'Condition',
  'DocumentReference',
  'Encounter',
  'Immunization',
  'MedicationRequest',
  'Observation',
  'Procedure',
])

const sectionSchema = z.strictObject({
  table: name,
  title: name,
  /** Any of them makes a row part of the record; one that leads to somebody else keeps it out. */
  links: z.array(linkSchema).min(1).max(20),
  date: name.optional(),
  /** The columns that say most, in the order they are read. */
  text: z.array(name).max(20).optional(),
  labels: z.record(name, name).optional(),
  /** Numbers that stand for words kept elsewhere: a professional, a kind. */
  lookups: z
    .array(z.strictObject({ column: name, table: name, key: name, show: name, where: conditionSchema.optional() }))
    .optional(),
  files: z
    .array(
      z.strictObject({ column: name, kind: z.enum(['path', 'blob']), mime: name.optional(), name: name.optional() }),
    )
    .optional(),
  /** Rows the program shows to nobody any more: they stay in the record and are marked. */
  deleted: conditionSchema.optional(),
  fhir: fhirKindSchema.optional(),
})

const patientSchema = z.strictObject({
  table: name,
  key: names,
  /** Tables with one row for each patient that hold some of the columns below. The first row counts. */
  joins: z
    .array(z.strictObject({ table: name, on: linkSchema.shape.on, where: conditionSchema.optional() }))
    .max(8)
    .optional(),
  /** A column, or `table.column` of a joined table. */
  name: names,
  cpf: name.optional(),
  birth: name.optional(),
  sex: name.optional(),
  /** What else people look for: telephone, number of the record. */
  search: z.array(name).max(12).optional(),
  labels: z.record(name, name).optional(),
})

/**
 * Where a clinic's program keeps what belongs to one patient. One JSON file for each program; tables and columns, never data.
 *
 * A section hangs on the patient's table or on sections before it, so that reading goes down the list once.
 */
export const ehrMapSchema = z
  .strictObject({
    ehrMap: z.literal(1),
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
    product: name,
    origin: z.enum(['curated', 'proposed', 'corrected']),
    /** A database that has all of these is taken for this program's. */
    detect: z.strictObject({ tables: z.array(name).max(50), columns: z.array(name).max(50) }),
    patient: patientSchema,
    sections: z.array(sectionSchema).max(500),
    /** Tables that belong to no patient; `*` at the end stands for any rest. */
    ignored: z.array(name).max(2000),
  })
  .superRefine((map, context) => {
    const known = new Set([map.patient.table])
    map.sections.forEach((section, index) => {
      for (const { to } of section.links)
        if (!known.has(to))
          context.addIssue({ code: 'custom', path: ['sections', index, 'links'], message: 'unknown parent' })
      if (known.has(section.table))
        context.addIssue({ code: 'custom', path: ['sections', index, 'table'], message: 'twice' })
      known.add(section.table)
    })
  })

export type EhrMap = z.infer<typeof ehrMapSchema>
