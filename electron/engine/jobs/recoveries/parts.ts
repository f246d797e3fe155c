import os from 'node:os'
import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import { connectors } from '#engine/connectors/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { BOOKS, inCopy } from '#engine/snapshot/index.ts'
import type { LostThing, RecoveryWish } from '#shared/contracts/index.ts'
import type { CopyId, Source } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { RecoveryRecord } from './record.ts'

type RequestParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
}
type Thing = { readonly copyId: CopyId; readonly path: Uint8Array | undefined; readonly isDatabase: boolean }

/** Whether a path is a folder's or in it, both as copies name them. */
export const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`)

/** What a path of a copy is called on this computer. */
export function nativePath(copyPath: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return copyPath
  const [, first = '', ...rest] = copyPath.split('/')
  return [/^[A-Za-z]$/.test(first) ? `${first}:` : first, ...rest].join('\\')
}

/**
 * What a person asks for, as a record that is not begun yet.
 *
 * Throws VAULT_111 for a version, VAULT_109 for a copy that nobody knows, REST_107 for what cannot go back to its place: a database that may be
 * in use, or something that comes from elsewhere.
 */
export function newRecord(
  { session, catalog, clock, random }: RequestParts,
  { what, into }: RecoveryWish,
): RecoveryRecord {
  const thing = thingOf(catalog, what)
  const text = thing.path === undefined ? '' : Buffer.from(thing.path).toString()
  const sources = session.requireSettings().sources
  const copy = catalog.listCopies().find(({ copyId }) => copyId === thing.copyId)
  const isInPlace = into.kind === 'in-place'
  // What another computer had has no place on this one.
  if (isInPlace && copy === undefined) fail('REST_107')
  const databases = isInPlace ? databasesIn(sources, text) : { paths: [], count: 0 }
  const include = thing.path === undefined ? [] : [Buffer.from(thing.path).toString('base64')]
  const parts = isInPlace
    ? partsInPlace(thing, text, sources, databases.paths)
    : [{ include, exclude: [`/${BOOKS}`], targetFolder: into.folder, layout: layoutOf(what) }]
  const startedAtMs = Math.round(clock.nowMs())
  return {
    id: random.uuid(),
    startedAtMs,
    what: what.kind,
    name: text.slice(text.lastIndexOf('/') + 1),
    copyId: thing.copyId,
    copyTakenAtMs: copy?.takenAtMs ?? startedAtMs,
    isInPlace,
    isInSources: parts.some(({ targetFolder }) => isProtected(sources, targetFolder)),
    parts,
    leftOutDatabases: databases.count,
    folder: isInPlace ? (parts[0]?.targetFolder ?? os.homedir()) : into.folder,
    asideName: `Guardado antes de recuperar (${stamp(startedAtMs)})`,
    state: { kind: 'running', isResumed: false, doneBytes: 0, totalBytes: 0 },
    verdict: null,
  }
}

const layoutOf = ({ kind }: LostThing) => (kind === 'everything' ? 'full-path' : 'flat') as 'full-path' | 'flat'

function thingOf(catalog: Catalog, what: LostThing): Thing {
  if (what.kind === 'version') {
    const version = catalog.findVersion(what.versionKey) ?? fail('VAULT_111')
    const bytes = version.rawPath ?? Buffer.from(version.path)
    return { copyId: version.copyId, path: bytes, isDatabase: isDatabaseName(version.path) }
  }
  const folder = what.kind === 'folder' ? Buffer.from(what.folder) : undefined
  return { copyId: what.copyId, path: folder, isDatabase: false }
}

/** Where copies keep the dumps of servers is no place on this computer. */
const isDatabaseName = (copyPath: string): boolean => copyPath.startsWith('/Bancos de dados (Salvaguarda)/')

function partsInPlace(
  { path: bytes, isDatabase }: Thing,
  text: string,
  sources: readonly Source[],
  exclude: readonly string[],
): RecoveryRecord['parts'] {
  const folders = sources.flatMap((source) => (source.kind === 'folder' ? [inCopy(source.path)] : []))
  const put = (copyPath: string, raw: Uint8Array = Buffer.from(copyPath)) => ({
    include: [Buffer.from(raw).toString('base64')],
    exclude: [...exclude],
    targetFolder: path.dirname(nativePath(copyPath)),
    layout: 'flat' as const,
  })
  if (bytes === undefined) return folders.map((folder) => put(folder))
  const isTheirs = folders.some((folder) => isWithin(text, folder))
  if (isDatabase || exclude.includes(text) || !isTheirs) fail('REST_107')
  return [put(text, bytes)]
}

/** Databases in a folder of a copy ('' for all), with their logs: under somebody who works in them nothing is exchanged. */
function databasesIn(
  sources: readonly Source[],
  text: string,
): { readonly paths: readonly string[]; readonly count: number } {
  const found = sources.filter((source) => source.kind === 'sqlite' && isWithin(inCopy(source.path), text))
  const paths = found.flatMap((source) =>
    source.kind === 'sqlite' ? [source.path, ...connectors.sqlite.companions(source.path)] : [],
  )
  return { paths: paths.map(inCopy), count: found.length }
}

/** Whether what is written there is part of the next copy. */
function isProtected(sources: readonly Source[], folder: string): boolean {
  const target = inCopy(path.resolve(folder))
  return sources.some((source) => {
    if (source.kind !== 'folder') return false
    const own = inCopy(source.path)
    return isWithin(target, own) || isWithin(own, target)
  })
}

/** As part of a name that every system can keep. */
function stamp(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day} ${two(at.getHours())}h${two(at.getMinutes())}m${two(at.getSeconds())}`
}
