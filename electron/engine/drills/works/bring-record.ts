import {
  curatedMaps,
  type EhrMap,
  extractRecord,
  mapFor,
  type OpenCopy,
  PatientFinder,
  recount,
} from '#engine/records/index.ts'
import { readUnderLock } from '#engine/vault/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { problemsIn } from '../judge.ts'
import { databasesOf, openInSandbox } from './bring-database.ts'
import { bringFile } from './bring-files.ts'
import { randomCopy } from './choose-copy.ts'
import { bytesOf } from './copied-databases.ts'
import { type Done, takenAtMs, type Work, type WorkParts } from './work.ts'

type Cell = Parameters<typeof extractRecord>[3][number]

/**
 * A patient by chance, on a day by chance: the record read out of the copy's database and counted by two ways. Where the clinic's system is
 * not one whose tables are known, a file by chance instead.
 */
export const bringRecord: Work = async (parts) => {
  const found = await record(parts)
  // A document beside it, so that people have something to open.
  const file = await bringFile(parts)
  if (!found || problemsIn(file.finding) > 0) return file
  return { finding: found.finding, brought: [...found.brought, ...file.brought] }
}

async function record(parts: WorkParts): Promise<Done | undefined> {
  const { vault, signal } = parts
  const snapshot = randomCopy(parts)
  return readUnderLock(vault, signal, async (stop) => {
    await vault.loadIndex()
    try {
      for (const database of await databasesOf({ ...parts, signal: stop }, snapshot)) {
        // A file that may be looked at is better than a record that may not.
        if (!parts.maySee(database.path)) continue
        const opened = await openInSandbox(await bytesOf(database), { ...parts, signal: stop })
        try {
          const found = recordIn(opened, parts, database.path)
          if (found) return { ...found, finding: { ...found.finding, takenAtMs: takenAtMs(snapshot) } }
        } finally {
          await opened.close()
        }
      }
    } catch (error) {
      // No database in this copy, or one that only its own program opens.
      if (codeOf(error) !== 'VAULT_111' && codeOf(error) !== 'REC_105') throw error
    }
    return undefined
  })
}

function recordIn({ db, schema }: OpenCopy, { random, sandbox }: WorkParts, path: string) {
  const map: EhrMap | undefined = mapFor(schema, curatedMaps)
  if (map === undefined) return undefined
  const name = (text: string) => `"${text.replaceAll('"', '""')}"`
  const table = name(map.patient.table)
  const patients = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  if (patients === 0) return undefined
  const key = db
    .prepare<[number], Cell[]>(`SELECT ${map.patient.key.map(name).join(', ')} FROM ${table} LIMIT 1 OFFSET ?`)
    .raw()
    .get(random.below(patients))
  if (key === undefined) return undefined
  const extract = extractRecord(db, schema, map, key)
  if (!recount(db, schema, map, extract).isSame) fail('REC_102')
  const rows = extract.sections.reduce((sum, section) => sum + section.rows.length, 0)
  const who = new PatientFinder(db, schema, map).card(key)?.name ?? ''
  return {
    finding: { kind: 'record' as const, takenAtMs: 0, tables: extract.sections.length, rows, bytes: 0 },
    brought: [{ name: who, path, file: sandbox, bytes: 0 }],
  }
}
