import { open, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { CATALOG_VERSION } from '#engine/catalog/index.ts'
import { SETTINGS_VERSION } from '#engine/settings/index.ts'
import { engineContract } from '#shared/contracts/index.ts'
import { type AppError, type Code, fail, isAppError } from '#shared/errors/index.ts'
import { type Handlers, serve } from '#shared/wire/index.ts'
import { type Engine, type EngineOptions, startEngine } from './engine.ts'

/** What a file is written as today; every other one is written as the first. */
const WRITTEN_AS: Readonly<Record<string, number>> = {
  'settings.json': SETTINGS_VERSION,
  'catalog.db': CATALOG_VERSION,
  // Its lines carry what they need to be read; the file itself never got a number.
  'audit.db': 0,
}
const FIRST = 1
/** A folder that is not begun with: whoever asks is told why, and nothing in it changes. */
const REFUSALS: readonly Code[] = ['APP_003', 'SET_106']
/** A book is read once, by its own room: here only where it begins. */
const HEADER_BYTES = 100
const VERSION_FIRST = /^\s*\{\s*"version"\s*:\s*(\d+)\s*[,}]/
const SQLITE_MAGIC = 'SQLite format 3\0'
const USER_VERSION_AT = 60

/** The engine on a data folder, or one that answers everything with why it must not begin there. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  try {
    await requireNotNewer(options.dataFolder)
    return await startEngine(options)
  } catch (error) {
    if (!isAppError(error) || !REFUSALS.includes(error.code)) throw error
    options.log.warn('engine.refused', { code: error.code })
    return refusing(error)
  }
}

/** Looks at every file that has a version, before any is opened for work. Throws APP_003. */
async function requireNotNewer(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder).catch(() => [])
  const looked = names.map(async (name) => {
    const read = name.endsWith('.json') ? jsonVersion : name.endsWith('.db') ? dbVersion : undefined
    // What cannot be read is for its own room to judge.
    const version = (await read?.(path.join(dataFolder, name)).catch(() => 0)) ?? 0
    return version > (WRITTEN_AS[name] ?? FIRST)
  })
  if ((await Promise.all(looked)).includes(true)) fail('APP_003')
}

/** The version stands at the beginning of every file of ours; one that has it elsewhere, or none, is read whole. */
async function jsonVersion(file: string): Promise<number> {
  const begun = VERSION_FIRST.exec((await beginningOf(file)).toString('utf8'))
  if (begun) return Number(begun[1])
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version?: unknown }
  return typeof version === 'number' ? version : 0
}

/** SQLite's `user_version`, read from the file's first page: opening it would already write beside it. */
async function dbVersion(file: string): Promise<number> {
  const begin = await beginningOf(file)
  const isDatabase = begin.length === HEADER_BYTES && begin.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC
  return isDatabase ? begin.readUInt32BE(USER_VERSION_AT) : 0
}

async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function refusing(error: AppError): Engine {
  const refuse = () => {
    throw error
  }
  const names = Object.keys(engineContract) as (keyof typeof engineContract)[]
  const handlers = Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Handlers<typeof engineContract>
  return {
    serve: (port) => serve(port, engineContract, handlers, () => {}),
    idle: async () => {},
    close: async () => {},
  }
}
