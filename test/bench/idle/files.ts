import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A clinic's folder of many small files, as evenly as can be. */
export function makeFiles(
  root: string,
  { files, folders }: { readonly files: number; readonly folders: number },
): void {
  for (let folder = 0; folder < folders; folder += 1) {
    const place = path.join(root, `${folder % 100}`, `Paciente ${folder}`)
    mkdirSync(place, { recursive: true })
    for (let file = folder; file < files; file += folders)
      writeFileSync(path.join(place, `${file}.txt`), `laudo ${file}`)
  }
}
