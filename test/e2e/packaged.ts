import { execFileSync } from 'node:child_process'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type Packaged = {
  /** The folder that an installation unpacks, and the program in it. */
  readonly folder: string
  readonly program: string
  /** The same, but a test may look inside. */
  readonly forTests: string
  /** What signs new versions for this very package. */
  readonly updateKey: KeyObject
}

const setup = (name: string) => import(new URL(`../../build/scripts/setup/${name}.mjs`, import.meta.url).href)

let made: Promise<Packaged> | undefined

/** The packaged app; made first where a source is newer. The whole of a run sees the same one. */
export function packagedApp(): Promise<Packaged> {
  made ??= make()
  return made
}

async function make(): Promise<Packaged> {
  const { ensurePackage, PACKAGED_FOR_TESTS, PROGRAM, TEST_KEY } = await setup('app-package')
  const { installedElectron } = await setup('electron-runtime')
  const folder = await ensurePackage(process.execPath, installedElectron())
  const updateKey = createPrivateKey(readFileSync(TEST_KEY, 'utf8'))
  return { folder, program: path.join(folder, PROGRAM), forTests: path.join(PACKAGED_FOR_TESTS, PROGRAM), updateKey }
}

/** A packaged app of one's own, to change files beside it; its files are links. Whoever asks removes the folder that `forTests` lies in. */
export async function ownPackagedApp(): Promise<Packaged> {
  const packaged = await packagedApp()
  const twin = path.dirname(packaged.forTests)
  const own = mkdtempSync(path.join(path.dirname(twin), 'own-'))
  execFileSync('cp', ['--archive', '--link', `${twin}/.`, own])
  return { ...packaged, forTests: path.join(own, path.basename(packaged.forTests)) }
}

/** The .deb of it, made anew. */
export async function builtDeb(): Promise<string> {
  const { makeDeb } = await setup('app-package')
  const { installedElectron } = await setup('electron-runtime')
  return makeDeb(process.execPath, installedElectron())
}
