import { fail, isAppError } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import type { BlobIndex, BlobLocation } from '../index/blob-index.ts'
import type { BlobType, Id } from '../types.ts'
import { ReadAhead, SMALL_BYTES } from './read-ahead.ts'

/**
 * The plain bytes of a blob, verified; every known place is tried before giving up.
 *
 * Throws VAULT_105 when none holds it whole, DEST_101 when the vault itself is gone, other DEST_… as the place reports them.
 */
export async function readBlob(core: VaultCore, index: BlobIndex, type: BlobType, id: Id): Promise<Uint8Array> {
  let cause: unknown
  for (const place of index.locate(type, id)) {
    try {
      const sealed = await readerOf(core).read(place)
      if (sealed?.length !== place.length) continue
      const opened = await core.crew.open(place, sealed)
      if (opened.kind === 'plain') return opened.bytes
      // A fault of the moment must not be remembered for the next try.
      readerOf(core).forget(place.packId)
      core.log.warn('vault.blob-damaged', { pack: place.packId, blob: id, what: opened.what })
    } catch (error) {
      cause = error
    }
  }
  if (isAppError(cause)) throw cause
  await requirePlace(core)
  return fail('VAULT_105', {}, { cause })
}

/** Sealed bytes of a pack as its place gives them: few of them along with what lies behind them, many into `room`. */
export async function readSealed(
  core: VaultCore,
  { packId, offset, length }: Pick<BlobLocation, 'packId' | 'offset' | 'length'>,
  room: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (length <= SMALL_BYTES) return readerOf(core).read({ packId, offset, length })
  const bytes = await core.backend.read({ kind: 'pack', name: packId }, { offset, length }, room)
  if (bytes?.length !== length || bytes.buffer === room.buffer) return bytes
  room.set(bytes)
  return room
}

const readers = new WeakMap<VaultCore, ReadAhead>()

function readerOf(core: VaultCore): ReadAhead {
  const reader = readers.get(core) ?? new ReadAhead(core.backend)
  readers.set(core, reader)
  return reader
}

/** Whoever judges what lies on the disk now must not be given what was read ahead before. */
export function forgetReadAhead(core: VaultCore): void {
  readers.delete(core)
}

/** An empty mount point looks like a vault that lost its files: DEST_101 when not even the config is there any more. */
export async function requirePlace({ backend }: Pick<VaultCore, 'backend'>): Promise<void> {
  if (!(await backend.stat({ kind: 'config', name: '' }))) fail('DEST_101')
}
