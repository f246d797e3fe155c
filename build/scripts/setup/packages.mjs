// Installs the locked packages when they are missing or the lock file has moved on.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { ROOT } from './paths.mjs'
import { say } from './say.mjs'

/** Whether node_modules (by npm's own record of it) holds what the lock file asks for; optional packages may be absent. */
export function matchesLock(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '')
  const have = installed.packages
  if (Object.keys(have).some((path) => !(path in lock.packages))) return false
  return wanted.every(([path, entry]) => {
    const found = have[path]
    if (!found) return entry.optional === true || entry.devOptional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

export async function ensurePackages(node, root = ROOT) {
  const lockFile = join(root, 'package-lock.json')
  const record = join(root, 'node_modules', '.package-lock.json')
  const stampFile = join(root, 'node_modules', '.salvaguarda-stamp')
  const stamp = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  // somebody who just added a package with npm already has it: reinstalling everything would only cost time
  if (!existsSync(record) || !matchesLock(readJson(lockFile), readJson(record))) {
    say('installing the locked packages')
    await npm(node, ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--ignore-scripts'], root)
  }
  writeFileSync(stampFile, stamp)
}
