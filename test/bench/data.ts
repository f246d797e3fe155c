import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type ClinicSizes, makeClinic } from '../fixtures/clinic/index.ts'
import type { BenchOptions } from './options.ts'

const dataSet = z.object({
  /** The folder to copy. */
  root: z.string(),
  databasePath: z.string(),
  files: z.number(),
  bytes: z.number(),
})
export type DataSet = z.infer<typeof dataSet>

/** The demo clinic at the asked size, without what a copy would leave out by choice. Made once for each set of parameters. */
export function clinicSet(cache: string, { sizes, seed }: BenchOptions): Promise<DataSet> {
  return cached(
    cache,
    'clinic',
    { ...sizes, smallFiles: 0, years: 10, duplicates: 5, sparseBytes: 4_194_304, hostile: true },
    seed,
  )
}

/** An archive of very many small files and nothing else. */
export async function smallFilesSet(cache: string, { sizes, seed }: BenchOptions): Promise<DataSet> {
  const { smallFiles, smallFileBytes } = sizes
  const made = await cached(
    cache,
    'small',
    {
      ...{ smallFiles, smallFileBytes, patients: 1, years: 1, photos: 0, photoBytes: 1, notes: 0, noteBytes: 1 },
      ...{ documents: 0, databaseBytes: 1, duplicates: 0, sparseBytes: 0, hostile: false },
    },
    seed,
  )
  return { ...made, root: path.join(made.root, 'Arquivo morto'), files: smallFiles }
}

async function cached(cache: string, name: string, sizes: ClinicSizes, seed: number): Promise<DataSet> {
  const parameters = JSON.stringify({ ...sizes, seed })
  const key = createHash('sha256').update(parameters).digest('hex').slice(0, 10)
  const folder = path.join(cache, 'data', `${name}-${key}`)
  const description = path.join(folder, 'data-set.json')
  if (existsSync(description)) {
    const set = dataSet.parse(JSON.parse(readFileSync(description, 'utf8')))
    return { ...set, root: path.join(folder, set.root), databasePath: path.join(folder, set.databasePath) }
  }
  process.stderr.write(`making the data: ${name} ${parameters}\n`)
  const fresh = `${folder}.part`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  const { root, databasePath, files, bytes, junkPaths } = await makeClinic({ into: fresh, seed, ...sizes })
  // ours leaves these out, the others copy them; without them all do the same work
  for (const junk of junkPaths) rmSync(path.join(root, junk))
  const set = { root: path.relative(fresh, root), databasePath: path.relative(fresh, databasePath), files, bytes }
  writeFileSync(path.join(fresh, 'data-set.json'), JSON.stringify(set))
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return { ...set, root: path.join(folder, set.root), databasePath: path.join(folder, set.databasePath) }
}
