import type { VaultCore } from '../core.ts'
import type { CheckProblem, CheckProgress, Id } from '../types.ts'

export type PackSize = { readonly id: Id; readonly sizeBytes: number }
export type CheckOptions = {
  /** Also read every pack and verify every blob in it. */
  readonly readData?: boolean
  /** Which of the packs to read, in which order, where it is not all of them. */
  readonly choosePacks?: (packs: readonly PackSize[]) => readonly Id[]
  /** Hears every now and then of packs that were read and found whole. */
  readonly onSoundPacks?: (ids: readonly Id[]) => void
  readonly onProgress?: (progress: CheckProgress) => void
  readonly signal?: AbortSignal
}

/** What the parts of one check share: findings, progress, and the way to stop. */
export class CheckRun {
  readonly core: VaultCore
  readonly problems: CheckProblem[] = []
  readonly #options: CheckOptions
  #readBytes = 0
  #totalBytes = 0

  constructor(core: VaultCore, options: CheckOptions) {
    this.core = core
    this.#options = options
  }

  get readBytes(): number {
    return this.#readBytes
  }

  get options(): CheckOptions {
    return this.#options
  }

  report(code: CheckProblem['code'], what: string, id: Id): void {
    this.problems.push({ code, what, id })
  }

  expect(totalBytes: number): void {
    this.#totalBytes = totalBytes
  }

  /** Counts bytes that were read and verified. Throws the signal's reason once it is aborted. */
  advance(bytes: number): void {
    this.#options.signal?.throwIfAborted()
    this.#readBytes += bytes
    this.#options.onProgress?.({ doneBytes: Math.min(this.#readBytes, this.#totalBytes), totalBytes: this.#totalBytes })
  }
}
