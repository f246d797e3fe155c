import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Command, PASSWORD, plainEnvironment, type Tool } from './tool.ts'

/** Borg authenticates with SHA-256 or BLAKE2b; its manual says to take SHA-256 where the processor computes it itself. */
export function fasterEncryption(cpuInfo: string): 'repokey' | 'repokey-blake2' {
  return /^(flags|Features)\s*:.*\b(sha_ni|sha2)\b/m.test(cpuInfo) ? 'repokey' : 'repokey-blake2'
}

/** Borg 1.2, encrypted, zstd at the level restic and we use. Throws when it is not there. */
export function borg(): Tool {
  const program = process.env.SALVAGUARDA_BORG
  if (program === undefined || !existsSync(program))
    throw new Error('Borg is missing; start with "npm run bench", or set SALVAGUARDA_BORG to a borg 1.2 program')
  const encryption = fasterEncryption(readFileSync('/proc/cpuinfo', 'utf8'))
  return {
    name: 'borg',
    version: { program, args: ['--version'], env: plainEnvironment('/tmp') },
    repository(place) {
      const folder = path.join(place, 'vault')
      let copies = 0
      const latest = () => `${folder}::copia-${copies}`
      const on = (...args: string[]): Command => ({
        program,
        args,
        env: {
          ...plainEnvironment(place),
          BORG_BASE_DIR: path.join(place, 'home'),
          BORG_PASSPHRASE: PASSWORD,
          TMPDIR: place,
        },
      })
      return {
        folder,
        init: () => on('init', '--encryption', encryption, folder),
        copy(source) {
          copies++
          return on('create', '--compression', 'zstd,3', latest(), source)
        },
        // Borg extracts into the folder it is started in and writes paths without the first slash.
        restoreAll: (target) => ({ ...on('extract', latest()), cwd: target }),
        restoreOne: (target, file, copy = latest()) => ({ ...on('extract', copy, `pp:${file.slice(1)}`), cwd: target }),
        check: () => on('check', '--verify-data', folder),
        list: (below) => on('list', '--short', latest(), `pp:${below.slice(1)}`),
      }
    },
  }
}
