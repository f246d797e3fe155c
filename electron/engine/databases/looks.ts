import { type ChangeMark, type ConnectorContext, connectorFor } from '#engine/connectors/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { ServerSource, SourceId } from '#shared/domain/index.ts'
import { type Code, codeOf } from '#shared/errors/index.ts'

export type LookParts = {
  readonly clock: Clock
  readonly context: ConnectorContext
  /** Somebody wrote to it, at the earliest at `sinceMs`. */
  readonly onChange: (sourceId: SourceId, sinceMs: number) => void
  /** Whether it answers: null, or why it does not. Told at the first answer and whenever it becomes another. */
  readonly onHeard: (sourceId: SourceId, code: Code | null) => void
}

type Known = {
  /** How it stood when it was last asked; undefined before. */
  mark: ChangeMark | undefined
  askedAtMs: number | undefined
  /** The newest copy holds everything that is known of it. */
  isSaved: boolean
  /** A dump of it is in a copy that is not finished yet, and nothing was written since. */
  isDumped: boolean
  /** The newest dump failed: to be tried again when the server is back. */
  isMissed: boolean
  heard: Code | null | undefined
  isCopied: boolean
  /** The look under way, if any. */
  turn: Promise<void> | undefined
}

/**
 * Knows of each database of a server whether its newest dump still is what the clinic has. Servers tell nobody, so they are asked: once a
 * minute (`automatic.ts`), one short question each, far below the shortest goal of 5 minutes.
 */
export class DatabaseLooks {
  readonly #parts: LookParts
  readonly #known = new Map<SourceId, Known>()

  constructor(parts: LookParts) {
    this.#parts = parts
  }

  /** Asks every one that is not being copied just now. Never throws. */
  async look(sources: readonly ServerSource[]): Promise<void> {
    const wanted = new Set(sources.map(({ id }) => id))
    for (const id of this.#known.keys()) if (!wanted.has(id)) this.#known.delete(id)
    await Promise.all(sources.map((source) => this.#look(source)))
  }

  /** A copy begins: whether the newest dump may stand for it again. A server that does not answer is not said to be unchanged. */
  async beforeDump(source: ServerSource, signal: AbortSignal): Promise<boolean> {
    const known = this.#of(source)
    known.isCopied = true
    known.isDumped = false
    await known.turn
    const isSame = await this.#ask(source, known, { signal }).catch(() => false)
    return isSame && known.isSaved
  }

  /** Its dump is in the vault; the copy is not finished yet. */
  async afterDump(source: ServerSource, signal: AbortSignal): Promise<void> {
    const known = this.#of(source)
    const beganMs = known.askedAtMs
    known.isDumped = known.mark !== undefined
    const isSame = await this.#ask(source, known, { signal, isAfterDump: true }).catch(() => false)
    if (!isSame && known.isDumped) this.#change(source, known, beganMs)
  }

  /** The copy is finished; `isMissed`: without this database. */
  copied({ id }: ServerSource, isMissed: boolean): void {
    const known = this.#known.get(id)
    if (!known) return
    known.isMissed = isMissed
    known.isSaved = !isMissed && (known.isSaved || known.isDumped)
  }

  /** The copy is over, whatever came of it. */
  over({ id }: ServerSource): void {
    const known = this.#known.get(id)
    if (known) known.isCopied = false
  }

  /** Those whose changes are learnt of within a minute. */
  heard(): readonly SourceId[] {
    return [...this.#known].filter(([, { heard }]) => heard === null).map(([id]) => id)
  }

  get isTrusted(): boolean {
    return [...this.#known.values()].every(({ heard }) => heard === null)
  }

  #of({ id }: ServerSource): Known {
    const known = this.#known.get(id) ?? { ...UNKNOWN }
    this.#known.set(id, known)
    return known
  }

  async #look(source: ServerSource): Promise<void> {
    const known = this.#of(source)
    if (known.isCopied) return
    known.turn ??= this.#lookNow(source, known).finally(() => {
      known.turn = undefined
    })
    await known.turn
  }

  async #lookNow(source: ServerSource, known: Known): Promise<void> {
    const [before, wasHeard] = [known.askedAtMs, known.heard]
    try {
      const isSame = await this.#ask(source, known, {})
      const isBack = wasHeard !== null && known.isMissed
      if ((!isSame && before !== undefined) || isBack) this.#change(source, known, before)
    } catch {
      // What it failed with was told; the next copy says it, too.
    }
  }

  #change({ id }: ServerSource, known: Known, sinceMs: number | undefined): void {
    known.isSaved = false
    known.isDumped = false
    this.#parts.onChange(id, sinceMs ?? this.#parts.clock.nowMs())
  }

  /** True when nobody wrote to it since it was last asked. */
  async #ask(
    { id, server }: ServerSource,
    known: Known,
    how: { readonly signal?: AbortSignal; readonly isAfterDump?: boolean },
  ): Promise<boolean> {
    const { clock, context, onHeard } = this.#parts
    const askedAtMs = clock.nowMs()
    const tell = (code: Code | null) => {
      if (known.heard !== code) onHeard(id, code)
      known.heard = code
    }
    try {
      const answer = await connectorFor(server).changed(server, known.mark, { ...context, ...how })
      known.mark = answer.mark
      known.askedAtMs = askedAtMs
      tell(null)
      if (answer.kind === 'same') return true
      known.isSaved = false
      return false
    } catch (error) {
      tell(codeOf(error))
      throw error
    }
  }
}

const UNKNOWN: Known = {
  mark: undefined,
  askedAtMs: undefined,
  isSaved: false,
  isDumped: false,
  isMissed: false,
  heard: undefined,
  isCopied: false,
  turn: undefined,
}
