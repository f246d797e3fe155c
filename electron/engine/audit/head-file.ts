import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Log, writeFileAtomic } from '#engine/kernel/index.ts'
import { type AuditHead, auditHeadSchema } from '#shared/domain/index.ts'
import { isSealed, sealOf } from './row.ts'

const fileSchema = z.object({
  version: z.literal(1),
  head: auditHeadSchema,
  /** Null while no key of the vault is known. */
  seal: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  checked: z.object({ place: z.number().int(), atMs: z.number(), wholeAtMs: z.number() }).nullable(),
})
type Kept = z.infer<typeof fileSchema>

/** Up to where the register was looked through, and when. */
export type Checked = NonNullable<Kept['checked']>

/**
 * The head of the register in a file of its own, sealed: lines cut from the end are missed.
 *
 * Written after the line itself; a power cut in between leaves an older head, which is true as well.
 */
export class HeadFile {
  readonly #file: string
  readonly #log: Log
  #kept: Kept | undefined
  #wanted: Kept | undefined
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: string, log: Log, kept: Kept | undefined) {
    this.#file = file
    this.#log = log
    this.#kept = kept
  }

  /** A file that does not read counts as none. */
  static async open(file: string, log: Log): Promise<HeadFile> {
    return new HeadFile(file, log, await load(file))
  }

  get head(): AuditHead | undefined {
    return this.#kept?.head
  }

  get checked(): Checked | null {
    return this.#kept?.checked ?? null
  }

  /** Whether a head has a seal of this key; undefined for one without any. */
  isGenuine(key: Uint8Array): boolean | undefined {
    if (this.#kept?.seal == null) return undefined
    return isSealed(key, textOf(this.#kept.head), this.#kept.seal)
  }

  /** Keeps a newer head. Without a key a sealed one stays: what it says goes on being true. */
  keep(head: AuditHead, key: Uint8Array | undefined): void {
    if (key === undefined && this.#kept?.seal != null) return
    this.#write({ version: 1, head, seal: key ? sealOf(key, textOf(head)) : null, checked: this.checked })
  }

  keepChecked(checked: Checked | null): void {
    if (this.#kept) this.#write({ ...this.#kept, checked })
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.#wanted !== undefined) await this.#writing
    await this.#writing
  }

  #write(kept: Kept): void {
    this.#kept = kept
    const isUnderWay = this.#wanted !== undefined
    this.#wanted = kept
    if (!isUnderWay) this.#writing = this.#writing.then(() => this.#writeAll())
  }

  async #writeAll(): Promise<void> {
    for (let wanted = this.#wanted; wanted !== undefined; wanted = this.#wanted) {
      try {
        await writeFileAtomic(this.#file, `${JSON.stringify(wanted)}\n`)
      } catch {
        this.#log.warn('audit.head-not-kept')
      }
      if (this.#wanted === wanted) this.#wanted = undefined
    }
  }
}

const textOf = ({ segment, number, hash }: AuditHead): string => `head ${segment} ${number} ${hash}`

async function load(file: string): Promise<Kept | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
