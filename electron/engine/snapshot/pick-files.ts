import { isUtf8 } from 'node:buffer'
import path from 'node:path'
import type { Random } from '#engine/kernel/index.ts'
import { readUnderLock, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { isBook } from './books.ts'
import { type CopyEntry, listCopy } from './list-copy.ts'

/** Looking at more would only take longer. */
const MOST_LOOKED_AT = 50_000
/** A file shows that recovering works; it is no test of speed. */
const MOST_BYTES = 50 * 1024 * 1024

export type PickOptions = {
  readonly count: number
  /** Files from before this moment are taken first. */
  readonly olderThanMs?: number
  /** What lies at these paths is taken before anything else; all by default. */
  readonly maySee?: (path: string) => boolean
  readonly random: Random
  readonly signal: AbortSignal
}

/**
 * Files of a copy by chance, each as likely as the others (reservoir sampling, Vitter's algorithm R). Fewer where the copy has fewer.
 *
 * Of several, up to half are one of each kind, the commonest first: a thousand papers must not hide that no photo comes back.
 */
export function pickFiles(
  vault: Vault,
  snapshot: Snapshot,
  { count, olderThanMs = Number.NEGATIVE_INFINITY, maySee = () => true, random, signal }: PickOptions,
): Promise<readonly CopyEntry[]> {
  return readUnderLock(vault, signal, async (stop) => {
    await vault.loadIndex()
    const isOld = ({ node }: CopyEntry) => (Date.parse(node.mtime) || 0) < olderThanMs
    const isSeen = (entry: CopyEntry) => maySee(entry.path)
    // From the best to what there is: an old one that may be looked at, any of these, an old one, any.
    const wishes = [(entry: CopyEntry) => isSeen(entry) && isOld(entry), isSeen, isOld, () => true].map((fits) => ({
      fits,
      drawn: new Draw(count, random),
    }))
    let seen = 0
    for await (const entry of listCopy(vault, snapshot, { signal: stop })) {
      const { node } = entry
      const bytes = Number(node.sizeBytes ?? 0n)
      if (node.type !== 'file' || bytes === 0 || bytes > MOST_BYTES || !isText(entry) || isBook(entry.path)) continue
      for (const { fits, drawn } of wishes) if (fits(entry)) drawn.offer(entry)
      if (++seen === MOST_LOOKED_AT) break
    }
    return wishes.find(({ drawn }) => drawn.taken.length > 0)?.drawn.taken ?? []
  })
}

/** Names that are no text cannot be shown to whoever looks at what came back. */
const isText = ({ segments }: CopyEntry): boolean => segments.every((name) => isUtf8(name))

/** More kinds than any clinic's programs write; names like `.001` would otherwise be counted for ever. */
const MOST_KINDS = 64

class Draw {
  readonly #count: number
  readonly #random: Random
  readonly #all: Reservoir
  readonly #kinds = new Map<string, { seen: number; readonly one: Reservoir }>()

  constructor(count: number, random: Random) {
    this.#count = count
    this.#random = random
    this.#all = new Reservoir(count, random)
  }

  offer(entry: CopyEntry): void {
    this.#all.offer(entry)
    const name = path.posix.extname(entry.path).toLowerCase()
    const known = this.#kinds.get(name)
    if (!known && this.#kinds.size === MOST_KINDS) return
    const kind = known ?? { seen: 0, one: new Reservoir(1, this.#random) }
    this.#kinds.set(name, kind)
    kind.seen++
    kind.one.offer(entry)
  }

  get taken(): readonly CopyEntry[] {
    const ofKinds = [...this.#kinds.values()]
      .sort((left, right) => right.seen - left.seen)
      .slice(0, Math.floor(this.#count / 2))
      .flatMap(({ one }) => one.taken)
    const rest = this.#all.taken.filter((entry) => !ofKinds.includes(entry))
    return [...ofKinds, ...rest].slice(0, this.#count)
  }
}

class Reservoir {
  readonly taken: CopyEntry[] = []
  readonly #count: number
  readonly #random: Random
  #seen = 0

  constructor(count: number, random: Random) {
    this.#count = count
    this.#random = random
  }

  offer(entry: CopyEntry): void {
    const at = this.#seen++ < this.#count ? this.taken.length : this.#random.below(this.#seen)
    if (at < this.#count) this.taken[at] = entry
  }
}
