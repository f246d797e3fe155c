import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { writeFileAtomic } from '#engine/kernel/index.ts'
import { type EhrMap, ehrMapSchema } from '#shared/domain/index.ts'

/** Maps a person confirmed on this computer. They hold names of tables and columns only. */
export class MapBook {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** A file that is none any more is passed over: the database asks for a map again. */
  async all(): Promise<EhrMap[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const read = names
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map(async (name) => {
        try {
          return ehrMapSchema.safeParse(JSON.parse(await readFile(path.join(this.#folder, name), 'utf8'))).data
        } catch {
          return undefined
        }
      })
    return (await Promise.all(read)).filter((map) => map !== undefined)
  }

  async keep(map: EhrMap): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeFileAtomic(path.join(this.#folder, `${map.id}.json`), `${JSON.stringify(map, null, 1)}\n`)
  }
}
