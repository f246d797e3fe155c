import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { bytesOf, type CopiedDatabase, foundDatabases, manifestOf } from '#engine/drills/index.ts'
import { bringFiles, isInVault } from '#engine/emergency/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import {
  curatedMaps,
  decodeKey,
  type EhrMap,
  ehrMapSchema,
  extractRecord,
  mapFor,
  type OpenCopy,
  openCopy,
  PatientFinder,
  recount,
  writeBundle,
} from '#engine/records/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import { type PatientCard, type RecordReason, recordReasonSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { formatMoment } from '#shared/units/index.ts'
import { chooseCopy } from '../choose-copies.ts'
import type { Command, Context } from '../context.ts'
import { visible } from '../entry-line.ts'

const READABLE: ReadonlySet<string> = new Set(['sqlite', 'postgresql', 'mariadb'])
const MOST_PATIENTS = 50

type Asked = {
  readonly name: string
  readonly targetFolder: string
  readonly person: string
  readonly reason: RecordReason
  readonly map: EhrMap | undefined
}

/**
 * Takes one patient's record out of a copy into a folder, with nothing but the vault: no clinic is set up on this computer. The database
 * lies in a private folder meanwhile, which is removed. A map that is named was looked at by whoever names it.
 */
export const record: Command = async (context) => {
  const { language, signal, values } = context
  const copyId = context.word(0, language === 'en' ? 'COPY' : 'CÓPIA')
  const asked = await askedFor(context)
  const scratchFolder = await mkdtemp(path.join(os.tmpdir(), 'salvaguarda-record-'))
  try {
    return await context.readVault(async (vault) => {
      if (await isInVault(asked.targetFolder, [await context.place()])) fail('REST_104')
      const snapshot = await chooseCopy(values, vault, copyId)
      const database = await databaseIn(context, vault, snapshot)
      if (!database) return 'problems'
      const copy = await openCopy(await bytesOf(database), { scratchFolder, random: systemRandom, signal })
      try {
        return await takeFrom(copy, { vault, snapshot, at: database.path, asked, context })
      } finally {
        await copy.close()
      }
    })
  } finally {
    await rm(scratchFolder, { recursive: true, force: true })
  }
}

async function askedFor(context: Context): Promise<Asked> {
  const { language, values } = context
  const text = (option: string) => values.text(option) ?? fail('APP_002', { detail: `--${option}` })
  const file = values.text('map')
  return {
    name: context.word(1, language === 'en' ? 'PATIENT' : 'PACIENTE'),
    targetFolder: path.resolve(text('target')),
    person: text('person'),
    reason: recordReasonSchema.safeParse(text('reason')).data ?? fail('APP_002', { detail: '--reason' }),
    map: file === undefined ? undefined : await readMap(file),
  }
}

/** Throws REC_101 for a file that is no map. */
async function readMap(file: string): Promise<EhrMap> {
  try {
    return { ...ehrMapSchema.parse(JSON.parse(await readFile(file, 'utf8'))), origin: 'corrected' }
  } catch (cause) {
    return fail('REC_101', {}, { cause })
  }
}

/** The database named, or the only one that is read by patient; several are listed, and none is guessed. Throws VAULT_111, REC_105. */
async function databaseIn(
  { output, signal, values }: Context,
  vault: Vault,
  snapshot: Snapshot,
): Promise<CopiedDatabase | undefined> {
  const found = await foundDatabases(vault, snapshot, signal, values.text('database'))
  if (found.length === 0) fail('VAULT_111')
  const readable: CopiedDatabase[] = []
  for (const database of found)
    if (database.kind === 'file' || READABLE.has((await manifestOf(database)).engine)) readable.push(database)
  const [only] = readable
  if (!only) fail('REC_105')
  if (readable.length === 1) return only
  output.note('recordDatabases')
  for (const database of readable) output.line(visible(database.path))
  return undefined
}

async function takeFrom(
  copy: OpenCopy,
  parts: { vault: Vault; snapshot: Snapshot; at: string; asked: Asked; context: Context },
) {
  const { vault, snapshot, at, asked, context } = parts
  const { clock, output, signal } = context
  const { db, schema } = copy
  const map = mapFor(schema, asked.map ? [asked.map] : curatedMaps) ?? fail('REC_101')
  const finder = new PatientFinder(db, schema, map)
  const patient = chosen(context, finder.find(asked.name, MOST_PATIENTS))
  if (!patient) return 'problems'
  const extract = extractRecord(db, schema, map, decodeKey(patient.key) ?? fail('REC_103'))
  const nowMs = clock.nowMs()
  const { dictionaries } = await import('#shared/i18n/index.ts')
  const { folder, rows, files, missingFiles } = await writeBundle({
    ...{ database: { db, schema, close: () => {} }, map, extract, recount: recount(db, schema, map, extract), patient },
    ...{ random: systemRandom, nowMs, targetFolder: asked.targetFolder },
    stamp: {
      // The vault knows the computer's name and not the clinic's.
      clinic: snapshot.hostname ?? '—',
      product: map.product,
      copyTakenAt: formatMoment(Date.parse(snapshot.time) || 0, nowMs, 'pt-BR'),
      copyId: snapshot.id.slice(0, 8),
      madeAt: formatMoment(nowMs, nowMs, 'pt-BR'),
      person: asked.person,
      reason: dictionaries['pt-BR'].records.reasons[asked.reason],
    },
    bringFiles: (originals, into) =>
      bringFiles(vault, snapshot, {
        ...{ originals, roots: [...snapshot.paths, path.posix.dirname(at)] },
        ...{ folder: into, signal },
      }),
  })
  if (output.isJson) output.json({ folder, rows, files, missing_files: missingFiles })
  output.say('recordTaken', { folder: visible(folder), rows, files, missing: missingFiles })
  return missingFiles > 0 ? 'done-with-skips' : 'done'
}

/** The only one found, or the one whose number was asked for; several are listed, and nobody is guessed. */
function chosen({ output, values }: Context, patients: readonly PatientCard[]): PatientCard | undefined {
  const number = values.count('patient')
  const patient = number === undefined && patients.length === 1 ? patients[0] : patients[(number ?? 0) - 1]
  if (patient) return patient
  output.note(patients.length === 0 ? 'notFound' : 'recordPatients')
  for (const [at, { name, birth, cpf }] of patients.entries())
    output.line(visible([at + 1, name, birth, cpf].filter((part) => part !== '').join('  ')))
  return undefined
}
