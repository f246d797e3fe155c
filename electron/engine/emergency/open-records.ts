import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Clock, Random } from '#engine/kernel/index.ts'
import type { OpenCopy } from '#engine/records/index.ts'
import {
  type CopyId,
  type EhrMap,
  type OpenRecords,
  type RecordsId,
  recordsIdSchema,
  type Source,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

/** A database copy under a person's eyes. */
export type Opened = {
  readonly recordsId: RecordsId
  readonly source: Source
  readonly copyId: CopyId
  readonly takenAtMs: number
  readonly copy: OpenCopy
  /** Makes names into hashes that only this vault's key can make. */
  readonly nameKey: Uint8Array
  map: EhrMap | undefined
}

const IDLE_MS = 30 * 60_000
const LOOK_EVERY_MS = 60_000

/** At most one open copy, and nothing of it left when it is closed. */
export class OpenBook {
  readonly #folder: string
  readonly #clock: Clock
  readonly #random: Random
  readonly #stop = new AbortController()
  #open: Opened | undefined
  #usedAtMs = 0
  /** Opening and closing happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: { readonly folder: string; readonly clock: Clock; readonly random: Random }) {
    this.#folder = parts.folder
    this.#clock = parts.clock
    this.#random = parts.random
  }

  /** Closes what is open and opens another one. */
  open(work: (scratchFolder: string) => Promise<Omit<Opened, 'recordsId'>>): Promise<Opened> {
    return this.#inTurn(async () => {
      await this.#close()
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      const opened = { ...(await work(this.#folder)), recordsId: recordsIdSchema.parse(this.#random.uuid()) }
      if (this.#stop.signal.aborted) {
        await opened.copy.close()
        fail('APP_001')
      }
      this.#open = opened
      this.#usedAtMs = this.#clock.nowMs()
      void this.#watch(opened)
      return opened
    })
  }

  /** Throws REC_106. */
  find(recordsId: RecordsId): Opened {
    const opened = this.#open
    if (opened?.recordsId !== recordsId) return fail('REC_106')
    this.#usedAtMs = this.#clock.nowMs()
    return opened
  }

  close(recordsId: RecordsId): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#open?.recordsId === recordsId) await this.#close()
    })
  }

  async end(): Promise<void> {
    this.#stop.abort()
    await this.#inTurn(() => this.#close())
  }

  async #close(): Promise<void> {
    const opened = this.#open
    this.#open = undefined
    await opened?.copy.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** A person who went away leaves no record open. */
  async #watch(opened: Opened): Promise<void> {
    while (this.#open === opened) {
      try {
        await this.#clock.sleep(LOOK_EVERY_MS, this.#stop.signal)
      } catch {
        return
      }
      if (this.#open === opened && this.#clock.nowMs() - this.#usedAtMs >= IDLE_MS) await this.close(opened.recordsId)
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work)
    this.#turn = next.catch(() => {})
    return next
  }
}

export const shownRecords = ({ recordsId, source, takenAtMs, map }: Opened): OpenRecords => ({
  recordsId,
  label: source.label,
  takenAtMs,
  product: map?.product ?? '',
  mapState: map?.origin ?? 'none',
})

export const scratchIn = (temporaryFolder: string): string => path.join(temporaryFolder, 'records')
