import { type Backend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { planReplication, replicate } from '#engine/replicate/index.ts'
import { createReplica, moveToTrash, openVault, restoreFromTrash, type Vault } from '#engine/vault/index.ts'
import { prune } from '#engine/vault/test-support/cleaning.ts'
import { makeVault, SECRET, saveCopy } from '#engine/vault/test-support/vaults.ts'
import type { Dice } from './dice.ts'
import { type Files, SMALL, someFiles, Truth } from './truth.ts'

/** A vault in memory, what is true of it, and a piece of work that can be broken off at any step. */
export type Scene = {
  readonly place: MemoryBackend
  readonly truth: Truth
  /** Does the work, and writes down in `truth` what was acknowledged and what is not certain any more. */
  run(place: Backend, truth: Truth): Promise<void>
}

const KIT = 'palavras do kit'
const OLD = 'palavras antigas'

export async function cloneOf(place: Pick<MemoryBackend, 'files'>): Promise<MemoryBackend> {
  const clone = memoryBackend()
  await clone.create()
  for (const [path, bytes] of place.files) clone.files.set(path, bytes)
  return clone
}

/** A vault with a few copies, garbage to clean, a copy in the trash and two keys. */
async function furnished(dice: Dice) {
  const place = memoryBackend()
  const truth = new Truth()
  const vault = await makeVault(place, SMALL)
  await vault.addKey(OLD, { username: 'kit', hostname: 'papel' })
  truth.secrets.add(OLD)
  let files: Files | undefined
  const copy = async () => {
    files = someFiles(dice, files)
    return [await saveCopy(vault, files), files] as const
  }
  truth.copies.set(...(await copy()))
  const gone = await copy()
  truth.copies.set(...(await copy()))
  const trashed = await copy()
  await vault.removeSnapshot(gone[0])
  await moveToTrash(vault, trashed[0])
  truth.trashed.set(...trashed)
  return { place, truth, vault }
}

async function underLock(vault: Vault, mode: 'shared' | 'exclusive', work: () => Promise<void>): Promise<void> {
  const lock = await vault.lock(mode)
  try {
    await work()
  } finally {
    await lock.release()
  }
}

/** The kinds of work of which no step may hurt a vault. */
export const works = {
  async backup(dice: Dice): Promise<Scene> {
    const { place, truth } = await furnished(dice)
    const files = someFiles(dice, [...truth.copies.values()].at(-1))
    return {
      place,
      truth,
      async run(at, told) {
        const vault = await openVault(at, SECRET, SMALL)
        await underLock(vault, 'shared', async () => {
          told.copies.set(await saveCopy(vault, files), files)
        })
      },
    }
  },

  async prune(dice: Dice): Promise<Scene> {
    const { place, truth } = await furnished(dice)
    return {
      place,
      truth,
      async run(at) {
        await prune(await openVault(at, SECRET, SMALL))
      },
    }
  },

  async replicate(dice: Dice): Promise<Scene> {
    const { place: sourcePlace, truth: known, vault: source } = await furnished(dice)
    const place = memoryBackend()
    await createReplica(source, place)
    const truth = new Truth()
    truth.secrets.add(OLD)
    const [first = ''] = known.copies.keys()
    const bringUp = async (target: Vault, wants?: (id: string) => boolean) => {
      const from = await openVault(await cloneOf(sourcePlace), SECRET, SMALL)
      return replicate(from, target, await planReplication(from, target, wants ? { wants: ({ id }) => wants(id) } : {}))
    }
    await bringUp(await openVault(place, SECRET, SMALL), (id) => id === first)
    truth.copies.set(first, known.copies.get(first) ?? new Map())
    return {
      place,
      truth,
      async run(at, told) {
        await bringUp(await openVault(at, SECRET, SMALL))
        for (const [id, files] of known.copies) told.copies.set(id, files)
      },
    }
  },

  async 'change a key'(dice: Dice): Promise<Scene> {
    const { place, truth } = await furnished(dice)
    return {
      place,
      truth,
      async run(at, told) {
        const vault = await openVault(at, OLD, SMALL)
        await underLock(vault, 'exclusive', async () => {
          await vault.addKey(KIT, { username: 'kit', hostname: 'papel' })
          told.secrets.add(KIT)
          told.secrets.delete(OLD)
          await vault.removeKey(vault.openedWith.id)
          told.retired.add(OLD)
        })
      },
    }
  },

  async 'trash and back'(dice: Dice): Promise<Scene> {
    const { place, truth } = await furnished(dice)
    const [id = '', files = new Map()] = [...truth.copies].at(-1) ?? []
    const [back = '', backFiles = new Map()] = [...truth.trashed][0] ?? []
    return {
      place,
      truth,
      async run(at, told) {
        const vault = await openVault(at, SECRET, SMALL)
        await underLock(vault, 'exclusive', async () => {
          told.copies.delete(id)
          told.trashed.set(id, files)
          await moveToTrash(vault, id)
          await restoreFromTrash(vault, back)
          told.trashed.delete(back)
          told.copies.set(back, backFiles)
        })
      },
    }
  },
} as const satisfies Record<string, (dice: Dice) => Promise<Scene>>

export type WorkName = keyof typeof works
export const workNames = Object.keys(works) as readonly WorkName[]
