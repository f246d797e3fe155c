import path from 'node:path'

export type Packaged = {
  /** The folder that an installation unpacks, and the program in it. */
  readonly folder: string
  readonly program: string
  /** The same, but a test may look inside. */
  readonly forTests: string
}

const setup = (name: string) => import(new URL(`../../build/scripts/setup/${name}.mjs`, import.meta.url).href)

/** The packaged app; made first where a source is newer. */
export async function packagedApp(): Promise<Packaged> {
  const { ensurePackage, PACKAGED_FOR_TESTS, PROGRAM } = await setup('app-package')
  const { installedElectron } = await setup('electron-runtime')
  const folder = await ensurePackage(process.execPath, installedElectron())
  return { folder, program: path.join(folder, PROGRAM), forTests: path.join(PACKAGED_FOR_TESTS, PROGRAM) }
}
