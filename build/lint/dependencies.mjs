// What the app is shipped with: judged from the lock file, the manifest and the decision that names each package. Reads nothing else.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Licences under which we may ship, whatever the product's own. */
const ALLOWED = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'Python-2.0',
]
/** Packages whose lock entry names no licence, each looked up in the package itself. */
const LOOKED_UP = { ssh2: 'MIT', 'cpu-features': 'MIT', buildcheck: 'MIT' }

/** Of several to choose from one will do; of several that all hold, each must. */
const isAllowed = (licence = '') =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.includes(one)))

const nameIn = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/**
 * @param {{ lock: object, manifest: object, decision: string }} given
 * @returns {string[]} a sentence for each breach
 */
export function judgeDependencies({ lock, manifest, decision }) {
  const breaches = []
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '')
  for (const [path, entry] of entries) {
    const isOurs =
      entry.link === true ||
      entry.resolved?.startsWith('file:') ||
      !path.includes('node_modules/') ||
      isOwnFolder(path, manifest)
    if (!entry.integrity && !isOurs && !entry.inBundle) breaches.push(`${path}: the lock file has no checksum of it`)
    if (entry.hasInstallScript && manifest.allowScripts?.[entry.name ?? nameIn(path)] === undefined)
      breaches.push(`${path}: brings an install script that allowScripts does not decide on`)
  }
  const described = describedIn(decision)
  for (const name of Object.keys(manifest.dependencies))
    if (!described.includes(name))
      breaches.push(`${name}: shipped, without a line in docs/decisions/0001-dependencies.md`)
  for (const path of shippedWith(lock, describedHere(manifest, decision))) {
    const { license = LOOKED_UP[nameIn(path)], link } = lock.packages[path]
    if (!link && !isAllowed(license)) breaches.push(`${path}: shipped under ${license ?? 'no licence'}`)
  }
  return breaches
}

/** A package of our own that stands in for another one. */
const isOwnFolder = (path, { overrides = {} }) =>
  Object.entries(overrides).some(([name, by]) => nameIn(path) === name && String(by).startsWith('file:')) ||
  path.includes('build/packages/')

/** Described packages that this project has; one that stands in for another under its name is there under that name. */
function describedHere({ dependencies, devDependencies }, decision) {
  const given = { ...dependencies, ...devDependencies }
  return describedIn(decision).filter((name) => name in given)
}

/** Names in the first column of the table of what is shipped. */
function describedIn(decision) {
  const [, shipped = ''] = decision.split('Shipped with the app:')
  return shipped
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| package'))
    .flatMap((line) => (line.split('|')[1] ?? '').replace(/\(.*?\)/g, '').split(','))
    .map((name) => name.trim())
}

/** Where each package lies that these bring along, as Node finds it. */
function shippedWith({ packages }, names) {
  const found = new Set()
  const visit = (name, from) => {
    for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
      const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`
      const entry = packages[path]
      if (!entry) {
        if (at === '') return
        continue
      }
      if (found.has(path)) return
      found.add(path)
      for (const needed of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) visit(needed, path)
      return
    }
  }
  for (const name of names) visit(name, '')
  return found
}

/** The same for the project in a folder. */
export const judgeProject = (root) => judgeDependencies(readProject(root))

/** Names of everything that goes along with the app. */
export function shippedNames(root) {
  const { lock, manifest, decision } = readProject(root)
  return [...shippedWith(lock, describedHere(manifest, decision))].map(nameIn)
}

function readProject(root) {
  const read = (...parts) => readFileSync(join(root, ...parts), 'utf8')
  return {
    lock: JSON.parse(read('package-lock.json')),
    manifest: JSON.parse(read('package.json')),
    decision: read('docs', 'decisions', '0001-dependencies.md'),
  }
}
