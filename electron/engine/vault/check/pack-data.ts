import { unseal } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { decodePackHeader, locatePackHeader } from '../format/pack-header.ts'
import { openBlob } from '../pack/index.ts'
import type { CheckedFiles } from './files.ts'
import type { CheckRun } from './run.ts'

/** Reads every pack whole: its hash, its header against the index, and every blob in it. */
export async function checkPackData(run: CheckRun, { wholePacks }: Pick<CheckedFiles, 'wholePacks'>): Promise<void> {
  for (const pack of wholePacks) {
    const bytes = await run.core.backend.read({ kind: 'pack', name: pack.id })
    if (!bytes) run.report('VAULT_105', 'pack-missing', pack.id)
    else checkPack(run, pack, bytes)
    run.advance(bytes?.length ?? 0)
  }
}

function checkPack(run: CheckRun, pack: IndexedPack, bytes: Uint8Array): void {
  if (idOf(bytes) !== pack.id) run.report('VAULT_105', 'pack-hash', pack.id)
  const place = locatePackHeader(bytes)
  const header = place && unseal(run.core.masterKey, bytes.subarray(place.start, place.end))
  const named = header && decodePackHeader(header)
  if (!named) run.report('VAULT_105', 'pack-header', pack.id)
  else if (!isSameList(named, pack.blobs)) run.report('VAULT_105', 'pack-header-differs', pack.id)
  for (const blob of pack.blobs) {
    const opened = openBlob(run.core.masterKey, blob, bytes.subarray(blob.offset, blob.offset + blob.length))
    if (opened.kind === 'damaged') run.report('VAULT_105', opened.what, blob.id)
  }
}

function isSameList(left: readonly PackedBlob[], right: readonly PackedBlob[]): boolean {
  return left.length === right.length && left.every((blob, at) => isSameBlob(blob, right[at]))
}

function isSameBlob(left: PackedBlob, right: PackedBlob | undefined): boolean {
  return (
    left.id === right?.id &&
    left.type === right.type &&
    left.offset === right.offset &&
    left.length === right.length &&
    left.uncompressedBytes === right.uncompressedBytes
  )
}
