import { fail } from '#shared/errors/index.ts'
import type { Id, Vault } from './types.ts'

/** Deeper than the longest path of any system allows where it matters: 4,096 bytes on Linux, in two a level. */
const MAX_DEPTH = 4_096
const MAX_ENTRIES = 50_000_000
/** A walk that gets here may have no end: now it is worth reading every folder once, to know how much there is. */
const SUSPICIOUS_FOLDERS = 20_000

/**
 * Ends a walk through a copy that would never end: forty folders that each hold the next one twice are few bytes and a million million files.
 *
 * For walkers that visit a folder as often as it is named; those that visit each once need none.
 */
export class WalkBounds {
  readonly #vault: Pick<Vault, 'readTree'>
  readonly #root: Id
  #folders = 0

  constructor(vault: Pick<Vault, 'readTree'>, root: Id) {
    this.#vault = vault
    this.#root = root
  }

  /** True for a folder below so many others that nothing could be brought back of it. */
  isTooDeep(depth: number): boolean {
    return depth > MAX_DEPTH
  }

  /** Counts a folder that is entered. Throws VAULT_107 when no clinic's copy can be as big as this one. */
  async enter(): Promise<void> {
    this.#folders += 1
    if (this.#folders === SUSPICIOUS_FOLDERS) await this.#requireEnd()
  }

  /** Counts what is below every folder from its bottom up, each folder once. */
  async #requireEnd(): Promise<void> {
    const totals = new Map<Id, number>()
    const open = async (id: Id) => {
      const nodes = await this.#vault.readTree(id).catch(() => [])
      const below = nodes.flatMap(({ type, subtree }) => (type === 'dir' && subtree !== undefined ? [subtree] : []))
      return { id, below, at: 0, total: nodes.length }
    }
    const stack = [await open(this.#root)]
    for (let folder = stack.at(-1); folder !== undefined; folder = stack.at(-1)) {
      const next = folder.below[folder.at]
      const known = next === undefined ? 0 : this.isTooDeep(stack.length) ? 0 : totals.get(next)
      if (next !== undefined && known === undefined) {
        stack.push(await open(next))
        continue
      }
      folder.total += known ?? 0
      if (folder.total > MAX_ENTRIES) fail('VAULT_107', { kind: 'snapshot' })
      folder.at += 1
      if (next !== undefined) continue
      totals.set(folder.id, folder.total)
      stack.pop()
    }
  }
}
