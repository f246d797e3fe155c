import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import type { BlobIndex } from '../index/blob-index.ts'
import { openBlob, PackBuilder } from '../pack/index.ts'
import type { BlobType, Id } from '../types.ts'

/** Needed blobs that lie this close are read in one go, what is between them too. */
const GAP_BYTES = 128 * 1024
const READ_BYTES = 32 * 1024 ** 2
const MOVED = 0xffffffff

/**
 * Copies the needed blobs of some packs into new ones, sealed as they are, and makes these durable. No index names them yet.
 *
 * Each blob is opened and hashed before it counts as moved. Throws VAULT_105 for one that is damaged everywhere, DEST_….
 */
export async function repack(
  core: VaultCore,
  index: BlobIndex,
  keptIn: Uint32Array,
  packIds: ReadonlySet<Id>,
  onMoved: (bytes: number) => void,
): Promise<readonly IndexedPack[]> {
  const written: IndexedPack[] = []
  const open: Partial<Record<BlobType, PackBuilder>> = {}
  const send = async (builder: PackBuilder) => {
    delete open[builder.type]
    const { pack, bytes } = await builder.finish(core.masterKey, core.random)
    await core.backend.write({ kind: 'pack', name: pack.id }, bytes)
    written.push(pack)
  }
  try {
    let ordinal = 0
    for (const pack of index.packs()) {
      ordinal += 1
      if (!packIds.has(pack.id)) continue
      const needed = takeNeeded(index, keptIn, ordinal, pack.blobs)
      for await (const { blob, sealed } of readSealed(core, index, pack.id, needed)) {
        const builder = open[blob.type] ?? new PackBuilder(blob.type)
        open[blob.type] = builder
        const { uncompressedBytes } = blob
        builder.add(blob.id, { sealed, ...(uncompressedBytes !== undefined && { uncompressedBytes }) })
        onMoved(blob.length)
        if (builder.isFull(core.packTargetBytes)) await send(builder)
      }
    }
    for (const builder of Object.values(open)) await send(builder)
    return written
  } catch (error) {
    // No index names them: what is left of an interrupted move would only fill the disk.
    for (const { id } of written) await core.backend.remove({ kind: 'pack', name: id }).catch(() => undefined)
    throw error
  }
}

/** The blobs that this pack has to hand on. Each is taken once, also when the pack holds it twice. */
function takeNeeded(
  index: BlobIndex,
  keptIn: Uint32Array,
  ordinal: number,
  blobs: readonly PackedBlob[],
): readonly PackedBlob[] {
  return blobs.filter((blob) => {
    const number = index.numberOf(blob.type, blob.id)
    if (number === undefined || keptIn[number] !== ordinal) return false
    keptIn[number] = MOVED
    return true
  })
}

async function* readSealed(
  core: VaultCore,
  index: BlobIndex,
  packId: Id,
  blobs: readonly PackedBlob[],
): AsyncGenerator<{ readonly blob: PackedBlob; readonly sealed: Uint8Array }> {
  for (const run of runsOf(blobs)) {
    const offset = run[0]?.offset ?? 0
    const last = run.at(-1)
    const length = last ? last.offset + last.length - offset : 0
    const bytes = await core.backend.read({ kind: 'pack', name: packId }, { offset, length })
    for (const blob of run) {
      const sealed = bytes?.subarray(blob.offset - offset, blob.offset - offset + blob.length)
      if (sealed && isWhole(core, blob, sealed)) yield { blob, sealed }
      else yield await readElsewhere(core, index, packId, blob)
    }
  }
}

function isWhole(core: VaultCore, blob: PackedBlob, sealed: Uint8Array): boolean {
  return sealed.length === blob.length && openBlob(core.masterKey, blob, sealed).kind === 'plain'
}

async function readElsewhere(core: VaultCore, index: BlobIndex, packId: Id, { type, id }: PackedBlob) {
  for (const place of index.locate(type, id)) {
    if (place.packId === packId) continue
    const { offset, length } = place
    const sealed = await core.backend.read({ kind: 'pack', name: place.packId }, { offset, length })
    if (sealed && isWhole(core, place, sealed)) return { blob: place, sealed }
  }
  core.log.warn('vault.blob-damaged', { pack: packId, blob: id })
  return fail('VAULT_105')
}

function runsOf(blobs: readonly PackedBlob[]): readonly (readonly PackedBlob[])[] {
  const runs: PackedBlob[][] = []
  for (const blob of blobs) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const isNear =
      run?.[0] !== undefined &&
      last !== undefined &&
      blob.offset - (last.offset + last.length) <= GAP_BYTES &&
      blob.offset + blob.length - run[0].offset <= READ_BYTES
    if (run && isNear) run.push(blob)
    else runs.push([blob])
  }
  return runs
}
