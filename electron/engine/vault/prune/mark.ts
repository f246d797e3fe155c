import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { inParallel } from '../documents.ts'
import { decodeTree } from '../format/tree.ts'
import type { BlobIndex } from '../index/blob-index.ts'
import { readBlob } from '../pack/index.ts'
import type { BlobType, Id } from '../types.ts'
import type { Survey } from './survey.ts'

/** Which blobs some copy needs, by their number in the index: one byte each. */
export type Needed = Uint8Array

/**
 * Follows every folder of every copy, and of every copy in the trash.
 *
 * Throws VAULT_105 when a copy needs what is not there or does not read. In the trash something may be missing, because another program
 * that knows no trash has cleaned; what is there is kept.
 */
export async function markNeeded(core: VaultCore, found: Survey, step: () => void): Promise<Needed> {
  const needed = new Uint8Array(found.index.blobCount)
  await markFrom(core, found.index, found.liveRoots, needed, () => fail('VAULT_105'), step)
  await markFrom(core, found.index, found.trashRoots, needed, () => undefined, step)
  return needed
}

async function markFrom(
  core: VaultCore,
  index: BlobIndex,
  roots: readonly Id[],
  needed: Needed,
  onMissing: () => undefined,
  step: () => void,
): Promise<void> {
  /** True the first time. */
  const mark = (type: BlobType, id: Id): boolean => {
    const number = index.numberOf(type, id)
    if (number === undefined) return onMissing() ?? false
    if (needed[number] === 1) return false
    needed[number] = 1
    return true
  }
  let wave = roots.filter((id) => mark('tree', id))
  while (wave.length > 0) {
    const next: Id[] = []
    await inParallel(core, wave, async (id) => {
      step()
      const nodes = decodeTree(await readBlob(core, index, 'tree', id)) ?? fail('VAULT_105')
      for (const { content, subtree } of nodes) {
        for (const chunk of content ?? []) mark('data', chunk)
        if (subtree !== undefined && mark('tree', subtree)) next.push(subtree)
      }
    })
    wave = next
  }
}
