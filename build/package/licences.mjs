// The licence texts of every package that a clinic gets: those installed beside the app, and those inside the window's bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AREAS } from '../lint/rooms.mjs'

const BUNDLED = AREAS.find(({ folder }) => folder === 'renderer')?.packages ?? []

/** One text, a paragraph a package. Throws where a package says nothing of its licence. */
export function licencesOf(root) {
  const manifest = readManifest(root)
  const found = new Map()
  const visit = (name, from) => {
    const folder = folderOf(name, from)
    // optional and not for this system
    if (folder === undefined || found.has(folder)) return
    const { version, license, dependencies = {}, optionalDependencies = {} } = readManifest(folder)
    const text = textIn(folder)
    if (!license && !text) throw new Error(`${name} ${version} names no licence`)
    found.set(folder, `${name} ${version} (${license ?? 'see below'})\n\n${text ?? `Licence: ${license}`}`.trim())
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next, folder)
  }
  for (const name of [...Object.keys(manifest.dependencies), ...BUNDLED]) visit(name, root)
  return `${[...found.values()].sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** As Node looks for it: beside, then further up. */
function folderOf(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const here = join(folder, 'node_modules', name)
    if (existsSync(join(here, 'package.json'))) return here
    if (folder === dirname(folder)) return undefined
  }
}

function textIn(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name))
  return names.length > 0
    ? names.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
    : undefined
}
