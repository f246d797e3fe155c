// Called by electron-builder when a package's folder is complete and before its fuses are set: takes out what is Electron's
// own trial app, and puts in the licences of everything that is inside.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { licencesOf } from './licences.mjs'

const NEVER_SHIP =
  'This folder was built on a stand-in for Electron that is out of support. It is for tests only; never hand it to anybody.\n'

/** SALVAGUARDA_PACKAGE_NODE: the Node that a stand-in for Electron needs for the engine. Only packages for tests have it. */
export default async function afterPack({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir)
  for (const name of [join(resources, 'default_app.asar'), join(appOutDir, '.stamp'), join(appOutDir, 'version')])
    rmSync(name, { force: true })
  const licences = join(resources, 'licences')
  mkdirSync(licences, { recursive: true })
  writeFileSync(join(licences, 'packages.txt'), licencesOf(packager.info.appDir))
  const node = process.env.SALVAGUARDA_PACKAGE_NODE
  if (!node) return
  copyFileSync(node, join(resources, 'node'))
  writeFileSync(join(appOutDir, 'NEVER-SHIP.txt'), NEVER_SHIP)
}
