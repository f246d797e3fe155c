import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'

/** A private folder for what a drill brings back. It lies among the temporary things, which a start of the app wipes: a crash leaves nothing either. */
export class Sandbox {
  readonly folder: string
  #steps = 0

  constructor(temporaryFolder: string, name: string) {
    this.folder = path.join(temporaryFolder, `drill-${name}`)
  }

  /** A fresh, empty folder in it. */
  async next(): Promise<string> {
    const folder = path.join(this.folder, String(++this.#steps))
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  async wipe(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
