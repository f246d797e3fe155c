// Fetches one exact npm package outside the lock file and trusts it only by the integrity recorded here in the repository.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { quietly } from './command.mjs'
import { npm } from './npm.mjs'
import { SetupError } from './say.mjs'

/** @returns {Promise<string>} the file's hash in the notation of npm's lock files, `sha512-<base64>` */
export async function integrityOf(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}`
}

/** Refuses (and removes) a file that is not byte for byte the recorded one. */
export async function requireIntegrity(file, integrity) {
  if ((await integrityOf(file)) === integrity) return
  rmSync(file, { force: true })
  throw new SetupError(
    `${basename(file)} is not the file this project recorded (sha512 differs); it was removed and not used`,
  )
}

/**
 * Path of the verified tarball of a package, fetched into `folder` from whatever registry this machine's npm uses.
 * @param {{name: string, version: string, integrity: string}} wanted
 */
export async function fetchTarball(node, wanted, folder) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${wanted.name.replace('@', '').replace('/', '-')}-${wanted.version}.tgz`)
  if (existsSync(file) && (await integrityOf(file)) === wanted.integrity) return file
  rmSync(file, { force: true })
  await npm(node, ['pack', `${wanted.name}@${wanted.version}`, '--ignore-scripts', '--pack-destination', folder])
  if (!existsSync(file)) throw new SetupError(`npm pack did not leave ${file}`)
  await requireIntegrity(file, wanted.integrity)
  return file
}

/** Unpacks into `target` without the `package/` folder every npm tarball has. Needs the system's tar (Windows has one too). */
export async function unpack(tarball, target, members = []) {
  mkdirSync(target, { recursive: true })
  const args = ['-xzf', basename(tarball), '-C', target, '--strip-components=1', ...members]
  await quietly('tar', args, { cwd: dirname(tarball) })
}
