// Programs of Debian packages made to run from a folder that may be moved, without touching the system.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { clearPrivateApt, unpackFromSuite } from './private-apt.mjs'

/**
 * Unpacks packages and puts a starter for each program at the top of the folder, which stands there whole or not at all.
 * @param {string} home where they are to be
 * @param {readonly string[]} packages
 * @param {Readonly<Record<string, string>>} programs path of each below the unpacked packages, by the name it gets
 * @param {{needs?: boolean, leaveOut?: RegExp, libraries?: readonly string[], tryOut?: (root: string) => Promise<unknown>}} [options]
 *   `libraries`: folders of libraries besides the usual ones; `tryOut` throws when what was unpacked does not run
 * @returns {Promise<string | undefined>} why they could not be had
 */
export async function installPrograms(home, packages, programs, { libraries = [], tryOut, ...unpack } = {}) {
  try {
    const root = await unpackFromSuite('bookworm', packages, unpack)
    for (const [name, program] of Object.entries(programs))
      writeFileSync(join(root, name), launcher(program, libraries), { mode: 0o755 })
    await tryOut?.(root)
    rmSync(home, { recursive: true, force: true })
    mkdirSync(dirname(home), { recursive: true })
    renameSync(root, home)
    return undefined
  } catch (cause) {
    return cause.message
  } finally {
    clearPrivateApt()
  }
}

/** Finds its libraries wherever the folder is moved, and stays the process that was started. */
function launcher(program, more) {
  const folders = ['usr/lib/*-linux-gnu', ...more, 'lib/*-linux-gnu'].map((folder) => `"$here"/${folder}`).join(' ')
  return `#!/bin/sh
here=\${0%/*}
libraries=
for folder in ${folders}; do libraries="$libraries:$folder"; done
LD_LIBRARY_PATH="\${libraries#:}" exec "$here/${program}" "$@"
`
}
