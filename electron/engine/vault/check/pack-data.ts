import type { IndexedPack } from '../format/index-file.ts'
import { packSizeBytes } from '../format/pack-header.ts'
import { readRoomsOf } from '../pack/index.ts'
import type { CheckedFiles } from './files.ts'
import type { CheckRun } from './run.ts'

/** Packs in memory at once: one is read while others are judged. */
const PACKS_AT_ONCE = 3

/** Reads every pack whole: its hash, its header against the index, and every blob in it. */
export async function checkPackData(run: CheckRun, { wholePacks }: Pick<CheckedFiles, 'wholePacks'>): Promise<void> {
  const packs = wholePacks.values()
  const work = async () => {
    for (const pack of packs) await checkPack(run, pack)
  }
  const all = Array.from({ length: PACKS_AT_ONCE }, work)
  // Nothing goes on behind the back of whoever stopped the check.
  await Promise.allSettled(all)
  await Promise.all(all)
}

async function checkPack(run: CheckRun, pack: IndexedPack): Promise<void> {
  const rooms = readRoomsOf(run.core).shared
  const room = rooms.take(packSizeBytes(pack.blobs))
  const bytes = await run.core.backend.read({ kind: 'pack', name: pack.id }, undefined, room)
  if (!bytes) {
    run.report('VAULT_105', 'pack-missing', pack.id)
    return run.advance(0)
  }
  const lengthBytes = bytes.length
  for (const { what, blob } of await run.core.crew.judge(pack, bytes)) run.report('VAULT_105', what, blob ?? pack.id)
  rooms.giveBack(room)
  run.advance(lengthBytes)
}
