// The spell checker that the tests of our words ask, Hunspell, with a Portuguese and a British dictionary: from Debian 12, unpacked
// into .cache/peers without touching the system.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './paths.mjs'
import { installPrograms } from './portable-programs.mjs'
import { say } from './say.mjs'

const HOME = join(CACHE, 'peers', 'hunspell')
const PACKAGES = [
  'hunspell',
  'libhunspell-1.7-0',
  'hunspell-pt-br',
  'hunspell-en-gb',
  'libreadline8',
  'libtinfo6',
  'libncursesw6',
]

/** @returns {Promise<string | undefined>} why it could not be had: its tests must fail then */
export async function ensureSpelling() {
  if (process.env.SALVAGUARDA_HUNSPELL || existsSync(join(HOME, 'hunspell'))) return undefined
  say('getting a spell checker from Debian')
  return installPrograms(HOME, PACKAGES, { hunspell: 'usr/bin/hunspell' })
}
