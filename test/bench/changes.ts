import { lstatSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { randomFor } from '../fixtures/clinic/random.ts'

/** The clinic in use between two copies; each change is the same for every tool, because all copy the same folder. */
export type Clinic = { readonly root: string; readonly databasePath: string }

const PATIENTS = 'Pacientes'
const RENAMED = 'Pacientes (arquivo 2026)'

/** Changes every hundredth file: a paragraph more in a text, all bytes of anything else, as a photo saved again has. */
export function changeOnePercent({ root }: Clinic, seed: number): number {
  const random = randomFor(seed, 'um por cento')
  const files = readdirSync(path.join(root, PATIENTS), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
  const step = Math.min(100, Math.ceil(files.length / 3))
  const chosen = files.filter((_, at) => at % step === seed % step)
  for (const file of chosen) {
    if (/\.(txt|rtf)$/.test(file))
      writeFileSync(file, `${readFileSync(file, 'latin1')}\nRetorno em ${seed} dias.\n`, 'latin1')
    else writeFileSync(file, random.bytes(statSync(file).size))
  }
  return chosen.length
}

/** Renames the folder that holds all photos and notes: nothing of it may be stored again. */
export function renamePhotoFolder({ root }: Clinic): void {
  renameSync(path.join(root, PATIENTS), path.join(root, RENAMED))
}

/** Changes one treatment note in a hundred, scattered over the whole database: the worst case, most chunks differ. Returns how many. */
export function changeDatabase({ databasePath }: Clinic): number {
  const database = new Database(databasePath)
  try {
    const { changes } = database.prepare("UPDATE evolucoes SET texto = texto || ' Revisto.' WHERE id % 100 = 1").run()
    database.pragma('wal_checkpoint(TRUNCATE)')
    return changes
  } finally {
    database.close()
  }
}

/** A photo to bring back alone: the middle one under the renamed folder. */
export function onePhoto({ root }: Clinic): string {
  const photos = readdirSync(path.join(root, RENAMED), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.jpg'))
    .sort()
  const chosen = photos[Math.floor(photos.length / 2)]
  if (chosen === undefined) throw new Error('the clinic has no photo')
  return path.join(root, RENAMED, chosen)
}

/** The middle one of the small files. */
export function oneSmallFile(root: string): string {
  const pick = (folder: string): string => {
    const names = readdirSync(folder).sort()
    const name = names[Math.floor(names.length / 2)]
    if (name === undefined) throw new Error('no small file')
    const chosen = path.join(folder, name)
    return lstatSync(chosen).isDirectory() ? pick(chosen) : chosen
  }
  return pick(root)
}
