import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readMePage } from './read-me-page.ts'

/** Programs that somebody put aside so that disks carry them along; each is listed with its SHA-256. */
export type Companion = { readonly name: string; readonly sha256: string }

/** What a file may be called to be carried along: no path, nothing that a page would have to escape. */
const PLAIN_NAME = /^[\w.-]{1,80}$/
const MAX_BYTES = 200 * 1024 * 1024

/**
 * Writes LEIA-ME.html beside the vault, for whoever finds the disk in ten years, and copies the restic programs of `programs` to
 * `restic/` next to it, where there are any. Nothing of the clinic is in it.
 *
 * A disk that cannot take it is still a good disk: failing is no failure of what it is written for.
 */
export async function writeReadMe(folder: string, programs?: string): Promise<void> {
  try {
    const companions = programs === undefined ? [] : await carry(programs, path.join(folder, 'restic'))
    const page = readMePage(companions)
    const file = path.join(folder, 'LEIA-ME.html')
    // A disk that comes each month is not written to for nothing.
    const there = await readFile(file, 'utf8').catch(() => '')
    if (there !== page) await writeFile(file, page)
  } catch {
    // See above.
  }
}

async function carry(from: string, to: string): Promise<Companion[]> {
  const names = (await readdir(from).catch(() => [])).filter((name) => PLAIN_NAME.test(name)).sort()
  const carried: Companion[] = []
  for (const name of names) {
    const bytes = await readFile(path.join(from, name)).catch(() => undefined)
    if (bytes === undefined || bytes.length > MAX_BYTES) continue
    const target = path.join(to, name)
    const there = await readFile(target).catch(() => undefined)
    if (!there?.equals(bytes)) {
      await mkdir(to, { recursive: true })
      await copyFile(path.join(from, name), target)
    }
    carried.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  return carried
}
