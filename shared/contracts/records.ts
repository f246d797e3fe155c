import { z } from 'zod'
import {
  copyIdSchema,
  ehrMapSchema,
  lastEntriesSchema,
  mapReportSchema,
  openRecordsSchema,
  patientCardSchema,
  personIdSchema,
  recordDocumentSchema,
  recordReasonSchema,
  recordsIdSchema,
  sourceIdSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const ofCopy = { recordsId: recordsIdSchema }
/** Who looks, at whom, and why: written down before anything is shown. */
const ofPatient = {
  ...ofCopy,
  patientKey: z.string().min(2).max(2000),
  person: personIdSchema,
  reason: recordReasonSchema,
}

/** One patient out of a copy of the clinic's database ("modo de emergência"). Nothing in use is touched. */
export const recordCalls = {
  /**
   * Opens a copy of a database for reading, in private scratch that is wiped when it is closed. One at a time: another one that is open is closed.
   * Throws DB_105 for a source that is none, VAULT_109, VAULT_111, REC_105 for a kind that is not read this way, DB_102, DB_104, DB_110.
   */
  openRecords: call(z.object({ sourceId: sourceIdSchema, copyId: copyIdSchema }), openRecordsSchema),
  /** One that is not open any more is fine. */
  closeRecords: call(z.object(ofCopy), nothing),
  /** At most 50. Throws REC_101 where no confirmed map fits, REC_106 when the copy is closed. */
  findPatients: call(z.object({ ...ofCopy, text: z.string().max(200) }), z.array(patientCardSchema)),
  /** Throws REC_101, REC_102, REC_103, REC_106. */
  viewRecord: call(z.object(ofPatient), recordDocumentSchema),
  /** Writes the record into a folder of its own inside this one. Throws what `viewRecord` throws, REST_102, REST_103, REST_104. */
  exportRecord: call(
    z.object({ ...ofPatient, targetFolder: z.string().min(1).max(4096) }),
    z.object({
      folder: z.string(),
      rows: z.number().int(),
      files: z.number().int(),
      missingFiles: z.number().int(),
      bytes: z.number().int(),
      hasPdf: z.boolean(),
      durationMs: z.number().int(),
    }),
  ),
  /** For how long records are guarded: by the year of their last entry. Throws REC_101 where no confirmed map fits, REC_106. */
  lastEntries: call(z.object(ofCopy), lastEntriesSchema),
  /** The map in use, or a new proposal, and what it does not reach. Throws REC_106. */
  recordMap: call(z.object({ ...ofCopy, isFresh: z.boolean() }), mapReportSchema),
  /** A person looked at every link: from now on this database is read by this map. Throws REC_101 when it does not fit, REC_106. */
  confirmRecordMap: call(z.object({ ...ofCopy, map: ehrMapSchema }), openRecordsSchema),
}
