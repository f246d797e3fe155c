import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { Backend, MemoryBackend } from '#engine/backends/index.ts'
import { type Approval, personIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { checkVault } from '../check.ts'
import { openVault } from '../open-vault.ts'
import { applyPrune, type PruneOptions, type PruneOutcome, type PrunePlan, planPrune } from '../prune/index.ts'
import { moveToTrash } from '../trash.ts'
import type { Vault } from '../types.ts'
import { quickClock } from './manual-clock.ts'
import { CHEAP, readCopy, SECRET, saveCopy } from './vaults.ts'

/** Small packs and index files, so that a little data makes many. */
export const SMALL = { ...CHEAP, clock: quickClock, packTargetBytes: 20_000, maxIndexBlobs: 30 }
export const ALL: Partial<PruneOptions> = { allowMoreThanHalf: true }
export type Files = ReadonlyMap<string, Uint8Array>

export function approve({ fingerprint }: { readonly fingerprint: string }, by = ['Ana', 'João']): Approval {
  const [requestedBy, confirmedBy] = by.map((name) => personIdSchema.parse(name))
  if (requestedBy === undefined || confirmedBy === undefined) throw new TypeError('two people')
  return { fingerprint, requestedBy, confirmedBy }
}

/** Plans and cleans, two people agreeing. */
export async function prune(
  vault: Vault,
  options: Partial<PruneOptions> = ALL,
): Promise<{ plan: PrunePlan; outcome: PruneOutcome }> {
  const plan = await planPrune(vault, options)
  return { plan, outcome: await applyPrune(vault, plan, approve(plan), { reserveBytes: 0 }) }
}

export function photos(name: string, count: number, sizeBytes = 2000): Files {
  return new Map(Array.from({ length: count }, (_, at) => [`${name} ${at}.jpg`, randomBytes(sizeBytes)] as const))
}

/**
 * A vault in which there is something of everything to clean: packs without use, packs half used, packs nobody named, small ones.
 *
 * Gives the copies that must stay, and one that is in the trash.
 */
export async function fillForCleaning(vault: Vault, place: MemoryBackend) {
  const shared = photos('comum', 6)
  const kept = new Map<string, Files>()
  const keep = async (files: Files) => kept.set(await saveCopy(vault, files), files)
  await keep(new Map([...shared, ...photos('fica', 10)]))
  const half = photos('mistura', 60, 800)
  const goneId = await saveCopy(vault, half)
  await keep(new Map([...half].filter((_, at) => at % 3 === 0)))
  const uselessId = await saveCopy(vault, photos('sai', 20))
  const trashed = new Map([...shared, ...photos('lixo', 8)])
  const trashedId = await saveCopy(vault, trashed)
  await vault.removeSnapshot(goneId)
  await vault.removeSnapshot(uselessId)
  await moveToTrash(vault, trashedId)
  const orphan = [...place.files].find(([path]) => path.startsWith('data/'))
  const name = 'ab'.repeat(32)
  place.files.set(`data/ab/${name}`, orphan?.[1] ?? Buffer.of())
  return { kept, trashed, trashedId }
}

/** A disk of a certain size around a place in memory. */
export function diskOf(place: MemoryBackend, capacityBytes: () => number): Backend {
  const usedBytes = () => [...place.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  return {
    ...place,
    async write(file, bytes) {
      if (usedBytes() + bytes.length > capacityBytes()) fail('DEST_102')
      await place.write(file, bytes)
    },
    freeBytes: async () => Math.max(0, capacityBytes() - usedBytes()),
  }
}

/** Bytes of all packs. */
export const storedBytes = (place: MemoryBackend) =>
  [...place.files].reduce((sum, [path, bytes]) => sum + (path.startsWith('data/') ? bytes.length : 0), 0)

/** Copies read back byte for byte, a full check finds nothing, and no pack is left over. */
export async function expectWhole(place: MemoryBackend, copies: ReadonlyMap<string, Files>): Promise<void> {
  const reader = await openVault(place, SECRET, SMALL)
  for (const [id, content] of copies) expect(await readCopy(reader, id)).toEqual(content)
  const report = await checkVault(reader, { readData: true })
  expect(report.problems).toEqual([])
  expect(report.unindexedPacks).toBe(0)
}
