import { openFileSystem } from '#engine/sources/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { contentOf, expectedContent } from './content.ts'
import { differencesOf, type FileThen, type LookOptions } from './differences.ts'
import { extensionOf, pairsOf } from './pairs.ts'
import { countShrunk } from './shrunk.ts'
import type { Changes, Samples } from './types.ts'

/** Files whose beginnings are read. An attack shows in a few; more would cost a clinic's PC on every busy day. */
const MAX_SAMPLES = 40
/** So few files gone are no source that shrank. */
const SHRINK_FROM = 10

/**
 * What one copy changed against the one before it. Reads the folders that differ, and the first piece of some files, out of the vault.
 *
 * The vault's index must be loaded. Throws VAULT_… and DEST_… when folders do not read.
 */
export async function changesBetween(
  vault: Vault,
  before: Snapshot,
  after: Snapshot,
  { signal, isExpected }: LookOptions = {},
): Promise<Changes> {
  const found = await differencesOf(vault, before, after, { signal, isExpected })
  const pairs = pairsOf(found)
  const candidates: readonly Candidate[] = [
    ...found.changed,
    ...pairs.renamed,
    ...pairs.unknown.map((file) => [undefined, file] as const),
  ]
  const filesAfter = after.summary?.total_files_processed ?? 0
  return {
    filesBefore: before.summary?.total_files_processed ?? filesAfter + found.deletedFiles - found.createdFiles,
    filesAfter,
    created: found.createdFiles - pairs.moved,
    changed: found.changedFiles,
    deleted: found.deletedFiles - pairs.moved,
    moved: pairs.moved + found.movedFolders,
    sameEnding: pairs.sameEnding,
    noteFolders: pairs.noteFolders,
    shrunkSources:
      found.deletedFiles - pairs.moved < SHRINK_FROM && found.changedFiles < SHRINK_FROM
        ? 0
        : await countShrunk(vault, before, after, openFileSystem(), signal),
    samples: await sample(vault, spread(candidates), signal),
  }
}

type Candidate = readonly [before: FileThen | undefined, after: FileThen]

/** Some of many, from all over. */
function spread(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length <= MAX_SAMPLES) return candidates
  return Array.from({ length: MAX_SAMPLES }, (_, at) => {
    const candidate = candidates[Math.floor((at * candidates.length) / MAX_SAMPLES)]
    return candidate as Candidate
  })
}

async function sample(vault: Vault, candidates: readonly Candidate[], signal?: AbortSignal): Promise<Samples> {
  const samples = { taken: 0, formLost: 0, textLost: 0, unknownNoise: 0 }
  for (const [before, after] of candidates) {
    signal?.throwIfAborted()
    const bytes = await beginningOf(vault, after)
    if (!bytes) continue
    samples.taken += 1
    const now = contentOf(bytes)
    if (now.hasForm || now.isText) continue
    if (!before) {
      if (now.isNoise) samples.unknownNoise += 1
      continue
    }
    const old = await beginningOf(vault, before)
    const was = old && contentOf(old)
    const expected = expectedContent(extensionOf(before.name))
    if (was?.hasForm || (!was && expected === 'form' && now.isNoise)) samples.formLost += 1
    else if (was?.isText || (!was && expected === 'text' && now.isNoise)) samples.textLost += 1
  }
  return samples
}

/** The first piece of a file; undefined for an empty one, and for one that is damaged in the vault, which others tell of. */
async function beginningOf(vault: Vault, { content }: FileThen): Promise<Uint8Array | undefined> {
  const [first] = content
  if (first === undefined) return undefined
  try {
    return await vault.readBlob('data', first)
  } catch (error) {
    if (codeOf(error) === 'VAULT_105') return undefined
    throw error
  }
}
