import { createHmac } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import { MANIFEST_NAME } from '#engine/connectors/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import {
  curatedMaps,
  decodeKey,
  discover,
  documentOf,
  type Extract,
  extractRecord,
  lastEntries,
  mapFor,
  openCopy,
  PatientFinder,
  type Recount,
  recount,
  writeBundle,
} from '#engine/records/index.ts'
import { type Host, inOrder, NOT_WHOLE_THERE, nearestFirst, type Session } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import { serverPlace, storedDump, storedFile } from '#engine/snapshot/index.ts'
import { derivedKey, type Snapshot, type Vault } from '#engine/vault/index.ts'
import type { recordCalls } from '#shared/contracts/index.ts'
import { type EhrMap, type MapReport, pathsOf, type RecordReason, type Source } from '#shared/domain/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import { formatMoment } from '#shared/units/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { bringFiles } from './bring-files.ts'
import { MapBook } from './map-book.ts'
import { OpenBook, type Opened, scratchIn, shownRecords } from './open-records.ts'

export type EmergencyParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly host: Pick<Host, 'printRecord'>
  readonly clock: Clock
  readonly random: Random
  readonly dataFolder: string
  readonly temporaryFolder: string
}
type Call<N extends keyof typeof recordCalls> = Parameters<Handlers<typeof recordCalls>[N]>[0]
type Asked = { readonly patientKey: string; readonly person: string; readonly reason: RecordReason }
type Confirmed = {
  readonly extract: Extract
  readonly recount: Recount
  readonly map: EhrMap
  readonly finder: PatientFinder
}

const MOST_PATIENTS = 50

/** Records out of a copy: opened, looked at, handed out. Every look is a fact before it is a look. */
export class Emergency {
  readonly #parts: EmergencyParts
  readonly #maps: MapBook
  readonly #book: OpenBook

  constructor(parts: EmergencyParts) {
    this.#parts = parts
    this.#maps = new MapBook(path.join(parts.dataFolder, 'record-maps'))
    this.#book = new OpenBook({ folder: scratchIn(parts.temporaryFolder), clock: parts.clock, random: parts.random })
  }

  handlers(): Handlers<typeof recordCalls> {
    return {
      openRecords: async (request, signal) => shownRecords(await this.#open(request, signal)),
      closeRecords: async ({ recordsId }) => {
        await this.#book.close(recordsId)
        return {}
      },
      findPatients: async ({ recordsId, text }) => {
        const opened = this.#book.find(recordsId)
        return new PatientFinder(opened.copy.db, opened.copy.schema, confirmedMap(opened)).find(text, MOST_PATIENTS)
      },
      viewRecord: async (asked) => {
        const opened = this.#book.find(asked.recordsId)
        const { extract, map, finder } = confirmed(opened, asked)
        const patient = finder.card(extract.key) ?? fail('REC_103')
        this.#tell(opened, 'viewed', asked, extract)
        const { document, files } = documentOf(opened.copy.db, opened.copy.schema, map, extract, patient)
        // Files beside the database are brought by an export only; here each says what the system calls it.
        return { ...document, missingFiles: files.filter(({ bytes }) => bytes === undefined).length }
      },
      exportRecord: (asked, signal) => this.#export(asked, signal),
      lastEntries: async ({ recordsId }) => {
        const opened = this.#book.find(recordsId)
        const { db, schema } = opened.copy
        return lastEntries(db, schema, confirmedMap(opened), new Date(opened.takenAtMs).getFullYear())
      },
      recordMap: async ({ recordsId, isFresh }) => reportOf(this.#book.find(recordsId), isFresh),
      confirmRecordMap: async ({ recordsId, map }) => {
        const opened = this.#book.find(recordsId)
        const corrected = { ...map, origin: 'corrected' as const }
        const table = opened.copy.schema.tables.find(({ name }) => name === map.patient.table)
        if (!table || !map.patient.key.every((key) => table.columns.some(({ name }) => name === key))) fail('REC_101')
        if (mapFor(opened.copy.schema, [corrected]) === undefined) fail('REC_101')
        await this.#maps.keep(corrected)
        opened.map = corrected
        return shownRecords(opened)
      },
    }
  }

  /** Wipes what is open. */
  close(): Promise<void> {
    return this.#book.end()
  }

  async #open({ sourceId, copyId }: Call<'openRecords'>, signal: AbortSignal): Promise<Opened> {
    const { session, catalog, random } = this.#parts
    const source = session.requireSettings().sources.find(({ id }) => id === sourceId) ?? fail('DB_105')
    const summary = catalog.listCopies().find((copy) => copy.copyId === copyId) ?? fail('VAULT_109')
    return this.#book.open(async (scratchFolder) => {
      const { copy, nameKey } = await this.#atCopy(copyId, async (vault, snapshot) => ({
        copy: await openCopy(await bytesOf(vault, snapshot, source), { scratchFolder, random, signal }),
        nameKey: derivedKey(vault, 'record-names'),
      }))
      const map = mapFor(copy.schema, await this.#maps.all()) ?? mapFor(copy.schema, curatedMaps) ?? proposalOf(copy)
      return { source, copyId, takenAtMs: summary.takenAtMs, copy, nameKey, map }
    })
  }

  async #export(asked: Call<'exportRecord'>, signal: AbortSignal) {
    const { session, clock, random, host } = this.#parts
    const startedAtMs = clock.nowMs()
    const opened = this.#book.find(asked.recordsId)
    const { extract, recount: counted, map, finder } = confirmed(opened, asked)
    const patient = finder.card(extract.key) ?? fail('REC_103')
    const settings = session.requireSettings()
    const roots = [...new Set(settings.sources.flatMap(rootsOf))]
    // Nothing of a patient goes where the vault keeps its bytes.
    if (await isInVault(asked.targetFolder, [settings.vault, ...settings.replicas])) fail('REST_104')
    this.#tell(opened, 'exported', asked, extract)
    const { bytes, folder, rows, files, missingFiles, hasPdf } = await writeBundle({
      ...{ database: { ...opened.copy, close: () => {} }, map, extract, recount: counted, patient, random },
      stamp: {
        clinic: settings.clinicName,
        product: map.product,
        copyTakenAt: formatMoment(opened.takenAtMs, clock.nowMs(), 'pt-BR'),
        copyId: opened.copyId.slice(0, 8),
        madeAt: formatMoment(clock.nowMs(), clock.nowMs(), 'pt-BR'),
        person: asked.person,
        reason: dictionaries['pt-BR'].records.reasons[asked.reason],
      },
      nowMs: clock.nowMs(),
      targetFolder: asked.targetFolder,
      bringFiles: (originals, into) =>
        this.#atCopy(opened.copyId, (vault, snapshot) =>
          bringFiles(vault, snapshot, { originals, roots, folder: into, signal }),
        ),
      printPdf: async (html) => {
        await host.printRecord({ folder: path.dirname(html) })
      },
    })
    return {
      folder,
      rows,
      files,
      missingFiles,
      bytes,
      hasPdf,
      durationMs: Math.max(0, Math.round(clock.nowMs() - startedAtMs)),
    }
  }

  /** Work on a copy at the nearest place that has it whole. */
  #atCopy<T>(copyId: string, work: (vault: Vault, snapshot: Snapshot) => Promise<T>): Promise<T> {
    const { session, catalog } = this.#parts
    return inOrder(
      session,
      async (vault) => {
        const snapshot = await vault.findSnapshot(copyId)
        await vault.loadIndex()
        return work(vault, snapshot)
      },
      { places: nearestFirst(session, catalog, copyId), passOver: NOT_WHOLE_THERE },
    )
  }

  #tell(opened: Opened, how: 'viewed' | 'exported', { person, patientKey, reason }: Asked, extract: Extract): void {
    const hash = (kind: string, text: string) =>
      createHmac('sha256', opened.nameKey).update(`${kind}\0${text}`).digest('hex').slice(0, 32)
    const rows = extract.sections.reduce((sum, section) => sum + section.rows.length, 0)
    this.#parts.catalog.commitFact({
      ...{ kind: 'record-read', how, sourceId: opened.source.id, copyId: opened.copyId, reason, rows },
      personHash: hash('person', person.normalize('NFKC').trim().toLowerCase()),
      patientHash: hash('patient', `${opened.source.id}\0${patientKey}`),
    })
  }
}

/** The bytes of the database in a copy: its file, or the first part of its dump. */
async function bytesOf(vault: Vault, snapshot: Snapshot, source: Source): Promise<AsyncIterable<Uint8Array>> {
  if (source.kind === 'sqlite') return (await storedFile(vault, snapshot, source.path)).open('')
  if (source.kind !== 'server') return fail('DB_105')
  if (source.server.kind !== 'postgresql' && source.server.kind !== 'mariadb') return fail('REC_105')
  const dump = await storedDump(vault, snapshot, serverPlace(source.server))
  const blocks: Uint8Array[] = []
  for await (const block of dump.open(MANIFEST_NAME)) blocks.push(block)
  const name = firstFile(Buffer.concat(blocks).toString())
  return dump.open(name)
}

function firstFile(manifest: string): string {
  const files = /"files":\s*\[\s*\{\s*"name":\s*("(?:[^"\\]|\\.)*")/.exec(manifest)?.[1]
  return files === undefined ? fail('DB_110') : String(JSON.parse(files))
}

function proposalOf(copy: Opened['copy']): EhrMap | undefined {
  try {
    return discover(copy.db, copy.schema).map
  } catch (error) {
    if (isAppError(error) && error.code === 'REC_104') return undefined
    throw error
  }
}

/** Throws REC_101 while nobody looked at the links. */
function confirmedMap({ map }: Opened): EhrMap {
  return map === undefined || map.origin === 'proposed' ? fail('REC_101') : map
}

function confirmed(opened: Opened, { patientKey }: Asked): Confirmed {
  const map = confirmedMap(opened)
  const { db, schema } = opened.copy
  const extract = extractRecord(db, schema, map, decodeKey(patientKey) ?? fail('REC_103'))
  const counted = recount(db, schema, map, extract)
  if (!counted.isSame) fail('REC_102')
  return { extract, recount: counted, map, finder: new PatientFinder(db, schema, map) }
}

function reportOf({ copy, map }: Opened, isFresh: boolean): MapReport {
  const { db, schema } = copy
  const tables = schema.tables.map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => column.name),
    rows:
      db
        .prepare<[], number>(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`)
        .pluck()
        .get() ?? 0,
  }))
  if (!isFresh && map !== undefined && map.origin !== 'proposed') {
    const evidence = map.sections.map(({ table }) => ({ table, kind: 'written' as const, share: null }))
    return { map, tables, evidence, suspicious: [] }
  }
  try {
    const proposal = discover(db, schema)
    const evidence = proposal.sections.flatMap(({ table, links }) => {
      const [first] = links
      if (!first) return []
      const share = first.evidence.kind === 'declared' ? null : first.evidence.share
      return [{ table, kind: first.evidence.kind, share }]
    })
    const suspicious = proposal.suspicious.map(({ table, columns }) => ({ table, columns: [...columns] }))
    return { map: proposal.map, tables, evidence, suspicious }
  } catch (error) {
    if (isAppError(error) && error.code === 'REC_104') return { map: null, tables, evidence: [], suspicious: [] }
    throw error
  }
}

/** Folders below which the database may mean what it names. */
const rootsOf = (source: Source): readonly string[] =>
  source.kind === 'folder' ? [source.path] : source.kind === 'sqlite' ? [path.dirname(source.path)] : pathsOf(source)

/** Whether a folder lies where a vault keeps its bytes: nothing of a patient goes there. */
export async function isInVault(target: string, places: readonly Pick<VaultPlace, 'place'>[]): Promise<boolean> {
  const folder = path.resolve(target)
  for (const { place } of places) {
    if (place.kind !== 'local') continue
    const relative = path.relative(path.resolve(place.path), folder)
    const isBelow = relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative))
    if (isBelow && (await stat(path.join(place.path, 'config')).catch(() => undefined))) return true
  }
  return false
}
