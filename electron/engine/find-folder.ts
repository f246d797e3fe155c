import type { Connector } from '#engine/connectors/index.ts'
import { inspectFolder } from '#engine/sources/index.ts'
import type { FolderFindings } from '#shared/domain/index.ts'

/** Endings under which clinics' programs keep SQLite databases; the first bytes decide, this only saves opening every photo. */
const LIKELY_DATABASE = /\.(db|db3|sqlite|sqlite3|s3db|sl3|dat|data)$/i
const MOST_FILES = 200_000
const LONGEST_LOOK_MS = 8000

/** Looks into a folder somebody wants to protect: how much is there, and which databases. Throws SRC_101 when it is not there. */
export async function findFolder(path: string, connector: Connector, signal: AbortSignal): Promise<FolderFindings> {
  const candidates: { path: string; bytes: number }[] = []
  const found = await inspectFolder(path, {
    limitFiles: MOST_FILES,
    limitMs: LONGEST_LOOK_MS,
    signal,
    onFile: (file) => {
      if (LIKELY_DATABASE.test(file.path)) candidates.push({ path: file.path, bytes: file.bytes })
    },
  })
  const databases: { path: string; bytes: number }[] = []
  for (const candidate of candidates) if (await connector.recognises(candidate.path)) databases.push(candidate)
  return { ...found, databases }
}
