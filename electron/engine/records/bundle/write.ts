import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Random } from '#engine/kernel/index.ts'
import { ownValue, type PatientCard, type RecordDocument } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import type { RecordDatabase } from '../database.ts'
import type { Extract } from '../extract.ts'
import type { EhrMap } from '../map.ts'
import type { Recount } from '../recount.ts'
import type { Cell } from '../rows.ts'
import { documentOf, type FoundFile, pictureOf } from './document.ts'
import { fhirBundle } from './fhir.ts'
import { recordHtml, type Stamp } from './html.ts'

export type BundleRequest = {
  readonly database: RecordDatabase
  readonly map: EhrMap
  readonly extract: Extract
  readonly recount: Recount
  readonly patient: PatientCard
  readonly stamp: Stamp
  /** When the bundle is made. */
  readonly nowMs: number
  /** Gets a folder of its own inside this one. */
  readonly targetFolder: string
  readonly random: Random
  /** Brings files that lie beside the database into `folder`, as many as the copy has; answers with their names there, by what the system calls them. */
  readonly bringFiles?: (originals: readonly string[], folder: string) => Promise<ReadonlyMap<string, string>>
  /** Prints an HTML file as a PDF. Left out where nobody can. */
  readonly printPdf?: (htmlPath: string, pdfPath: string) => Promise<void>
}
export type BundleResult = {
  readonly folder: string
  readonly rows: number
  readonly files: number
  readonly missingFiles: number
  readonly bytes: number
  readonly hasPdf: boolean
  readonly uncovered: RecordDocument['uncovered']
}

const FILES = 'arquivos'
const OURS = { mode: 0o600, flag: 'wx' } as const

/**
 * Writes one patient's record into a folder of its own: to be read (HTML, PDF), to be read by another system (FHIR), everything raw,
 * the files, and a list of it all with checksums. What was begun is removed again when it fails.
 *
 * Throws REC_102 for an extract its recount does not confirm, REST_102, REST_103.
 */
export async function writeBundle(request: BundleRequest): Promise<BundleResult> {
  if (!request.recount.isSame) fail('REC_102')
  const folder = await freshFolder(request.targetFolder, `Prontuário de ${fileName(request.patient.name)}`)
  try {
    return await fill(folder, request)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (codeOf(error) !== 'APP_000') throw error
    return fail(codeOfWriting(error), {}, { cause: error })
  }
}

async function fill(folder: string, request: BundleRequest): Promise<BundleResult> {
  const { database, map, extract, patient, stamp, random } = request
  await mkdir(path.join(folder, FILES), { mode: 0o700 })
  const shown = documentOf(database.db, database.schema, map, extract, patient)
  const placed = await placeFiles(folder, shown.files, request)
  const document = withFiles(shown.document, placed, folder)
  const html = path.join(folder, 'prontuario.html')
  await writeFile(html, recordHtml(await document, stamp), OURS)
  const moment = new Date(request.nowMs).toISOString()
  const bundle = fhirBundle(extract, patient, placed, moment, () => random.uuid())
  await writeFile(path.join(folder, 'bundle.fhir.json'), `${JSON.stringify(bundle, null, 1)}\n`, OURS)
  await writeFile(path.join(folder, 'dados.json'), `${JSON.stringify(rawData(extract), rawCell, 1)}\n`, OURS)
  const hasPdf = request.printPdf !== undefined
  await request.printPdf?.(html, path.join(folder, 'prontuario.pdf'))
  const { missingFiles, uncovered } = await document
  const rows = extract.sections.reduce((sum, section) => sum + section.rows.length, 0)
  const files = placed.filter((file) => file.path !== undefined).length
  const bytes = await writeManifest(folder, request, {
    missing: placed.filter((file) => file.path === undefined).map(({ original }) => original),
    uncovered,
    hasPdf,
  })
  return { folder, rows, files, missingFiles, bytes, hasPdf, uncovered }
}

type Placed = FoundFile & { readonly path?: string | undefined }

async function placeFiles(
  folder: string,
  files: readonly FoundFile[],
  { bringFiles }: BundleRequest,
): Promise<Placed[]> {
  const beside = [...new Set(files.filter(({ bytes }) => bytes === undefined).map(({ original }) => original))]
  const brought = beside.length > 0 ? await bringFiles?.(beside, path.join(folder, FILES)) : undefined
  const placed: Placed[] = []
  for (const [index, file] of files.entries()) {
    if (file.bytes === undefined) {
      const name = brought?.get(file.original)
      placed.push(name === undefined ? file : { ...file, path: `${FILES}/${name}` })
      continue
    }
    const name = `dentro-do-banco-${String(index + 1).padStart(4, '0')}${extensionOf(file)}`
    await writeFile(path.join(folder, FILES, name), file.bytes, OURS)
    placed.push({ ...file, path: `${FILES}/${name}` })
  }
  return placed
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  ...{ 'image/jpeg': '.jpg', 'image/png': '.png', 'image/gif': '.gif', 'image/webp': '.webp', 'image/tiff': '.tif' },
  ...{ 'application/pdf': '.pdf', 'application/dicom': '.dcm', 'text/plain': '.txt' },
}
function extensionOf({ mime, bytes }: FoundFile): string {
  if (bytes && Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') return '.pdf'
  return ownValue(EXTENSIONS, mime.toLowerCase()) ?? '.bin'
}

/** Says of each file where it went; small pictures are shown where they belong. */
async function withFiles(document: RecordDocument, placed: readonly Placed[], folder: string): Promise<RecordDocument> {
  const queues = Map.groupBy(placed, ({ section, row }) => `${section} ${row}`)
  const sections = await Promise.all(
    document.sections.map(async (section, at) => ({
      ...section,
      rows: await Promise.all(
        section.rows.map(async (row, index) => ({
          ...row,
          files: await Promise.all(
            (queues.get(`${at} ${index}`) ?? []).map(async (file, number) => {
              const shown = row.files[number]
              const { label, original, path: where, bytes } = file
              if (where === undefined) return { label, original, kind: 'missing' as const }
              const image =
                shown?.image ?? (bytes === undefined ? await pictureAt(path.join(folder, where)) : undefined)
              return {
                label,
                original,
                kind: bytes === undefined ? ('beside' as const) : ('inside' as const),
                path: where,
                ...(image === undefined ? {} : { image }),
              }
            }),
          ),
        })),
      ),
    })),
  )
  return { ...document, sections, missingFiles: placed.filter((file) => file.path === undefined).length }
}

async function pictureAt(file: string): Promise<string | undefined> {
  const { size } = await stat(file)
  return size > 400_000 ? undefined : pictureOf(await readFile(file))
}

const rawData = ({ patient, sections, key }: Extract) => ({
  paciente: patient,
  chave: key,
  tabelas: Object.fromEntries(sections.map(({ section, rows }) => [section.table, rows])),
})

/** Bytes stand in `arquivos`; numbers that JSON cannot hold become texts. */
function rawCell(this: unknown, key: string, shown: unknown): unknown {
  const value = (this as Readonly<Record<string, Cell>>)[key]
  if (value instanceof Uint8Array)
    return { bytes: value.length, sha256: createHash('sha256').update(value).digest('hex') }
  return typeof value === 'bigint' ? String(value) : shown
}

type Listed = {
  readonly missing: readonly string[]
  readonly uncovered: RecordDocument['uncovered']
  readonly hasPdf: boolean
}

async function writeManifest(
  folder: string,
  { stamp, extract, recount, map }: BundleRequest,
  { missing, uncovered, hasPdf }: Listed,
): Promise<number> {
  let bytes = 0
  const sums: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const hash = createHash('sha256')
    for await (const block of createReadStream(file)) {
      hash.update(block as Buffer)
      bytes += (block as Buffer).length
    }
    sums.push(`${hash.digest('hex')}  ${path.relative(folder, file).split(path.sep).join('/')}`)
  }
  const counted = new Map(recount.tables.map(({ table, counted: rows }) => [table, rows]))
  const lines = [
    'MANIFESTO DO PRONTUÁRIO',
    '',
    `Clínica: ${stamp.clinic}`,
    `Sistema: ${stamp.product} (mapa ${map.id}, ${map.origin})`,
    `Cópia: ${stamp.copyId}`,
    `Copiada em: ${stamp.copyTakenAt}`,
    `Tirado em: ${stamp.madeAt}`,
    `Por: ${stamp.person}`,
    `Motivo: ${stamp.reason}`,
    hasPdf ? '' : 'Sem PDF: quem fez este pacote não tinha janela para imprimir. O HTML diz o mesmo.',
    '',
    'LINHAS POR TABELA (entregues / contadas de novo por outro caminho)',
    ...extract.sections.map(
      ({ section, rows, withheld }) =>
        `${section.table}: ${rows.length} / ${counted.get(section.table) ?? '?'}${withheld > 0 ? ` (${withheld} de fora: apontam também para outro paciente)` : ''}`,
    ),
    ...extract.absent.map(({ table }) => `${table}: esta cópia não tem a tabela ou as colunas do mapa`),
    '',
    'TABELAS QUE O MAPA NÃO COBRE (linhas ao todo)',
    ...(uncovered.length === 0 ? ['nenhuma'] : uncovered.map(({ table, rows }) => `${table}: ${rows}`)),
    ...(map.ignored.length === 0 ? [] : ['', 'TABELAS DEIXADAS DE LADO PELO MAPA', map.ignored.join(', ')]),
    '',
    'ARQUIVOS CITADOS QUE NÃO ESTAVAM NA CÓPIA',
    ...(missing.length === 0 ? ['nenhum'] : missing),
    '',
    'SHA-256',
    ...sums.toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)),
    '',
  ]
  // Names of tables and words that somebody typed must not end a line and begin one of their own.
  const text = lines.map(oneLine).join('\n')
  await writeFile(path.join(folder, 'MANIFESTO.txt'), text, OURS)
  return bytes + Buffer.byteLength(text)
}

const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, '�')

async function freshFolder(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true }).catch((cause) => fail('REST_103', {}, { cause }))
  for (let number = 1; ; number++) {
    const folder = path.join(parent, number === 1 ? name : `${name} (${number})`)
    try {
      await mkdir(folder, { mode: 0o700 })
      return folder
    } catch (cause) {
      if (!isExisting(cause) || number > 500) fail('REST_103', {}, { cause })
    }
  }
}
const isExisting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'
const codeOfWriting = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    ? 'REST_102'
    : error instanceof Error &&
        'code' in error &&
        (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS')
      ? 'REST_103'
      : 'APP_000'

/** What every system takes for the name of a folder. */
export function fileName(text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
    .replace(/[ .]+$/, '')
  return name === '' ? 'paciente' : name
}
