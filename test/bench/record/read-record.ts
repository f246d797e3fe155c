import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { localBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import {
  curatedMaps,
  decodeKey,
  extractRecord,
  mapFor,
  openCopy,
  PatientFinder,
  recount,
  writeBundle,
} from '#engine/records/index.ts'
import { storedFile } from '#engine/snapshot/index.ts'
import { openVault } from '#engine/vault/index.ts'

// `node read-record.ts VAULT COPY DATABASE NAME TARGET`: one patient's record out of the database of a copy, by the same calls as
// modo de emergência, in a process of its own. Writes beside the record what opening the vault and getting the record took of it.

const [, , place = '', copyId = '', database = '', name = '', target = ''] = process.argv
let cpu = process.cpuUsage()
let wallMs = performance.now()
function lap(): { readonly wallSeconds: number; readonly cpuSeconds: number } {
  const { user, system } = process.cpuUsage(cpu)
  const took = { wallSeconds: (performance.now() - wallMs) / 1000, cpuSeconds: (user + system) / 1e6 }
  cpu = process.cpuUsage()
  wallMs = performance.now()
  return took
}

const scratchFolder = path.join(target, '.scratch')
await mkdir(scratchFolder)
const vault = await openVault(localBackend(place), process.env.RESTIC_PASSWORD ?? '')
const snapshot = await vault.findSnapshot(copyId)
await vault.loadIndex()
const opening = lap()
const copy = await openCopy((await storedFile(vault, snapshot, database)).open(''), {
  scratchFolder,
  random: systemRandom,
})
const { db, schema } = copy
const map = mapFor(schema, curatedMaps)
if (!map) throw new Error('the database of the copy is not the demo clinic’s')
const [patient] = new PatientFinder(db, schema, map).find(name, 1)
if (!patient) throw new Error('the copy has no such patient')
const extract = extractRecord(db, schema, map, decodeKey(patient.key) ?? [])
const { rows } = await writeBundle({
  ...{ database: { db, schema, close: () => {} }, map, extract, recount: recount(db, schema, map, extract), patient },
  ...{ nowMs: Date.now(), targetFolder: target, random: systemRandom },
  stamp: {
    ...{
      clinic: 'Clínica Boa Vista',
      product: map.product,
      copyTakenAt: snapshot.time,
      copyId: snapshot.id.slice(0, 8),
    },
    ...{ madeAt: new Date().toISOString(), person: 'bench', reason: 'bench' },
  },
})
await copy.close()
const reading = lap()
await vault.close()
await writeFile(path.join(target, 'laps.json'), JSON.stringify({ opening, reading, rows }))
