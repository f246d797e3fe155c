import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '#engine/kernel/index.ts'
import { recoveryIdSchema, recoveryStateSchema } from '#shared/contracts/index.ts'
import { copyIdSchema } from '#shared/domain/index.ts'

/** A path of a copy: its bytes in base64, since names need not be text. */
const copyPath = z.string()

/** One recovery as it is kept on this computer: what was asked for, and how it went. Its journal lies beside it. */
export const recordSchema = z.object({
  id: recoveryIdSchema,
  startedAtMs: z.number().int(),
  what: z.enum(['version', 'folder', 'everything']),
  name: z.string(),
  copyId: copyIdSchema,
  copyTakenAtMs: z.number().int(),
  isInPlace: z.boolean(),
  /** It changes what is protected, so a copy made meanwhile says so. */
  isInSources: z.boolean(),
  parts: z.array(
    z.object({
      include: z.array(copyPath),
      exclude: z.array(z.string()),
      targetFolder: z.string(),
      layout: z.enum(['flat', 'full-path']),
    }),
  ),
  leftOutDatabases: z.number().int(),
  folder: z.string(),
  asideName: z.string(),
  state: recoveryStateSchema,
  verdict: z.enum(['right', 'wrong']).nullable(),
})
export type RecoveryRecord = z.infer<typeof recordSchema>

/** The records of a folder. They name what people recovered: the folder is this computer's user's alone. */
export class RecordFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  journalOf(id: string): string {
    return path.join(this.#folder, `${id}.journal`)
  }

  async save(record: RecoveryRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeFileAtomic(path.join(this.#folder, `${record.id}.json`), JSON.stringify(record))
  }

  /** One that does not read is passed over: what it brought stays where it is. */
  async load(): Promise<RecoveryRecord[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const records: RecoveryRecord[] = []
    for (const name of names) {
      if (!name.endsWith('.json')) continue
      try {
        const parsed = recordSchema.safeParse(JSON.parse(await readFile(path.join(this.#folder, name), 'utf8')))
        if (parsed.success) records.push(parsed.data)
      } catch {
        // Half a file of another time says nothing.
      }
    }
    return records.toSorted((left, right) => right.startedAtMs - left.startedAtMs)
  }
}
