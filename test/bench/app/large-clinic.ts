import { createHash } from 'node:crypto'
import { mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { AUDIT_FILE, Store } from '#engine/audit/index.ts'
import { openCatalog } from '#engine/catalog/index.ts'
// The bench fills the register and the catalogue as the engine does, and needs no other part of them.
import { hashOf } from '../../../electron/engine/audit/row.ts'
import { clinicFiles } from '../../../electron/engine/catalog/test-support/clinic-names.ts'
import { copyOfDay } from '../../../electron/engine/catalog/test-support/entries.ts'
import { keychainHost } from '../../demo/keychain-host.ts'
import { runEngine, setUpClinic } from '../../engine-client.ts'
import { makeFiles } from '../idle/files.ts'

export type LargeClinic = { readonly userData: string; readonly dataFolder: string }

const ROWS_AT_ONCE = 50_000
const YEAR_MS = 365 * 86_400_000
const TYPES = ['copy-finished', 'job-finished', 'call.previewVersion', 'call.searchFiles', 'replica-updated'] as const

/**
 * A clinic that is set up, whose catalogue knows `files` files and whose register has `lines` more lines, twenty years of them.
 *
 * Its disk is away afterwards: no start brings the catalogue in line with a vault that never held these files.
 */
export async function makeLargeClinic(
  work: string,
  { files, lines }: { files: number; lines: number },
): Promise<LargeClinic> {
  const [clinic, disk, userData] = [path.join(work, 'Clínica'), path.join(work, 'HD externo'), path.join(work, 'app')]
  const dataFolder = path.join(userData, 'engine')
  makeFiles(clinic, { files: 200, folders: 20 })
  for (const folder of [disk, userData]) mkdirSync(folder)
  const { client, engine, close } = await runEngine({ dataFolder, host: keychainHost() })
  await setUpClinic(client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: clinic, label: 'Tudo' }],
    destinationPath: disk,
  })
  await engine.idle()
  await close()
  const catalog = openCatalog(path.join(dataFolder, 'catalog.db'))
  await catalog.recordCopy(copyOfDay(Math.floor(Date.now() / 86_400_000) - 1), clinicFiles(files, 1))
  catalog.close()
  addLines(path.join(dataFolder, AUDIT_FILE), lines)
  renameSync(disk, `${disk} longe`)
  return { userData, dataFolder }
}

/** Lines as the register writes them, chained to what is there; without seals, which only the clinic's key makes. */
function addLines(file: string, lines: number): void {
  const store = Store.open(file, Date.now())
  const last = store.last()
  if (!last) throw new Error('the register of the prepared clinic is empty')
  let { number, hash } = last
  const beganMs = Date.now() - 20 * YEAR_MS
  for (let done = 0; done < lines; done += ROWS_AT_ONCE)
    store.add(
      Array.from({ length: Math.min(ROWS_AT_ONCE, lines - done) }, (_, at) => {
        number += 1
        const bare = {
          ...{ segment: last.segment, number, at_ms: Math.round(beganMs + ((done + at) / lines) * 20 * YEAR_MS) },
          ...{ type: TYPES[number % TYPES.length] ?? TYPES[0], actor: 'system', component: last.component },
          ...{ subject_kind: 'copy', subject_id: createHash('sha256').update(`${number}`).digest('hex') },
          ...{ extra: `{"files":${number},"seq":${number}}`, prev_hash: hash },
        }
        hash = hashOf(bare)
        return { ...bare, hash, seal: null }
      }),
    )
  store.close()
}
