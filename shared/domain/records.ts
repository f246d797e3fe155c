import { z } from 'zod'
import { ehrMapSchema } from './ehr-map.ts'

const count = z.number().int().nonnegative()

/** One patient of a database copy. `key` names it in later calls on the same open copy. */
export const patientCardSchema = z.object({
  key: z.string().max(2000),
  name: z.string(),
  cpf: z.string(),
  birth: z.string(),
  sex: z.string(),
})
export type PatientCard = z.infer<typeof patientCardSchema>

export const recordFileSchema = z.object({
  label: z.string(),
  /** As the clinic's system wrote it down; empty for what lies inside the database. */
  original: z.string(),
  /** `inside` the database, `beside` it in the same copy, or `missing` from the copy. */
  kind: z.enum(['inside', 'beside', 'missing']),
  /** Where it lies in an export. */
  path: z.string().optional(),
  /** A small picture, as a data URL. */
  image: z.string().startsWith('data:image/').optional(),
})
export type RecordFile = z.infer<typeof recordFileSchema>

/** One patient's record as a person reads it. Patient data: it goes to screens and exports and is kept nowhere. */
export const recordDocumentSchema = z.object({
  patient: patientCardSchema,
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  sections: z.array(
    z.object({
      title: z.string(),
      rows: z.array(
        z.object({
          date: z.string(),
          /** Deleted in the clinic's system. */
          isDeleted: z.boolean(),
          fields: z.array(z.object({ label: z.string(), value: z.string(), isLong: z.boolean() })),
          files: z.array(recordFileSchema),
        }),
      ),
      /** Rows that also lead to another patient and were left out. */
      withheld: count,
    }),
  ),
  /** Tables nobody said anything about; they may hold something of the patient's. */
  uncovered: z.array(z.object({ table: z.string(), rows: count })),
  missingFiles: count,
})
export type RecordDocument = z.infer<typeof recordDocumentSchema>

/** Why somebody looks into a record outside the clinic's system. A choice, because it is written down for good. */
export const recordReasonSchema = z.enum([
  'system-down',
  'urgent-care',
  'patient-asks',
  'lost-in-system',
  'legal',
  'drill',
])
export type RecordReason = z.infer<typeof recordReasonSchema>

export const recordsIdSchema = z.uuid().brand<'RecordsId'>()
export type RecordsId = z.infer<typeof recordsIdSchema>

/** A database copy that is open for reading. It is closed, and its traces wiped, by whoever opened it, by the next one, and after a while. */
export const openRecordsSchema = z.object({
  recordsId: recordsIdSchema,
  label: z.string(),
  takenAtMs: z.number().int(),
  product: z.string(),
  /** `proposed` while nobody confirmed where this system keeps what: no record is shown by such a map. */
  mapState: z.enum(['curated', 'corrected', 'proposed', 'none']),
})
export type OpenRecords = z.infer<typeof openRecordsSchema>

/** How many records of a database copy got their last entry in which year, oldest year first. Nobody is named. */
export const lastEntriesSchema = z.object({
  years: z.array(z.object({ year: z.number().int(), records: count })),
  /** Records without an entry that has a day. */
  undated: count,
})
export type LastEntries = z.infer<typeof lastEntriesSchema>

/** How a map fits an open copy, for whoever corrects it. Names of tables and columns only. */
export const mapReportSchema = z.object({
  map: ehrMapSchema.nullable(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: count })),
  /** How sure each section's links are: declared by the database, fitting by name, by values alone, or written by hand. */
  evidence: z.array(
    z.object({
      table: z.string(),
      kind: z.enum(['declared', 'name', 'values', 'written']),
      share: z.number().nullable(),
    }),
  ),
  suspicious: z.array(z.object({ table: z.string(), columns: z.array(z.string()) })),
})
export type MapReport = z.infer<typeof mapReportSchema>
