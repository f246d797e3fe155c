import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keychainHost } from '../demo/keychain-host.ts'
import { runEngine, setUpClinic } from '../engine-client.ts'
import { type ClinicSummary, makeClinic } from '../fixtures/clinic/index.ts'
import { test as base, expect, type LaunchOptions, type RunningApp, removeFolder } from './app.ts'

/** A clinic that was set up a moment ago and has its first copy. What a test does to it is gone with the test. */
export type PreparedClinic = {
  readonly name: string
  /** Everything lies in it; a test puts its own things here. */
  readonly folder: string
  /** What is protected: the clinic's folder and the database in it. */
  readonly files: ClinicSummary
  /** A photo whose name, with an accent, lies nowhere else. */
  readonly ownPhoto: string
  /** The folder that was chosen for the copies, and the vault in it. */
  readonly disk: string
  readonly vaultFolder: string
  /** The app's data folder, for `--user-data-dir`. */
  readonly userData: string
  readonly kitWords: readonly string[]
  /** Opens the app on it and waits until everything is guarded. */
  launch(options?: Omit<LaunchOptions, 'userData'>): Promise<RunningApp>
}

type Master = { readonly base: string; madeAtMs: number } & Pick<PreparedClinic, 'files' | 'ownPhoto' | 'kitWords'>

const NAME = 'Clínica Sorriso Vivo'
/** Well within the quarter of an hour after which the app looks at everything by itself. */
const LONGEST_AGE_MS = 5 * 60_000
/** Copies hold whole paths, so every test gets its clinic at the same one. */
const inUse = ({ base }: Pick<Master, 'base'>) => path.join(base, 'em uso é')
const kept = ({ base }: Pick<Master, 'base'>) => path.join(base, 'guardada')

/** For tests of a clinic that is set up already: the real engine does that once, without a window, and each test gets a copy. */
export const test = base.extend<{ clinic: PreparedClinic }, { master: Master }>({
  master: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => {
      const base = mkdtempSync(path.join(tmpdir(), 'clínica pronta '))
      await use(await make(base))
      removeFolder(base)
    },
    { scope: 'worker' },
  ],
  clinic: async ({ master, launch }, use) => {
    if (Date.now() - master.madeAtMs > LONGEST_AGE_MS) Object.assign(master, await make(master.base))
    const folder = inUse(master)
    // Names that are no text, holes and links are copied as they are.
    execFileSync('cp', ['--archive', kept(master), folder])
    const { disk, userData, vaultFolder } = placesIn(folder)
    const { files, ownPhoto, kitWords } = master
    const apps: RunningApp[] = []
    await use({
      ...{ name: NAME, folder, files, ownPhoto, disk, vaultFolder, userData, kitWords },
      async launch(options = {}) {
        const app = await launch({ ...options, userData })
        apps.push(app)
        await expect(app.page.getByTestId('health')).toHaveAttribute('data-health', 'guarded', { timeout: 60_000 })
        return app
      },
    })
    for (const app of apps) await app.close()
    removeFolder(folder)
  },
})
export { expect }

const placesIn = (folder: string) => {
  const disk = path.join(folder, 'HD externo')
  return { disk, userData: path.join(folder, 'app'), vaultFolder: path.join(disk, 'Salvaguarda', 'cofre') }
}

async function make(base: string): Promise<Master> {
  const folder = inUse({ base })
  const { disk, userData } = placesIn(folder)
  removeFolder(kept({ base }))
  for (const needed of [disk, userData]) mkdirSync(needed, { recursive: true })
  const files = await makeClinic({ into: path.join(folder, 'Clínica Sorriso'), preset: 'tiny' })
  const photo = path.join(files.root, files.photoPaths[0] ?? '?')
  const ownPhoto = path.join(path.dirname(photo), 'sorriso da Conceição.jpg')
  copyFileSync(photo, ownPhoto)
  const engine = await runEngine({ dataFolder: path.join(userData, 'engine'), host: keychainHost() })
  try {
    const { kitWords } = await setUpClinic(engine.client, {
      clinicName: NAME,
      sources: [
        { kind: 'folder', path: files.root, label: path.basename(files.root) },
        { kind: 'sqlite', path: files.databasePath, label: path.basename(files.databasePath) },
      ],
      destinationPath: disk,
    })
    await engine.engine.idle()
    return { base, files, ownPhoto, kitWords, madeAtMs: Date.now() }
  } finally {
    await engine.close()
    renameSync(folder, kept({ base }))
  }
}
