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
  for (const name of names) {
    const file = path.join(dataFolder, name)
    const version = name.endsWith('.json')
      ? await jsonVersion(file)
      : name.endsWith('.db') && (await dbVersion(file).catch(() => 0))
    if (Number(version) > (WRITTEN_AS[name] ?? FIRST)) fail('APP_003')
  }
}

/** What does not read is for its own room to judge. */
async function jsonVersion(file: string): Promise<number> {
  try {
    const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version?: unknown }
    return typeof version === 'number' ? version : 0
  } catch {
    return 0
  }
}

/** SQLite's `user_version`, read from the file's first page: opening it would already write beside it. What cannot be read is for its own room to judge. */
async function dbVersion(file: string): Promise<number> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(100), 0, 100, 0)
    const isDatabase = bytesRead === 100 && buffer.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC
    return isDatabase ? buffer.readUInt32BE(USER_VERSION_AT) : 0
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
